/** What can be done in the picture: by its keys, and from the menu of a node or edge. */
import { t, translatable } from '../language-server/l10n.ts';
import type { MenuItem } from './context-menu.ts';
import type { EditName } from './editing/gestures.ts';
import type { KeyCommand } from './keys.ts';
import type { Direction } from './navigate.ts';

/** Everything that a key or an entry of a menu does. */
export interface Actions {
  walk(direction: Direction): void;
  /** Goes through the cables of what is selected. */
  nextCable(): void;
  goToFirst(): void;
  goToLast(): void;
  /** Shows the details and the source. */
  activate(id: string): void;
  toggleDetails(): void;
  openDetails(id: string): void;
  showSource(id: string): void;
  trace(which: 'from' | 'to', id: string): void;
  /** "What breaks if it stops?", for what can stop or go. */
  whatIf(id: string): MenuItem | undefined;
  /** Of a node or edge, or of the picture. */
  openMenu(id: string | undefined): void;
  find(): void;
  isNetwork(id: string): boolean;
  toggleCollapsed(network: string): void;
  toggleLevel(): void;
  toggleFilter(): void;
  /** In the file. */
  goStep(by: 1 | -1): void;
  togglePlaying(): void;
  toggleFollowing(): void;
  zoomBy(direction: 1 | -1): void;
  fit(): void;
  /** Those that make sense on a node or edge, or on nothing. */
  editsOn(id: string | undefined): readonly EditName[];
  edit(name: EditName, id: string | undefined): void;
  /** By a step. */
  move(direction: Direction, id: string): void;
  resetPositions(): void;
  copyImage(): Promise<void>;
  /** To a file: the extension asks of what kind, and where. */
  export(): void;
  escape(): void;
  openHelp(): void;
}

interface EditCommand {
  readonly keys: readonly string[];
  readonly label: string;
  /** Those of a group stand together in the menu. */
  readonly group: 'networks' | 'add' | 'name';
}

/** In the order of the menu. */
const EDITS: Readonly<Record<EditName, EditCommand>> = {
  attach: { keys: ['n'], label: translatable('Connect to a network…'), group: 'networks' },
  detach: { keys: ['x'], label: translatable('Disconnect from a network…'), group: 'networks' },
  connect: { keys: [], label: translatable('Connect while running…'), group: 'networks' },
  disconnect: { keys: [], label: translatable('Disconnect while running…'), group: 'networks' },
  publish: { keys: ['p'], label: translatable('Publish a port…'), group: 'networks' },
  addContainer: { keys: ['a'], label: translatable('Add a container…'), group: 'add' },
  addNetwork: { keys: ['A'], label: translatable('Add a network…'), group: 'add' },
  rename: { keys: ['r', 'F2'], label: translatable('Rename…'), group: 'name' },
  remove: { keys: ['Delete'], label: translatable('Delete'), group: 'name' },
};

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/** In the order in which the list of keys tells them. */
export function keyCommands(actions: Actions, selected: () => string | undefined): readonly KeyCommand[] {
  const onSelected = (run: (id: string) => void) => () => {
    const id = selected();
    if (id !== undefined) run(id);
  };
  const edits = (Object.entries(EDITS) as [EditName, EditCommand][]).filter(([, { keys }]) => keys.length > 0);
  return [
    {
      keys: ['ArrowUp', 'ArrowDown'],
      label: t`Along the cables, into boxes and out of them`,
      run: (key) => actions.walk(ARROWS[key]!),
    },
    {
      keys: ['ArrowLeft', 'ArrowRight'],
      label: t`To the next of its kind`,
      run: (key) => actions.walk(ARROWS[key]!),
    },
    { keys: ['k'], label: t`To the next cable of what is selected`, run: () => actions.nextCable() },
    { keys: ['Home'], label: t`First node`, run: () => actions.goToFirst() },
    { keys: ['End'], label: t`Last node`, run: () => actions.goToLast() },
    { keys: ['Enter'], label: t`Show details and source`, run: onSelected((id) => actions.activate(id)) },
    { keys: ['i'], label: t`Details on or off`, run: () => actions.toggleDetails() },
    { keys: ['t'], label: t`Trace from here`, run: onSelected((id) => actions.trace('from', id)) },
    { keys: ['T'], label: t`Trace to here`, run: onSelected((id) => actions.trace('to', id)) },
    { keys: ['ContextMenu', 'm'], label: t`Actions`, run: () => actions.openMenu(selected()) },
    {
      keys: Object.keys(ARROWS).map((key) => `Shift+${key}`),
      label: t`Move what is selected`,
      run: (key) => onSelected((id) => actions.move(ARROWS[key.slice('Shift+'.length)]!, id))(),
    },
    ...edits.map(([name, { keys, label }]) => ({ keys, label: t(label), run: () => actions.edit(name, selected()) })),
    { keys: ['y'], label: t`Copy as image`, run: () => void actions.copyImage() },
    { keys: ['e'], label: t`Export`, run: () => actions.export() },
    { keys: ['/'], label: t`Find`, run: () => actions.find() },
    {
      keys: ['c'],
      label: t`Collapse or expand the network`,
      run: onSelected((id) => actions.isNetwork(id) && actions.toggleCollapsed(id)),
    },
    { keys: ['l'], label: t`Logical or physical level`, run: () => actions.toggleLevel() },
    { keys: ['F'], label: t`Filter`, run: () => actions.toggleFilter() },
    { keys: ['['], label: t`A step back in the file`, run: () => actions.goStep(-1) },
    { keys: [']'], label: t`A step forward in the file`, run: () => actions.goStep(1) },
    { keys: [' '], label: t`Play or pause the steps`, run: () => actions.togglePlaying() },
    { keys: ['f'], label: t`Follow the cursor, or not`, run: () => actions.toggleFollowing() },
    { keys: ['+'], label: t`Zoom in`, run: () => actions.zoomBy(1) },
    { keys: ['-'], label: t`Zoom out`, run: () => actions.zoomBy(-1) },
    { keys: ['0'], label: t`Show everything`, run: () => actions.fit() },
    { keys: ['Escape'], label: t`Clear the selection, then the trace`, run: () => actions.escape() },
    { keys: ['?'], label: t`This list`, run: () => actions.openHelp() },
  ];
}

/** The menu of a node or edge, or of the picture, in groups. */
export function menuItems(actions: Actions, id: string | undefined): readonly (readonly MenuItem[])[] {
  const possible = actions.editsOn(id);
  const edits = (['networks', 'add', 'name'] as const).map((group) =>
    possible
      .filter((name) => EDITS[name].group === group)
      .map((name) => ({ label: t(EDITS[name].label), run: () => actions.edit(name, id) })),
  );
  if (id === undefined) {
    return [
      ...edits,
      [
        { label: t`Show everything`, run: () => actions.fit() },
        { label: t`Reset positions`, run: () => actions.resetPositions() },
      ],
      [
        { label: t`Copy as image`, run: () => void actions.copyImage() },
        { label: t`Export…`, run: () => actions.export() },
      ],
    ];
  }
  const whatIf = actions.whatIf(id);
  return [
    [
      { label: t`Show details`, run: () => actions.openDetails(id) },
      { label: t`Go to source`, run: () => actions.showSource(id) },
      ...(actions.isNetwork(id) ? [{ label: t`Collapse or expand`, run: () => actions.toggleCollapsed(id) }] : []),
    ],
    [
      { label: t`Trace from here`, run: () => actions.trace('from', id) },
      { label: t`Trace to here`, run: () => actions.trace('to', id) },
      ...(whatIf ? [whatIf] : []),
    ],
    ...edits,
  ];
}
