/** Says what the pointer rests on, beside it. */
import { delayed } from './dom.ts';

const DELAY = 350;
const DISTANCE = 14;

export class Tooltip {
  private id: string | undefined;
  private pointer = { x: 0, y: 0 };
  private readonly showSoon = delayed(DELAY, () => this.show());

  constructor(
    private readonly element: HTMLElement,
    private readonly around: HTMLElement,
    private readonly describe: (id: string) => string | undefined,
  ) {
    around.addEventListener('pointermove', ({ offsetX, offsetY }) => {
      this.pointer = { x: offsetX, y: offsetY };
    });
    around.addEventListener('pointerleave', () => this.over(undefined));
  }

  over(id: string | undefined): void {
    this.id = id;
    if (id === undefined) this.hide();
    else this.showSoon();
  }

  hide(): void {
    this.showSoon.cancel();
    this.element.hidden = true;
  }

  private show(): void {
    const text = this.id === undefined ? undefined : this.describe(this.id);
    if (text === undefined) return;
    const { element, around } = this;
    element.textContent = text;
    element.hidden = false;
    const { x, y } = this.pointer;
    const left = Math.min(x + DISTANCE, around.clientWidth - element.offsetWidth - DISTANCE);
    const below = y + DISTANCE;
    const isRoomBelow = below + element.offsetHeight < around.clientHeight;
    element.style.left = `${Math.max(DISTANCE, left)}px`;
    element.style.top = `${isRoomBelow ? below : Math.max(0, y - element.offsetHeight - DISTANCE)}px`;
  }
}
