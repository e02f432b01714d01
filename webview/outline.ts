/**
 * The picture in words: nested lists of buttons, in reading order. They are reached by a screen reader's own means,
 * not by Tab. Nobody sees them, so that of a large lab they are written in the pauses, a little at a time.
 */
import type { TopologyNode } from '../language-server/protocol.ts';
import type { GraphIndex } from './graph.ts';
import { describe } from './words.ts';

/** So many nodes are written at once. */
const SMALL = 400;
const SLICE = 100;
/** Of still larger labs only hosts, networks and containers are written. */
const LARGE = 5_000;
const PARTS: ReadonlySet<TopologyNode['kind']> = new Set(['interface', 'published-port']);

interface Entry {
  readonly item: HTMLElement;
  readonly button: HTMLButtonElement;
  list?: HTMLElement;
}

export class Outline {
  private entries = new Map<string, Entry>();
  private work: Iterator<void> | undefined;
  private timer = 0;

  /** @param activate is told the node's id when its button is pressed */
  constructor(
    private readonly element: HTMLElement,
    activate: (id: string) => void,
  ) {
    element.addEventListener('click', ({ target }) => {
      const id = (target as HTMLElement).closest('button')?.dataset.node;
      if (id !== undefined) activate(id);
    });
  }

  /** Brings the lists up to date with a graph; items of nodes that have not changed stay as they are. */
  show(graph: GraphIndex): void {
    this.stop();
    this.work = this.write(graph);
    if (graph.nodes.size <= SMALL) this.proceed(Number.POSITIVE_INFINITY);
    else this.proceedLater();
  }

  clear(): void {
    this.stop();
    this.entries.clear();
    this.element.replaceChildren();
  }

  private stop(): void {
    cancelIdleCallback(this.timer);
    this.work = undefined;
  }

  private proceedLater(): void {
    this.timer = requestIdleCallback(() => this.proceed(SLICE));
  }

  private proceed(steps: number): void {
    for (let step = 0; step < steps; step++) if (this.work?.next().done !== false) return;
    this.proceedLater();
  }

  /** One node for each step. */
  private *write(graph: GraphIndex): Generator<void> {
    const old = this.entries;
    this.entries = new Map();
    const root = this.element.firstElementChild ?? this.element.appendChild(document.createElement('ul'));
    yield* this.writeList(root, graph.roots, graph, old);
  }

  private *writeList(
    list: Element,
    nodes: readonly TopologyNode[],
    graph: GraphIndex,
    old: ReadonlyMap<string, Entry>,
  ): Generator<void> {
    let place = list.firstElementChild;
    for (const node of nodes) {
      if (graph.nodes.size > LARGE && PARTS.has(node.kind)) continue;
      const entry = old.get(node.id) ?? newEntry(node.id);
      this.entries.set(node.id, entry);
      const text = describe(graph, node.id) ?? node.label;
      if (entry.button.textContent !== text) entry.button.textContent = text;
      if (entry.item === place) place = place.nextElementSibling;
      else list.insertBefore(entry.item, place);
      yield;
      const children = graph.children.get(node.id) ?? [];
      if (children.length > 0) entry.list ??= entry.item.appendChild(document.createElement('ul'));
      if (entry.list !== undefined) yield* this.writeList(entry.list, children, graph, old);
    }
    while (place !== null) {
      const next = place.nextElementSibling;
      place.remove();
      place = next;
    }
  }
}

function newEntry(id: string): Entry {
  const item = document.createElement('li');
  const button = document.createElement('button');
  button.type = 'button';
  button.tabIndex = -1;
  button.dataset.node = id;
  item.append(button);
  return { item, button };
}
