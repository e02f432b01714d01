/**
 * Names where they cannot be read on the things themselves: from afar those of networks, with how many are on each, of
 * hosts and of the outside, at readable size; near by, that of a network at the left of what is in sight of a bar that
 * begins further left.
 */
import type { Core } from 'cytoscape';
import { make } from '../dom.ts';
import { containerCount, foldedIn, isNetwork } from '../filter/visible-graph.ts';
import type { GraphIndex } from '../graph.ts';
import { centreY, overlap, type Point, type Rect, right } from '../layout/geometry.ts';
import { ICON_ROOM, PADDING } from '../layout/scene.ts';
import type { Overlay, Pin } from '../overlay.ts';
import type { Picture } from '../picture.ts';

/** Below this zoom labels are smaller than seven pixels. */
const FAR = 0.5;
const LABEL_HEIGHT = 18;
const CHARACTER_WIDTH = 7.2;
const LABEL_PADDING = 16;
/** Of a bar's own title, at zoom 1. */
const TITLE_CHARACTER = 8;
/** The size of a label that is longer than its bar. */
const COMPACT = 0.78;
/** From the left of the view to a label that keeps to it. */
const INSET = 6;

interface Label extends Pin {
  readonly rect: Rect;
  readonly name: string;
  /** Of the containers on a network. */
  readonly count?: number;
}

export class FarLabels {
  private labels: readonly Label[] = [];
  private isFar = false;
  private zoom = Number.NaN;

  constructor(
    private readonly cy: Core,
    private readonly overlay: Overlay,
    private readonly picture: Picture,
  ) {
    cy.on('zoom', () => this.update());
  }

  /** After the picture has changed. */
  refresh(): void {
    for (const label of this.labels) this.overlay.remove(label);
    this.labels = this.make();
    this.zoom = Number.NaN;
    this.update();
  }

  private update(): void {
    const zoom = this.cy.zoom();
    const isFar = zoom < FAR;
    if (isFar ? zoom !== this.zoom : this.isFar || Number.isNaN(this.zoom)) {
      this.isFar = isFar;
      if (isFar) this.thinOut(zoom);
      else this.keepInSight();
    }
    this.zoom = zoom;
  }

  private make(): Label[] {
    const { graph, arrangement } = this.picture;
    return [...graph.nodes.values()].flatMap((node): Label[] => {
      const rect = arrangement?.rects.get(node.id);
      if (rect === undefined) return [];
      const { label: name } = node;
      const element = make('div', { class: 'far-label', 'aria-hidden': 'true' });
      if (isNetwork(node)) {
        const count = containersOn(graph, node.id) + foldedIn(node);
        return [{ element, place: () => this.placeOf(rect, name), rect, name, count }];
      }
      if (node.kind === 'outside') return [this.farLabel(element, rect, name)];
      // On the upper border, where nothing else stands at the left.
      return node.kind === 'host' ? [this.farLabel(element, { ...rect, height: 0 }, name)] : [];
    });
  }

  private farLabel(element: HTMLElement, rect: Rect, name: string): Label {
    return { element, place: () => (this.isFar ? { x: rect.x, y: centreY(rect) } : undefined), rect, name };
  }

  /** The left end of a bar, or of what is in sight of it where its own title is not. */
  private placeOf(bar: Rect, name: string): Point | undefined {
    const y = centreY(bar);
    const { x1 } = this.cy.extent();
    const inset = INSET / this.cy.zoom();
    const width = widthOf(name) / this.cy.zoom();
    const title = bar.x + PADDING + ICON_ROOM;
    // Near by it covers what is left of the title.
    const isCut = this.isFar ? bar.x < x1 : title < x1 && title + name.length * TITLE_CHARACTER < x1 + inset + width;
    if (isCut && right(bar) > x1 + width + 2 * inset) return { x: x1 + inset, y };
    return this.isFar ? { x: bar.x, y } : undefined;
  }

  /** Labels that would cover others are shorter, or left out; what is nearer to the top comes first. */
  private thinOut(zoom: number): void {
    const taken: Rect[] = [];
    for (const label of [...this.labels].sort((a, b) => a.rect.y - b.rect.y || a.rect.x - b.rect.x)) {
      const { rect, name, count } = label;
      const [long, short] =
        count === undefined ? [name, name] : [`${name} · ${containerCount(count)}`, `${name} · ${count}`];
      const room = rect.width * zoom;
      const isCompact = widthOf(short) > room;
      const text = widthOf(long) > room ? short : long;
      const box = {
        x: rect.x * zoom,
        y: centreY(rect) * zoom - LABEL_HEIGHT / 2,
        width: widthOf(text) * (isCompact ? COMPACT : 1),
        height: LABEL_HEIGHT * (isCompact ? COMPACT : 1),
      };
      if (taken.some((other) => overlap(other, box))) {
        this.overlay.remove(label);
        continue;
      }
      taken.push(box);
      label.element.textContent = text;
      label.element.classList.toggle('compact', isCompact);
      this.overlay.add(label);
    }
  }

  private keepInSight(): void {
    for (const label of this.labels) {
      label.element.textContent = label.name;
      label.element.classList.remove('compact');
      this.overlay.add(label);
    }
  }
}

const widthOf = (text: string): number => text.length * CHARACTER_WIDTH + LABEL_PADDING;

/** Those that share a namespace share its interfaces, too. */
function containersOn(graph: GraphIndex, network: string): number {
  const units = (graph.links.get(network) ?? []).flatMap(({ source, target }) => {
    const end = target === network ? graph.nodes.get(source) : undefined;
    return end?.kind === 'interface' ? (end.parent ?? []) : [];
  });
  return [...new Set(units)].reduce((count, unit) => {
    const inside = (graph.children.get(unit) ?? []).filter(({ kind }) => kind === 'container').length;
    return count + Math.max(1, inside);
  }, 0);
}
