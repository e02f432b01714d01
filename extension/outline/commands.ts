import * as vscode from 'vscode';
import type { BegunGesture, Hypothesis, TopologyNode } from '../../language-server/protocol.ts';
import { finishGesture } from '../editing/begun-gestures.ts';
import type { Gestures } from '../editing/gestures.ts';
import { networkOf, networksIn, type OutlineItem } from './outline.ts';

interface Tree {
  /** The items at the top, with all that they hold. */
  readonly items: readonly OutlineItem[];
  /** Selects in the editor what a node comes from. */
  reveal(node: TopologyNode): Promise<void>;
  /** Of what is selected, where a key and not a menu calls. */
  readonly selection: readonly OutlineItem[];
  /** Follows a packet from or to a node. */
  trace(which: 'from' | 'to', node: TopologyNode): Promise<void>;
  /** Tells what would break. */
  whatIf(hypothesis: Hypothesis): Promise<void>;
}

/** What a command begins on an item; undefined where it makes no sense there. */
type Begin = (item: OutlineItem, tree: Tree) => BegunGesture | undefined;

const onNewNetwork =
  (kind: 'attach' | 'connect'): Begin =>
  ({ node }, { items }) => ({ kind, container: node.label, networks: networksIn(items) });

const onOwnNetwork =
  (kind: 'detach' | 'disconnect'): Begin =>
  (item) => {
    const network = networkOf(item);
    return network === undefined
      ? undefined
      : { kind, container: item.node.label, networks: [{ label: network, details: [] }] };
  };

/** What statements declare, and can be renamed and removed. */
const REMOVABLE: Readonly<Partial<Record<TopologyNode['kind'], 'container' | 'network'>>> = {
  container: 'container',
  bridge: 'network',
  network: 'network',
};

const ON_ITEMS: Readonly<Record<string, Begin>> = {
  attach: onNewNetwork('attach'),
  detach: onOwnNetwork('detach'),
  connect: onNewNetwork('connect'),
  disconnect: onOwnNetwork('disconnect'),
  publish: ({ node }) => ({ kind: 'publish', container: node.label }),
  rename: ({ node: { kind, label, origin } }) =>
    origin !== undefined && REMOVABLE[kind] ? { kind: 'rename', name: label, origin } : undefined,
  remove: ({ node: { kind, label } }) =>
    REMOVABLE[kind] ? { kind: 'remove', what: REMOVABLE[kind], name: label } : undefined,
};

const ANYWHERE: Readonly<Record<string, (item: OutlineItem | undefined) => BegunGesture>> = {
  addContainer: (item) => {
    const network = item && networkOf(item);
    return { kind: 'add-container', ...(network === undefined ? {} : { network }) };
  },
  addNetwork: () => ({ kind: 'add-network' }),
};

/** The commands of the tree's context menu and title: what the mouse does there, the keyboard does too. */
export function registerOutlineCommands(gestures: Gestures, tree: Tree): vscode.Disposable {
  /** `all` are the selected items, where the one that the menu is of is among them. */
  const register = (name: string, run: (item: OutlineItem | undefined) => unknown, onAll = false) =>
    vscode.commands.registerCommand(
      `dnet.outline.${name}`,
      async (item?: OutlineItem, all?: readonly OutlineItem[]) => {
        const items = all ?? (item ? [item] : tree.selection);
        if (!onAll) return run(item ?? items[0]);
        for (const each of items) await run(each);
      },
    );
  const finish = (begun: BegunGesture | undefined) => begun && finishGesture(gestures, begun);
  return vscode.Disposable.from(
    register('reveal', (item) => item && tree.reveal(item.node)),
    register('traceFrom', (item) => item && tree.trace('from', item.node)),
    register('traceTo', (item) => item && tree.trace('to', item.node)),
    register('whatIfStopped', (item) => item && tree.whatIf({ kind: 'stop', container: item.node.label })),
    register('whatIfRemoved', (item) => item && tree.whatIf({ kind: 'removeNetwork', network: item.node.label })),
    ...Object.entries(ON_ITEMS).map(([name, begin]) =>
      register(name, (item) => item && finish(begin(item, tree)), name === 'remove'),
    ),
    ...Object.entries(ANYWHERE).map(([name, begin]) => register(name, (item) => finish(begin(item)))),
  );
}
