/** The packet that travels: it moves from stop to stop, or stands at one where less motion is wanted. */
import { make, wantsLessMotion } from '../dom.ts';
import type { Point } from '../layout/geometry.ts';
import type { Overlay, Pin } from '../overlay.ts';
import { lengthOf, pointAt } from './polyline.ts';

/** Picture pixels a second. */
const SPEED = 520;
const SHORTEST = 220;
const LONGEST = 900;
/** What happens at a place without moving takes so long. */
const PAUSE = 260;

export class Packet {
  private readonly pin: Pin;
  private at: Point | undefined;
  private frame = 0;

  constructor(private readonly overlay: Overlay) {
    this.pin = { element: make('div', { class: 'packet', 'aria-hidden': 'true' }), place: () => this.at };
  }

  /** Travels the ways one after another; `arrived` is told each stop's index, `ended` when it is over. */
  travel(ways: readonly (readonly Point[])[], arrived: (stop: number) => void, ended: () => void): void {
    this.stop();
    if (wantsLessMotion()) {
      ended();
      return;
    }
    this.overlay.add(this.pin);
    let [stop, since] = [0, performance.now()];
    const step = (now: number): void => {
      const way = ways[stop];
      if (way === undefined) {
        this.stop();
        ended();
        return;
      }
      const duration = way.length < 2 ? PAUSE : Math.min(LONGEST, Math.max(SHORTEST, (lengthOf(way) / SPEED) * 1000));
      const share = (now - since) / duration;
      if (way.length > 0) this.at = pointAt(way, share);
      this.overlay.put(this.pin);
      if (share >= 1) {
        arrived(stop);
        stop++;
        since = now;
      }
      this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
  }

  /** Stands at a stop. */
  rest(at: Point | undefined): void {
    this.stop();
    this.at = at;
    if (at !== undefined) this.overlay.add(this.pin);
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    this.at = undefined;
    this.overlay.remove(this.pin);
  }
}
