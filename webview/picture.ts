/** The drawn graph: one Cytoscape instance, brought up to date in place. */
import cytoscape, { type CollectionReturnValue, type Core, type ElementDefinition, type NodeSingular } from 'cytoscape';
import type { TopologyGraph } from '../language-server/protocol.ts';
import { elementsOf, ownerOf } from './elements.ts';
import { type GraphIndex, indexGraph } from './graph.ts';
import type { Arrangement } from './layout/arrangement.ts';
import { layOut } from './layout/layout.ts';
import { type Measure, readScene, type TextStyle } from './layout/scene.ts';
import { stylesheet } from './style.ts';
import type { Theme } from './theme.ts';

/** What the reader does to the picture. */
export interface PictureEvents {
  /** A node or edge was clicked, or nothing. */
  clicked(id: string | undefined): void;
  /** The pointer rests on a node or edge, or left it. */
  hovered(id: string | undefined): void;
}

export class Picture {
  readonly cy: Core;
  graph: GraphIndex = indexGraph({ nodes: [], edges: [] });
  arrangement: Arrangement | undefined;
  /** What is drawn, by id, to tell what has changed. */
  private drawn = new Map<string, string>();
  private readonly measure: Measure;

  constructor(
    container: HTMLElement,
    private theme: Theme,
    events: PictureEvents,
  ) {
    this.cy = cytoscape({
      container,
      style: stylesheet(theme),
      minZoom: 0.03,
      maxZoom: 3,
      autoungrabify: true,
      boxSelectionEnabled: false,
      selectionType: 'single',
      layout: { name: 'preset' },
    });
    this.measure = textMeasure(() => this.theme);
    this.cy.on('tap', ({ target }) => events.clicked(target === this.cy ? undefined : ownerOf(target.id())));
    this.cy.on('mouseover', 'node, edge', ({ target }) => events.hovered(ownerOf(target.id())));
    this.cy.on('mouseout', 'node, edge', () => events.hovered(undefined));
  }

  /** Draws a graph. What `keeping` has a place for stays there. */
  show(graph: TopologyGraph, keeping: Arrangement | undefined): void {
    const start = performance.now();
    this.graph = indexGraph(graph);
    const scene = readScene(this.graph, this.measure);
    this.arrangement = layOut(scene, keeping);
    // To be seen in the browser's profiles, and by the benchmark.
    performance.clearMeasures('layout');
    performance.measure('layout', { start });
    this.update(elementsOf(this.graph, scene, this.arrangement, this.measure));
  }

  /** The text may be of other width in the new fonts, so that boxes may grow. */
  retheme(theme: Theme): void {
    const fontsChanged = theme.font !== this.theme.font || theme.codeFont !== this.theme.codeFont;
    this.theme = theme;
    this.cy.style(stylesheet(theme));
    if (fontsChanged) {
      const { nodes, edges } = this.graph;
      this.show({ nodes: [...nodes.values()], edges: [...edges.values()] }, this.arrangement);
    }
  }

  /** Selects a node or an edge, or nothing; its cables and what they lead to are set off. */
  select(id: string | undefined): void {
    this.cy.batch(() => {
      this.cy.elements('.selected, .near').removeClass('selected near');
      this.cy.elements(':selected').unselect();
      const element = id === undefined ? undefined : this.cy.getElementById(id);
      if (element === undefined || element.empty()) return;
      element.select().addClass('selected');
      for (const edge of this.edgesAround(id!)) this.cy.getElementById(edge).addClass('near');
    });
  }

  node(id: string): NodeSingular | undefined {
    const element = this.cy.getElementById(id);
    return element.nonempty() && element.isNode() ? element : undefined;
  }

  /** The edges of a node and of the interfaces on it. */
  private edgesAround(id: string): string[] {
    const ends = [id, ...(this.graph.children.get(id) ?? []).filter(isOnBorder).map((child) => child.id)];
    return this.graph.nodes.get(id)?.kind === 'host'
      ? []
      : ends.flatMap((end) => (this.graph.links.get(end) ?? []).map((edge) => edge.id));
  }

  private update(elements: readonly ElementDefinition[]): void {
    const next = new Map(elements.map((element) => [element.data.id!, JSON.stringify(element)]));
    const selected = this.cy.elements('.selected').map((element) => element.id());
    this.cy.batch(() => {
      for (const id of this.drawn.keys()) if (!next.has(id)) this.cy.getElementById(id).remove();
      const added: ElementDefinition[] = [];
      for (const element of elements) {
        const id = element.data.id!;
        const old = this.drawn.get(id);
        if (old === undefined) added.push(element);
        else if (old !== next.get(id)) this.change(this.cy.getElementById(id), element);
      }
      this.cy.add(added);
    });
    this.drawn = next;
    this.select(selected[0]);
  }

  private change(drawn: CollectionReturnValue, { data, position, classes }: ElementDefinition): void {
    drawn.data(data).classes(classes as string);
    if (position !== undefined) drawn.nodes().positions(() => position);
    const { source, target } = data;
    if (drawn.isEdge() && (drawn.data('source') !== source || drawn.data('target') !== target)) {
      drawn.move({ source: source!, target: target! });
    }
  }
}

const isOnBorder = ({ kind }: { readonly kind: string }): boolean => kind === 'interface';

/** Measures with the canvas; every text once per font. */
function textMeasure(theme: () => Theme): Measure {
  const context = document.createElement('canvas').getContext('2d')!;
  const fonts = (): Record<TextStyle, string> => ({
    title: `600 13px ${theme().font}`,
    detail: `11px ${theme().codeFont}`,
  });
  const widths = new Map<string, number>();
  return (text, style) => {
    const font = fonts()[style];
    const key = `${font}\u0000${text}`;
    let width = widths.get(key);
    if (width === undefined) {
      context.font = font;
      width = Math.ceil(context.measureText(text).width);
      widths.set(key, width);
    }
    return width;
  };
}
