import * as vscode from 'vscode';
import type { Hypothesis, TopologyNode } from '../../language-server/protocol.ts';
import type { Gestures } from './gestures.ts';
import { networkOf, networksIn, type OutlineItem } from './outline.ts';

interface Tree {
  /** The items at the top, with all that they hold. */
  readonly items: readonly OutlineItem[];
  /** Selects a node's source in the editor. */
  reveal(node: TopologyNode): Promise<void>;
  /** Tells what would break. */
  whatIf(hypothesis: Hypothesis): Promise<void>;
}

/** The commands of the tree's context menu and title: what the mouse does there, the keyboard does too. */
export function registerOutlineCommands(gestures: Gestures, tree: Tree): vscode.Disposable {
  const onNetwork = (kind: 'attach' | 'connect', title: (container: string) => string) => async (item: OutlineItem) => {
    const container = item.node.label;
    const network = await pickNetwork(tree.items, title(container));
    if (network !== undefined) await gestures.make({ kind, container, network });
  };
  const onItems: Readonly<Record<string, (item: OutlineItem) => Promise<void>>> = {
    reveal: ({ node }) => tree.reveal(node),
    rename: async ({ node }) => {
      await tree.reveal(node);
      await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
      await vscode.commands.executeCommand('editor.action.rename');
    },
    attach: onNetwork('attach', (container) => vscode.l10n.t('Put {0} on a network', container)),
    connect: onNetwork('connect', (container) => vscode.l10n.t('Connect {0} while it runs', container)),
    disconnect: async (item) => {
      const network = networkOf(item);
      if (network !== undefined) await gestures.make({ kind: 'disconnect', container: item.node.label, network });
    },
    publish: async ({ node }) => {
      const mapping = await vscode.window.showInputBox({
        title: vscode.l10n.t('Publish a port of {0}', node.label),
        prompt: vscode.l10n.t('As in docker run --publish: [host address:][host port:]port[/protocol]'),
        placeHolder: '8080:80/tcp',
      });
      if (mapping) await gestures.make({ kind: 'publish', container: node.label, mapping });
    },
    whatIfStopped: ({ node }) => tree.whatIf({ kind: 'stop', container: node.label }),
    whatIfRemoved: ({ node }) => tree.whatIf({ kind: 'removeNetwork', network: node.label }),
    remove: async ({ node: { kind, label: name } }) => {
      await gestures.make({ kind: 'remove', what: kind === 'container' ? 'container' : 'network', name });
    },
  };
  const anywhere: Readonly<Record<string, (item?: OutlineItem) => Promise<void>>> = {
    addContainer: async (item) => {
      const name = await askName(vscode.l10n.t('Name of the new container'));
      const network = item && networkOf(item);
      if (name) await gestures.make({ kind: 'add-container', name, ...(network === undefined ? {} : { network }) });
    },
    addNetwork: async () => {
      const name = await askName(vscode.l10n.t('Name of the new network'));
      if (name) await gestures.make({ kind: 'add-network', name });
    },
  };
  return vscode.Disposable.from(
    ...Object.entries(onItems).map(([name, run]) =>
      vscode.commands.registerCommand(`dnet.outline.${name}`, (item?: OutlineItem) => item && run(item)),
    ),
    ...Object.entries(anywhere).map(([name, run]) =>
      vscode.commands.registerCommand(`dnet.outline.${name}`, (item?: OutlineItem) => run(item)),
    ),
  );
}

const askName = (title: string): Thenable<string | undefined> => vscode.window.showInputBox({ title });

async function pickNetwork(items: readonly OutlineItem[], title: string): Promise<string | undefined> {
  const networks = networksIn(items).map(({ label, details }) => ({ label, description: details.join(' · ') }));
  return (await vscode.window.showQuickPick(networks, { title }))?.label;
}
