/** From afar, where no label can be read: each network's name and how many are on it, at readable size. */
import type { Core } from 'cytoscape';
import { make } from '../dom.ts';
import { overlap, type Rect } from '../layout/geometry.ts';
import type { Overlay, Pin } from '../overlay.ts';
import type { Picture } from '../picture.ts';

/** Below this zoom labels are smaller than seven pixels. */
const FAR = 0.5;
const LABEL_HEIGHT = 18;
const CHARACTER_WIDTH = 7.2;

interface Label extends Pin {
  readonly rect: Rect;
  readonly width: number;
}

export class FarLabels {
  private labels: readonly Label[] = [];
  private isStale = true;
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
    this.isStale = true;
    this.update();
  }

  private update(): void {
    const zoom = this.cy.zoom();
    const isFar = zoom < FAR;
    if (!isFar && this.labels.length === 0) return;
    if (!isFar || this.isStale) {
      for (const label of this.labels) this.overlay.remove(label);
      this.labels = [];
      this.zoom = Number.NaN;
    }
    if (!isFar) return;
    if (this.isStale || this.labels.length === 0) this.labels = this.make();
    this.isStale = false;
    if (zoom !== this.zoom) this.thinOut(zoom);
  }

  private make(): Label[] {
    const { graph, arrangement } = this.picture;
    return [...graph.nodes.values()].flatMap((node) => {
      const rect = arrangement?.rects.get(node.id);
      if ((node.kind !== 'bridge' && node.kind !== 'network') || rect === undefined) return [];
      const count = (graph.links.get(node.id) ?? []).filter(({ target }) => target === node.id).length;
      const text = `${node.label} · ${count}`;
      const element = make('div', { class: 'far-label', 'aria-hidden': 'true' }, text);
      const place = () => ({ x: rect.x, y: rect.y + rect.height / 2 });
      return [{ element, place, rect, width: text.length * CHARACTER_WIDTH + 16 }];
    });
  }

  /** Labels that would cover others are left out; what is nearer to the top comes first. */
  private thinOut(zoom: number): void {
    this.zoom = zoom;
    const taken: Rect[] = [];
    for (const label of [...this.labels].sort((a, b) => a.rect.y - b.rect.y || a.rect.x - b.rect.x)) {
      const { rect, width } = label;
      const box = {
        x: rect.x * zoom,
        y: (rect.y + rect.height / 2) * zoom - LABEL_HEIGHT / 2,
        width,
        height: LABEL_HEIGHT,
      };
      const isFree = taken.every((other) => !overlap(other, box));
      if (isFree) {
        taken.push(box);
        this.overlay.add(label);
      } else this.overlay.remove(label);
    }
  }
}
