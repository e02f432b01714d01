import * as vscode from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { compareTexts, isLab } from './compare.ts';
import { committedText } from './git.ts';

/** So long nobody types, in milliseconds; more where the last answer took long. */
const IDLE = 600;
const PATIENCE = 4;

/**
 * What the edits since the last saved or the last committed text change about who can talk to whom: at the end of the
 * line that was edited last, while there is something to tell.
 */
export class EditChanges implements vscode.Disposable {
  readonly #client: BaseLanguageClient;
  readonly #subscriptions: vscode.Disposable;
  readonly #decoration = vscode.window.createTextEditorDecorationType({
    after: { margin: '0 0 0 3em', color: new vscode.ThemeColor('editorCodeLens.foreground') },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen,
  });
  #timer: ReturnType<typeof setTimeout> | undefined;
  #request = new vscode.CancellationTokenSource();
  /** How long the last answer took, in milliseconds. */
  #took = 0;

  constructor(client: BaseLanguageClient) {
    this.#client = client;
    this.#subscriptions = vscode.Disposable.from(
      this.#decoration,
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const last = contentChanges.at(-1);
        if (last && isLab(document)) this.#edited(document, last);
      }),
      vscode.workspace.onDidSaveTextDocument((document) => {
        if (isLab(document) && baselineOf(document) === 'saved') this.#clear(document);
      }),
    );
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#request.cancel();
    this.#subscriptions.dispose();
  }

  #edited(document: vscode.TextDocument, { range, text }: vscode.TextDocumentContentChangeEvent): void {
    clearTimeout(this.#timer);
    this.#request.cancel();
    // What was said of an earlier text is out of date at once.
    this.#clear(document);
    if (baselineOf(document) === 'off') return;
    const line = range.start.line + text.split('\n').length - 1;
    this.#timer = setTimeout(() => this.#tell(document, line), Math.max(IDLE, this.#took * PATIENCE));
  }

  async #tell(document: vscode.TextDocument, line: number): Promise<void> {
    if (this.#client.state !== State.Running || document.isClosed) return;
    const before = await baselineText(document);
    if (before === undefined || before === document.getText()) return;
    const { version } = document;
    this.#request = new vscode.CancellationTokenSource();
    const { token } = this.#request;
    const uri = this.#client.code2ProtocolConverter.asUri(document.uri);
    const start = Date.now();
    try {
      const compared = await compareTexts(this.#client, { uri, text: before }, { uri }, token);
      this.#took = Date.now() - start;
      if (!compared?.summary || token.isCancellationRequested || document.version !== version) return;
      this.#show(document, line, compared.summary, compared.markdown);
    } catch (error) {
      if (!token.isCancellationRequested) this.#client.warn(`dnet/reachability/compare: ${error}`);
    }
  }

  #show(document: vscode.TextDocument, line: number, summary: string, markdown: string): void {
    const { range } = document.lineAt(Math.min(line, document.lineCount - 1));
    const text =
      baselineOf(document) === 'committed'
        ? vscode.l10n.t('since the last commit: {0}', summary)
        : vscode.l10n.t('this edit {0}', summary);
    const options: vscode.DecorationOptions = {
      range: new vscode.Range(range.end, range.end),
      hoverMessage: new vscode.MarkdownString(markdown),
      renderOptions: { after: { contentText: text } },
    };
    for (const editor of editorsOf(document)) editor.setDecorations(this.#decoration, [options]);
  }

  #clear(document: vscode.TextDocument): void {
    for (const editor of editorsOf(document)) editor.setDecorations(this.#decoration, []);
  }
}

type Baseline = 'saved' | 'committed' | 'off';

const baselineOf = (document: vscode.TextDocument): Baseline =>
  vscode.workspace.getConfiguration('dnet.reachability', document).get<Baseline>('compareEditsWith', 'saved');

/** The text that edits are compared with; undefined where there is none yet. */
async function baselineText(document: vscode.TextDocument): Promise<string | undefined> {
  if (baselineOf(document) === 'committed') {
    const committed = await committedText(document.uri);
    if (committed !== undefined) return committed;
  }
  if (document.isUntitled) return undefined;
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(document.uri));
  } catch {
    return undefined;
  }
}

const editorsOf = (document: vscode.TextDocument): readonly vscode.TextEditor[] =>
  vscode.window.visibleTextEditors.filter((editor) => editor.document === document);
