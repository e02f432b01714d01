import * as vscode from 'vscode';
import type { BegunGesture, NetworkChoice } from '../../language-server/protocol.ts';
import { t } from '../l10n.ts';
import type { Gestures } from './gestures.ts';

/** What came of a gesture; undefined where the user gave it up. */
type Outcome = Promise<{ readonly refused: string | undefined; readonly done: string } | undefined>;

type Finishers = {
  readonly [Kind in BegunGesture['kind']]: (
    gestures: Gestures,
    begun: Extract<BegunGesture, { readonly kind: Kind }>,
  ) => Outcome;
};

const FINISHERS: Finishers = {
  attach: onNetwork,
  detach: onNetwork,
  connect: onNetwork,
  disconnect: onNetwork,
  publish: async (gestures, { container }) => {
    const mapping = await vscode.window.showInputBox({
      title: t('Publish a port of {0}', container),
      prompt: t('As in docker run --publish: [host address:][host port:]port[/protocol]'),
      placeHolder: '8080:80/tcp',
    });
    if (!mapping) return undefined;
    const refused = await gestures.make({ kind: 'publish', container, mapping });
    return { refused, done: t('{0} publishes {1}.', container, mapping) };
  },
  'add-container': async (gestures, { network }) => {
    const name = await askName(t('Name of the new container'));
    if (!name) return undefined;
    const refused = await gestures.make({ kind: 'add-container', name, ...(network === undefined ? {} : { network }) });
    return { refused, done: t('{0} is added.', name) };
  },
  'add-network': async (gestures) => {
    const name = await askName(t('Name of the new network'));
    return name
      ? { refused: await gestures.make({ kind: 'add-network', name }), done: t('{0} is added.', name) }
      : undefined;
  },
  rename: async (gestures, { name, origin }) => {
    const newName = await askName(t('New name of {0}', name), name);
    if (!newName || newName === name) return undefined;
    const refused = await gestures.rename(origin, newName);
    return { refused, done: t('{0} is called {1} now.', name, newName) };
  },
  remove: async (gestures, { what, name }) => ({
    refused: await gestures.make({ kind: 'remove', what, name }),
    done: t('{0} is deleted. To undo it, undo in the editor.', name),
  }),
};

/**
 * Asks for what is missing, and writes the gesture down. Answers what to say of it, which a refusal says on the screen
 * as well; undefined where the user gave it up.
 */
export async function finishGesture(gestures: Gestures, begun: BegunGesture): Promise<string | undefined> {
  const finish = FINISHERS[begun.kind] as (gestures: Gestures, begun: BegunGesture) => Outcome;
  const outcome = await finish(gestures, begun);
  if (outcome?.refused !== undefined) void vscode.window.showWarningMessage(outcome.refused);
  return outcome && (outcome.refused ?? outcome.done);
}

async function onNetwork(
  gestures: Gestures,
  { kind, container, networks }: Extract<BegunGesture, { readonly networks: unknown }>,
): Outcome {
  const isOn = kind === 'attach' || kind === 'connect';
  const network = await choose(networks, NETWORK_TITLES[kind](container));
  if (network === undefined) return undefined;
  return {
    refused: await gestures.make({ kind, container, network }),
    done: isOn ? t('{0} is on {1}.', container, network) : t('{0} is off {1}.', container, network),
  };
}

const NETWORK_TITLES = {
  attach: (container: string) => t('Connect {0} to a network', container),
  detach: (container: string) => t('Disconnect {0} from a network', container),
  connect: (container: string) => t('Connect {0} while it runs', container),
  disconnect: (container: string) => t('Disconnect {0} while it runs', container),
};

async function choose(networks: readonly NetworkChoice[], title: string): Promise<string | undefined> {
  if (networks.length === 1) return networks[0]!.label;
  const items = networks.map(({ label, details }) => ({ label, description: details.join(' · ') }));
  return (await vscode.window.showQuickPick(items, { title }))?.label;
}

const askName = (title: string, value = ''): Thenable<string | undefined> =>
  vscode.window.showInputBox({ title, value });
