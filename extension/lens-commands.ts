/** What a click on a code lens does: places are shown beside the text, and traces as documents to read. */
import * as vscode from 'vscode';
import type { SourceRange, TraceDocumentRequest } from '../language-server/protocol.ts';
import { t } from './l10n.ts';
import type { LanguageServer } from './language-server.ts';

/** Told to the language server, which names commands only where they are carried out. */
export const CLIENT_COMMANDS = ['dnet.showReferences', 'dnet.showTrace', 'editor.action.triggerSuggest'];

type Position = SourceRange['start'];

interface Location {
  readonly uri: string;
  readonly range: SourceRange;
}

const positionOf = ({ line, character }: Position) => new vscode.Position(line, character);

const SCHEME = 'dnet-trace';
const TRACE: TraceDocumentRequest['method'] = 'dnet/traceDocument';

export function registerLensCommands(server: LanguageServer): vscode.Disposable {
  const traces = new TraceDocuments(server);
  return vscode.Disposable.from(
    traces,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, traces),
    vscode.commands.registerCommand('dnet.showTrace', (uri?: string, position?: Position) =>
      traces.show(uri, position),
    ),
    vscode.commands.registerCommand('dnet.showReferences', (uri: string, position: Position, locations: Location[]) =>
      vscode.commands.executeCommand(
        'editor.action.showReferences',
        vscode.Uri.parse(uri),
        positionOf(position),
        locations.map(
          ({ uri, range: { start, end } }) =>
            new vscode.Location(vscode.Uri.parse(uri), new vscode.Range(positionOf(start), positionOf(end))),
        ),
      ),
    ),
  );
}

/** One read-only document for each expectation that was asked about. It follows its lab. */
class TraceDocuments implements vscode.TextDocumentContentProvider {
  readonly #server: LanguageServer;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #follow: vscode.Disposable;
  readonly onDidChange = this.#changed.event;

  constructor(server: LanguageServer) {
    this.#server = server;
    this.#follow = vscode.workspace.onDidChangeTextDocument(({ document }) => {
      const lab = document.uri.toString();
      for (const { uri } of vscode.workspace.textDocuments) {
        if (uri.scheme === SCHEME && read(uri).textDocument.uri === lab) this.#changed.fire(uri);
      }
    });
  }

  /** Without arguments, the expectation at the cursor. */
  async show(uri?: string, position?: Position): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const lab = uri ?? editor?.document.uri.toString();
    const at = position ?? editor?.selection.active;
    if (lab === undefined || !at) return;
    const params = { textDocument: { uri: lab }, position: { line: at.line, character: at.character } };
    const found = await this.#ask(params);
    if (!found) {
      void vscode.window.showInformationMessage(t('Put the cursor on an `expect` line to trace its packets.'));
      return;
    }
    const name = found.title.replaceAll('/', '∕');
    const document = vscode.Uri.from({ scheme: SCHEME, path: `/${name}.md`, query: JSON.stringify(params) });
    await vscode.commands.executeCommand('markdown.showPreviewToSide', document);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    return (await this.#ask(read(uri)))?.markdown ?? t('The expectation is no longer there.');
  }

  dispose(): void {
    this.#follow.dispose();
    this.#changed.dispose();
  }

  #ask(params: TraceDocumentRequest['params']): Promise<TraceDocumentRequest['result']> {
    return this.#server.sendRequest<TraceDocumentRequest['result']>(TRACE, params);
  }
}

function read(uri: vscode.Uri): TraceDocumentRequest['params'] {
  return JSON.parse(uri.query) as TraceDocumentRequest['params'];
}
