/** The menu of a node or edge. */
import { t } from '../language-server/l10n.ts';
import { make, textButton } from './dom.ts';

export interface MenuItem {
  readonly label: string;
  readonly run: () => void;
}

export class ContextMenu {
  readonly element = make('div', { id: 'menu', role: 'menu', 'aria-label': t`Actions` });

  constructor(private readonly closed: () => void) {
    this.element.hidden = true;
    this.element.addEventListener('keydown', (event) => this.keyDown(event));
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      if (!this.element.contains(relatedTarget as Node | null)) this.element.hidden = true;
    });
  }

  /** At a place relative to what the menu lies in; a line between groups. */
  open(groups: readonly (readonly MenuItem[])[], { x, y }: { readonly x: number; readonly y: number }): void {
    const { element } = this;
    const choose = (item: MenuItem) => () => {
      this.close();
      item.run();
    };
    element.replaceChildren(
      ...groups
        .filter((items) => items.length > 0)
        .flatMap((items, i) => [
          ...(i > 0 ? [make('hr', {})] : []),
          ...items.map((item) => textButton(item.label, choose(item), { role: 'menuitem', tabindex: '-1' })),
        ]),
    );
    element.hidden = false;
    const around = element.parentElement!;
    element.style.left = `${Math.max(0, Math.min(x, around.clientWidth - element.offsetWidth - 4))}px`;
    element.style.top = `${Math.max(0, Math.min(y, around.clientHeight - element.offsetHeight - 4))}px`;
    this.focus(0);
  }

  close(): void {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.closed();
  }

  private get items(): HTMLElement[] {
    return [...this.element.querySelectorAll('button')];
  }

  private focus(index: number): void {
    this.items.at(index % this.items.length)?.focus();
  }

  private keyDown(event: KeyboardEvent): void {
    const at = this.items.indexOf(document.activeElement as HTMLElement);
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => this.focus(at + 1),
      ArrowUp: () => this.focus(at - 1),
      Home: () => this.focus(0),
      End: () => this.focus(-1),
      Escape: () => this.close(),
      Tab: () => this.close(),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  }
}
