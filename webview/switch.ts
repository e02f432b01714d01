/** A button that is on or off. */
import { iconButton } from './dom.ts';

export class Switch {
  readonly element: HTMLButtonElement;
  private on = false;

  /** @param toggled is told when the reader turns it on or off */
  constructor(
    label: string,
    icon: string,
    private readonly toggled: (on: boolean) => void,
  ) {
    this.element = iconButton(label, icon, () => this.toggle());
    this.element.setAttribute('aria-pressed', 'false');
  }

  get isOn(): boolean {
    return this.on;
  }

  set(on: boolean): void {
    this.on = on;
    this.element.setAttribute('aria-pressed', String(on));
  }

  toggle(): void {
    this.set(!this.on);
    this.toggled(this.on);
  }
}
