import * as vscode from 'vscode';
import { t } from './l10n.ts';
import { LANGUAGE_ID } from './language.ts';

const SMALLEST_INTERESTING_LAB = `network backend

container web {
  image nginx:1.27
  network backend
  publish 8080:80/tcp
}
container db { image postgres:17; network backend }

expect web can reach db on 5432/tcp
expect outside can reach host on 8080/tcp
expect outside cannot reach db
`;

async function showNewLab(content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: LANGUAGE_ID, content });
  await vscode.window.showTextDocument(document);
}

/** Opens an unsaved lab with a few statements to change. */
export async function createNewLab(): Promise<void> {
  await showNewLab(SMALLEST_INTERESTING_LAB);
}

interface Template extends vscode.QuickPickItem {
  /** Among the examples. */
  readonly file: string;
}

const templates: readonly Template[] = [
  {
    file: 'docker-networks.dnet',
    label: t('Docker networks'),
    detail: t('The default bridge, a network of your own, aliases, and the host, none and container modes'),
    iconPath: new vscode.ThemeIcon('mortar-board'),
  },
  {
    file: 'three-tier-app.dnet',
    label: t('Three tiers'),
    detail: t('A proxy, a shop with an API, and a database on an internal network'),
    iconPath: new vscode.ThemeIcon('layers'),
  },
  {
    file: 'reverse-proxy.dnet',
    label: t('Reverse proxy'),
    detail: t('Several sites behind one proxy, each on a network of its own'),
    iconPath: new vscode.ThemeIcon('globe'),
  },
  {
    file: 'classic-mistakes.dnet',
    label: t('Classic mistakes'),
    detail: t('What everybody gets wrong once, and what Docker says'),
    iconPath: new vscode.ThemeIcon('warning'),
  },
];

/** Of Node's extension host and of the web's. */
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };

async function textOf(file: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}

/**
 * Opens an unsaved copy of an example.
 * @param file the example; without it the user is asked
 */
export async function createLabFromTemplate(extensionUri: vscode.Uri, file?: string): Promise<void> {
  const chosen =
    templates.find((template) => template.file === file) ??
    (await vscode.window.showQuickPick(templates, {
      title: t('New Lab from Template'),
      placeHolder: t('Choose what the lab starts with'),
      matchOnDetail: true,
    }));
  if (chosen) await showNewLab(await textOf(vscode.Uri.joinPath(extensionUri, 'examples', chosen.file)));
}

/** The steps of the walkthrough, each of which has a lab and a picture of its name. */
const STEPS: readonly string[] = ['default-bridge', 'own-network', 'connect', 'aliases', 'modes', 'expectations'];

/** Opens an unsaved copy of the lab of a step of the walkthrough, and has the step ticked. */
export async function openWalkthroughLab(extensionUri: vscode.Uri, step: string): Promise<void> {
  if (!STEPS.includes(step)) return;
  await showNewLab(await textOf(vscode.Uri.joinPath(extensionUri, 'media', 'walkthrough', `${step}.dnet`)));
  await vscode.commands.executeCommand('setContext', `dnet.walkthrough.${step}`, true);
}
