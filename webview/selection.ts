/** The one node or edge that is selected, and how the keys move from one to the next. */
import { type Direction, nextNode, readingOrder } from './navigate.ts';
import type { Picture } from './picture.ts';
import type { Viewport } from './viewport.ts';
import { describe } from './words.ts';

export interface SelectionOptions {
  /** Brings it into sight. */
  readonly reveal?: boolean;
  /** Reads it out. */
  readonly speak?: boolean;
}

export class Selection {
  private id: string | undefined;
  /** The node whose cables are gone through. */
  private hub: string | undefined;

  constructor(
    private readonly picture: Picture,
    private readonly viewport: Viewport,
    private readonly announce: (text: string) => void,
    private readonly changed: (id: string | undefined) => void,
  ) {}

  get current(): string | undefined {
    return this.id;
  }

  /** What is not in the picture cannot be selected: then nothing is. */
  set(id: string | undefined, { reveal = false, speak = false }: SelectionOptions = {}): void {
    this.id = id !== undefined && this.picture.has(id) ? id : undefined;
    if (!this.picture.graph.edges.has(this.id ?? '')) this.hub = this.id;
    this.picture.emphasis.select(this.id);
    if (reveal) this.reveal(this.id);
    if (speak) this.announce((this.id && describe(this.picture.graph, this.id)) ?? '');
    this.changed(this.id);
  }

  /** Brings a node into sight, or of an edge where it starts. */
  reveal(id: string | undefined): void {
    const box = id === undefined ? undefined : this.picture.boxOf(this.picture.graph.edges.get(id)?.source ?? id);
    if (box !== undefined) this.viewport.reveal(box);
  }

  /** The picture is another one, in which what was selected may be missing. */
  refresh(): void {
    if (this.id !== undefined && !this.picture.has(this.id)) this.set(undefined);
  }

  walk(direction: Direction): void {
    const { graph, arrangement } = this.picture;
    if (arrangement === undefined) return;
    const next =
      this.id === undefined
        ? readingOrder(graph)[0]
        : (nextNode(graph, arrangement.rects, this.id, direction) ?? this.id);
    this.set(next, { reveal: true, speak: true });
  }

  /** False where there is none. */
  nextCable(): boolean {
    const { edges } = this.picture.graph;
    const edge = edges.get(this.id ?? '');
    const around = (id: string | undefined) => (id === undefined ? [] : this.picture.cablesOf(id));
    const own = around(this.hub);
    const cables = edge === undefined || own.includes(edge.id) ? own : around(edge.source);
    const next = cables[(cables.indexOf(this.id ?? '') + 1) % cables.length];
    if (next !== undefined) this.set(next, { reveal: true, speak: true });
    return next !== undefined;
  }

  first(): void {
    this.goToEnd(0);
  }

  last(): void {
    this.goToEnd(-1);
  }

  private goToEnd(index: 0 | -1): void {
    this.set(readingOrder(this.picture.graph).at(index), { reveal: true, speak: true });
  }
}
