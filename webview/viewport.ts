/** Panning and zooming: by buttons, to fit, and to what has to be seen; animated unless the reader wants less motion. */
import type { Core } from 'cytoscape';
import { wantsLessMotion } from './dom.ts';
import { bottom, centreX, centreY, type Rect, right } from './layout/geometry.ts';

/** Around a picture that is fitted: as a share of the room, and at most. */
const FIT_PADDING = { share: 0.04, most: 28 };
/** A small lab is not blown up beyond this. */
const LARGEST_FIT = 1.2;
const ZOOM_STEP = 1.3;
const DURATION = 180;

export interface ViewportState {
  readonly pan: { readonly x: number; readonly y: number };
  readonly zoom: number;
}

export class Viewport {
  /** Until the reader pans or zooms, the picture is kept in view as a whole. */
  private follows = true;

  constructor(
    private readonly cy: Core,
    /** What everything on the picture lies in. */
    private readonly bounds: () => Rect | undefined,
    /** At the right, the room in CSS pixels that the view's own tools lie over. */
    private readonly toolsWidth: () => number,
    private readonly changed: () => void,
  ) {
    cy.on('viewport', () => this.changed());
    // These two come from the reader's hand alone.
    cy.on('dragpan scrollzoom pinchzoom', () => {
      this.follows = false;
    });
  }

  /** Undefined while the whole picture is shown, so that it is fitted again to the room there is then. */
  get state(): ViewportState | undefined {
    return this.follows ? undefined : { pan: { ...this.cy.pan() }, zoom: this.cy.zoom() };
  }

  restore(state: ViewportState): void {
    this.follows = false;
    this.cy.viewport({ zoom: state.zoom, pan: { ...state.pan } });
  }

  /** The picture or its room has changed. */
  settle(): void {
    if (this.follows) this.fit(false);
  }

  fit(animated = true): void {
    this.follows = true;
    const box = this.bounds();
    const padding = Math.min(FIT_PADDING.most, FIT_PADDING.share * Math.min(this.cy.width(), this.cy.height()));
    const [width, height] = [this.cy.width() - 2 * padding, this.cy.height() - 2 * padding];
    if (box === undefined || width <= 0 || height <= 0) return;
    const tools = this.toolsWidth();
    const zoom = Math.min((width - tools) / box.width, height / box.height, LARGEST_FIT);
    // In the middle, unless it would lie below the tools.
    const middle = Math.min(this.cy.width() / 2, padding + width - tools - (zoom * box.width) / 2);
    const pan = { x: middle - zoom * centreX(box), y: this.cy.height() / 2 - zoom * centreY(box) };
    this.move({ zoom, pan }, animated);
  }

  zoomBy(direction: 1 | -1): void {
    this.follows = false;
    const level = this.cy.zoom() * ZOOM_STEP ** direction;
    const middle = { x: this.cy.width() / 2, y: this.cy.height() / 2 };
    const zoom = Math.min(this.cy.maxZoom(), Math.max(this.cy.minZoom(), level));
    const share = zoom / this.cy.zoom();
    const { x, y } = this.cy.pan();
    this.move({ zoom, pan: { x: middle.x - (middle.x - x) * share, y: middle.y - (middle.y - y) * share } }, true);
  }

  /** Moves only when a box of the picture is not wholly in sight, and no further than to the middle. */
  reveal(box: Rect): void {
    const { x1, y1, x2, y2, w, h } = this.cy.extent();
    const isLarger = box.width > w || box.height > h;
    const inSight = isLarger
      ? box.x < x2 && right(box) > x1 && box.y < y2 && bottom(box) > y1
      : box.x >= x1 && box.y >= y1 && right(box) <= x2 && bottom(box) <= y2;
    if (inSight || this.cy.width() === 0) return;
    this.follows = false;
    const zoom = this.cy.zoom();
    const middle = { x: this.cy.width() / 2, y: this.cy.height() / 2 };
    this.move({ zoom, pan: { x: middle.x - zoom * centreX(box), y: middle.y - zoom * centreY(box) } }, true);
  }

  private move(to: ViewportState, animated: boolean): void {
    this.cy.stop(true);
    if (!animated || wantsLessMotion()) this.cy.viewport({ zoom: to.zoom, pan: { ...to.pan } });
    else this.cy.animate({ zoom: to.zoom, pan: { ...to.pan } }, { duration: DURATION, easing: 'ease-out' });
  }
}
