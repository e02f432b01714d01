/** What of the picture is set off: the selection with its cables, and what a trace, a search or a drag is about. */
import type { Core, SingularElementReturnValue } from 'cytoscape';
import { ownerOf } from './elements.ts';
import type { GraphIndex } from './graph.ts';
import type { Stage } from './stage.ts';

/** Sets off what a trace, a search or a drag is about. */
export type Mark = 'near-way' | 'way' | 'lost' | 'hop' | 'match' | 'target' | 'drop';

/** Of what a search finds, so much is drawn wherever it is. */
const MOST_PINNED = 200;

export class Emphasis {
  private selected: string | undefined;
  private readonly marks = new Map<Mark, ReadonlySet<string>>();
  /** Who wants everything without a mark to step back. */
  private readonly fading = new Set<string>();

  constructor(
    private readonly cy: Core,
    private readonly stage: Stage,
    private readonly graph: () => GraphIndex,
  ) {
    // An element that comes into sight later looks like those that are there.
    cy.on('add', ({ target }) => this.dress(target));
  }

  /** Selects a node or an edge, or nothing; its cables and what they lead to are set off. */
  select(id: string | undefined): void {
    this.selected = id;
    const edges = id === undefined ? [] : edgesAround(this.graph(), id);
    this.pin(edges);
    this.cy.batch(() => {
      this.cy.elements('.selected, .near').removeClass('selected near');
      this.cy.elements(':selected').unselect();
      const element = id === undefined ? undefined : this.cy.getElementById(id);
      if (element === undefined || element.empty()) return;
      element.select().addClass('selected');
      for (const edge of edges) this.cy.getElementById(edge).addClass('near');
    });
  }

  /** Sets a mark on these nodes and edges, and takes it off all others. */
  mark(mark: Mark, ids: readonly string[]): void {
    this.marks.set(mark, new Set(ids));
    this.pin(this.selected === undefined ? [] : edgesAround(this.graph(), this.selected));
    this.redress(mark);
    if (this.fading.size > 0) this.fade();
  }

  /** Everything without a mark steps back, for as long as anybody wants it. */
  fadeFor(reason: 'trace' | 'search', on: boolean): void {
    if (on) this.fading.add(reason);
    else if (!this.fading.delete(reason)) return;
    this.fade();
  }

  /** The same as before on another picture. */
  renew(): void {
    this.select(this.selected);
    for (const mark of this.marks.keys()) this.redress(mark);
    if (this.fading.size > 0) this.fade();
  }

  /** What has to be drawn wherever it is. */
  private pin(aroundSelected: readonly string[]): void {
    const marked = [...this.marks.values()].flatMap((ids) => [...ids].slice(0, MOST_PINNED));
    this.stage.pin([...(this.selected === undefined ? [] : [this.selected]), ...aroundSelected, ...marked]);
  }

  private redress(mark: Mark): void {
    this.cy.batch(() => {
      this.cy.elements(`.${mark}`).removeClass(mark);
      for (const id of this.marks.get(mark) ?? []) this.cy.getElementById(id).addClass(mark);
    });
  }

  private dress(element: SingularElementReturnValue): void {
    for (const [mark, ids] of this.marks) if (ids.has(element.id())) element.addClass(mark);
    if (this.fading.size > 0) element.toggleClass('faded', !this.isKept(element.id(), this.keptIds()));
  }

  private fade(): void {
    const isFading = this.fading.size > 0;
    this.cy.container()?.parentElement?.classList.toggle('faded', isFading);
    this.cy.batch(() => {
      if (!isFading) {
        this.cy.elements('.faded').removeClass('faded');
        return;
      }
      const kept = this.keptIds();
      this.cy.elements().forEach((element) => {
        element.toggleClass('faded', !this.isKept(element.id(), kept));
      });
    });
  }

  private keptIds(): ReadonlySet<string> {
    return new Set([...this.marks.values()].flatMap((ids) => [...ids]));
  }

  /** What is on a card's border is seen with the card; hosts are the ground. */
  private isKept(elementId: string, kept: ReadonlySet<string>): boolean {
    const { nodes } = this.graph();
    const owner = ownerOf(elementId);
    const node = nodes.get(owner);
    const parent = nodes.get(node?.parent ?? '');
    const isOnCard = parent !== undefined && parent.kind !== 'host' && kept.has(parent.id);
    return kept.has(owner) || node?.kind === 'host' || isOnCard;
  }
}

/** The edges of a node and of the interfaces on it: of a host none, it has them all. */
export function edgesAround(graph: GraphIndex, id: string): readonly string[] {
  if (graph.nodes.get(id)?.kind === 'host') return [];
  const interfaces = (graph.children.get(id) ?? []).filter(({ kind }) => kind === 'interface');
  return [id, ...interfaces.map((each) => each.id)].flatMap((end) =>
    (graph.links.get(end) ?? []).map((edge) => edge.id),
  );
}
