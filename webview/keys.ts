/** Keys of the picture: one table for what they do and for the list that tells of them. */
import { t, translatable } from '../language-server/l10n.ts';
export interface KeyCommand {
  /** As `KeyboardEvent.key` names them, arrows with Shift as `Shift+ArrowUp`. */
  readonly keys: readonly string[];
  readonly label: string;
  readonly run: (key: string) => void;
}

/** A handler of `keydown` that knows the commands; keys with a modifier are the editor's. */
export function keyHandler(commands: readonly KeyCommand[]): (event: KeyboardEvent) => void {
  const byKey = new Map(commands.flatMap((command) => command.keys.map((key) => [key, command] as const)));
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.shiftKey && event.key.startsWith('Arrow') ? `Shift+${event.key}` : event.key;
    const command = byKey.get(key);
    if (command === undefined) return;
    event.preventDefault();
    command.run(key);
  };
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  ContextMenu: translatable('Menu key'),
  Escape: 'Esc',
  ' ': translatable('Space'),
};

export const keyName = (key: string): string => {
  const shift = key.startsWith('Shift+') ? 'Shift+' : '';
  const name = key.slice(shift.length);
  const written = NAMES[name];
  return `${shift}${written === undefined ? name : t(written)}`;
};
