/** The list of keys. */
import { t } from '../../language-server/l10n.ts';
import { iconButton, make } from '../dom.ts';
import { ICONS } from '../icon-paths.ts';
import { type KeyCommand, keyName } from '../keys.ts';

export class HelpDialog {
  readonly element: HTMLDialogElement;

  constructor(commands: readonly KeyCommand[]) {
    const rows = commands.flatMap(({ keys, label }) => [
      make('dt', {}, ...keys.flatMap((key, i) => [i > 0 ? ' ' : undefined, make('kbd', {}, keyName(key))])),
      make('dd', {}, label),
    ]);
    this.element = make(
      'dialog',
      { id: 'help', 'aria-labelledby': 'help-title' },
      make(
        'header',
        {},
        make('h2', { id: 'help-title' }, t`Keys`),
        iconButton(t`Close`, ICONS.close, () => this.element.close()),
      ),
      make('dl', {}, ...rows),
    );
  }

  open(): void {
    this.element.showModal();
  }
}
