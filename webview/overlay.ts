/**
 * Small elements that keep to their places on the picture while it is panned and zoomed, at the same size at every
 * zoom: ends of a trace, the packet, the reason of a drop.
 */
import type { Core } from 'cytoscape';
import { make } from './dom.ts';
import type { Point } from './layout/geometry.ts';

export interface Pin {
  readonly element: HTMLElement;
  /** On the picture, not on the screen; undefined hides the pin. */
  place(): Point | undefined;
}

export class Overlay {
  readonly element = make('div', { id: 'overlay' });
  private readonly pins = new Set<Pin>();
  private scheduled = false;

  constructor(private readonly cy: Core) {
    cy.on('viewport', () => this.update());
  }

  add(pin: Pin): void {
    this.pins.add(pin);
    this.element.append(pin.element);
    this.put(pin);
  }

  remove(pin: Pin): void {
    this.pins.delete(pin);
    pin.element.remove();
  }

  /** At once for one pin, at the next frame for all. */
  put(pin: Pin): void {
    const point = pin.place();
    const isHidden = point === undefined;
    if (pin.element.hidden !== isHidden) pin.element.hidden = isHidden;
    if (point === undefined) return;
    const [zoom, pan] = [this.cy.zoom(), this.cy.pan()];
    pin.element.style.transform = `translate(${(point.x * zoom + pan.x).toFixed(1)}px, ${(point.y * zoom + pan.y).toFixed(1)}px)`;
  }

  update(): void {
    if (this.scheduled || this.pins.size === 0) return;
    this.scheduled = true;
    requestAnimationFrame(() => {
      this.scheduled = false;
      for (const pin of this.pins) this.put(pin);
    });
  }
}
