/** Finds things in the picture: all are set off, Enter goes from one to the next. */
import { t } from '../../language-server/l10n.ts';
import { iconButton, make } from '../dom.ts';
import { ICONS } from '../icon-paths.ts';
import type { ViewContext } from '../view-context.ts';
import { matchesOf } from './matches.ts';

export class SearchBox {
  readonly element = make('search', { id: 'search' });
  private readonly input = make('input', {
    type: 'search',
    id: 'search-input',
    placeholder: t`Find name, address, driver, status (/)`,
    'aria-label': t`Find in the picture`,
    spellcheck: 'false',
  });
  private readonly count = make('output', { for: 'search-input' });
  private readonly previous = iconButton(t`Previous match`, ICONS.back, () => this.go(-1));
  private readonly next = iconButton(t`Next match`, ICONS.forward, () => this.go(1));
  private found: readonly string[] = [];
  private at = -1;

  constructor(
    private readonly stage: ViewContext,
    private readonly left: () => void,
  ) {
    this.element.append(this.input, this.previous, this.next, this.count);
    this.describe();
    this.input.addEventListener('input', () => {
      this.at = -1;
      this.refresh();
    });
    this.input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.go(event.shiftKey ? -1 : 1);
      else if (event.key === 'Escape') this.clear();
      else return;
      event.preventDefault();
    });
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  /** After the picture has changed. */
  refresh(): void {
    const query = this.input.value;
    const current = this.found[this.at];
    this.found = matchesOf(this.stage.picture.graph, this.stage.wholeGraph(), query);
    this.at = current === undefined ? -1 : this.found.indexOf(current);
    this.stage.picture.emphasis.mark('match', this.found);
    this.stage.picture.emphasis.fadeFor('search', this.found.length > 0);
    this.describe();
  }

  private clear(): void {
    this.input.value = '';
    this.at = -1;
    this.refresh();
    this.left();
  }

  private go(by: 1 | -1): void {
    if (this.found.length === 0) return;
    this.at = (this.at + by + this.found.length) % this.found.length;
    this.describe();
    this.stage.goTo(this.found[this.at]!);
  }

  private describe(): void {
    const total = this.found.length;
    const isIdle = this.input.value.trim() === '';
    this.element.classList.toggle('idle', isIdle);
    for (const button of [this.previous, this.next]) button.disabled = total === 0;
    const where = this.at < 0 ? t`${total} found` : t`${this.at + 1} of ${total}`;
    this.count.textContent = isIdle ? '' : total === 0 ? t`nothing found` : where;
  }
}
