import * as vscode from 'vscode';
import type { DiagramFormat, PictureColours, PictureFormat } from '../../language-server/protocol.ts';
import { t } from '../l10n.ts';
import { basename, type TopologyFeed } from '../topology/feed.ts';
import type { FollowedLab } from '../topology/followed-lab.ts';
import type { PicturePage, PicturePages } from './pages.ts';

export const EXPORT_COMMAND = 'dnet.exportTopology';

type Format = PictureFormat | DiagramFormat;

/** What a key binding, a task or another extension may say beforehand, so that nobody is asked. */
export interface ExportOptions {
  readonly format?: Format;
  readonly colours?: PictureColours;
  readonly target?: vscode.Uri;
}

interface Kind {
  readonly name: string;
  readonly extension: string;
  readonly what: string;
}

const KINDS = (): Readonly<Record<Format, Kind>> => ({
  svg: { name: 'SVG', extension: 'svg', what: t('A picture that is sharp at every size') },
  png: { name: 'PNG', extension: 'png', what: t('A picture of dots, twice as large as on the screen') },
  drawio: { name: 'draw.io', extension: 'drawio', what: t('Boxes and cables to go on with') },
  mermaid: { name: 'Mermaid', extension: 'mmd', what: t('Text for Markdown') },
  dot: { name: 'DOT', extension: 'dot', what: t('Text for Graphviz') },
});

const isDiagram = (format: Format): format is DiagramFormat => format === 'mermaid' || format === 'dot';

/** Files and images of the topology, in the state in which it is on the screen. */
export class TopologyExport {
  readonly #feed: TopologyFeed;
  readonly #lab: FollowedLab;
  readonly #pages: PicturePages;
  /** Brings the topology onto the screen. */
  readonly #show: () => Promise<void>;

  constructor(feed: TopologyFeed, lab: FollowedLab, pages: PicturePages, show: () => Promise<void>) {
    this.#feed = feed;
    this.#lab = lab;
    this.#pages = pages;
    this.#show = show;
  }

  /** Asks for what is not said, and writes the file. */
  async export(resource?: vscode.Uri, { format, colours, target }: ExportOptions = {}): Promise<void> {
    const lab = await this.#labOf(resource);
    if (!lab) return;
    const chosen = format ?? (await askFormat());
    if (!chosen) return;
    const tinted = isDiagram(chosen) ? 'theme' : (colours ?? (await askColours()));
    if (!tinted) return;
    const file = target ?? (await askTarget(lab, KINDS()[chosen]));
    if (!file) return;
    const content = await this.#contentOf(chosen, tinted);
    if (content === undefined) {
      void vscode.window.showErrorMessage(t('The topology of {0} could not be drawn.', basename(lab)));
      return;
    }
    try {
      await vscode.workspace.fs.writeFile(file, content);
    } catch (reason) {
      void vscode.window.showErrorMessage(reason instanceof Error ? reason.message : String(reason));
      return;
    }
    void offerToOpen(file);
  }

  /** Puts the picture into the clipboard, as it is on the screen. */
  async copy(resource?: vscode.Uri): Promise<void> {
    if (!(await this.#labOf(resource))) return;
    const page = await this.#page();
    page?.focus();
    page?.copy();
  }

  /** The file that was chosen, or else the lab that the topology follows. */
  async #labOf(resource: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
    // The title of a webview's tab calls the tab itself a resource.
    if (resource && resource.scheme !== 'webview-panel') await this.#lab.open(resource);
    const { document } = this.#lab;
    if (!document) void vscode.window.showInformationMessage(t('Open a lab (.dnet) to see its topology.'));
    return document?.uri;
  }

  async #contentOf(format: Format, colours: PictureColours): Promise<Uint8Array | undefined> {
    const { uri } = this.#feed;
    if (uri === undefined) return undefined;
    const content = isDiagram(format)
      ? await this.#feed.ask(uri, 'export', { format })
      : await (await this.#page())?.draw(format, colours);
    if (typeof content !== 'string') return undefined;
    return format === 'png'
      ? Uint8Array.from(atob(content), (each) => each.charCodeAt(0))
      : new TextEncoder().encode(content);
  }

  /** The page that the topology is drawn on; where there is none it is brought onto the screen. */
  async #page(): Promise<PicturePage | undefined> {
    const { uri } = this.#feed;
    if (uri === undefined) return undefined;
    if (!this.#pages.showing(uri)) await this.#show();
    return this.#pages.awaited(uri);
  }
}

async function askFormat(): Promise<Format | undefined> {
  const items = Object.entries(KINDS()).map(([format, { name, extension, what }]) => ({
    format: format as Format,
    label: name,
    description: `.${extension}`,
    detail: what,
  }));
  const title = t('Export Topology');
  return (await vscode.window.showQuickPick(items, { title, placeHolder: t('Kind of file') }))?.format;
}

async function askColours(): Promise<PictureColours | undefined> {
  const items: readonly (vscode.QuickPickItem & { colours: PictureColours })[] = [
    { colours: 'theme', label: t('As on the screen'), detail: t('The colours of the theme') },
    { colours: 'print', label: t('For print'), detail: t('Dark on white') },
  ];
  const title = t('Export Topology');
  return (await vscode.window.showQuickPick(items, { title, placeHolder: t('Colours') }))?.colours;
}

function askTarget(lab: vscode.Uri, { name, extension }: Kind): Thenable<vscode.Uri | undefined> {
  const defaultUri = lab.with({ path: `${lab.path.replace(/\.dnet$/, '')}.${extension}` });
  return vscode.window.showSaveDialog({
    defaultUri,
    filters: { [name]: [extension] },
    title: t('Export Topology'),
  });
}

async function offerToOpen(file: vscode.Uri): Promise<void> {
  const open = t('Open');
  const said = t('The topology is in {0}.', basename(file));
  if ((await vscode.window.showInformationMessage(said, open)) === open)
    await vscode.commands.executeCommand('vscode.open', file);
}
