import * as vscode from 'vscode';
import { t } from '../l10n.ts';
import { isLab } from '../language.ts';
import type { LanguageServer } from '../language-server.ts';
import { compareTexts } from './compare.ts';
import { type Compared, EditWatch } from './edit-watch.ts';
import { committedText } from './git.ts';

/**
 * What the edits since the last saved or the last committed text change about who can talk to whom: at the end of the
 * line that was edited last, while there is something to tell.
 */
export class EditChanges implements vscode.Disposable {
  readonly #server: LanguageServer;
  readonly #subscriptions: vscode.Disposable;
  readonly #decoration = vscode.window.createTextEditorDecorationType({
    after: { margin: '0 0 0 3em', color: new vscode.ThemeColor('editorCodeLens.foreground') },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen,
  });
  readonly #watch: EditWatch<vscode.TextDocument>;
  /** Texts as they were opened, or last saved by the user: auto save would leave nothing to compare. */
  readonly #saved = new WeakMap<vscode.TextDocument, string>();
  readonly #savedByUser = new WeakSet<vscode.TextDocument>();
  /** Versions. */
  readonly #autoSaved = new WeakMap<vscode.TextDocument, number>();

  constructor(server: LanguageServer) {
    this.#server = server;
    this.#watch = new EditWatch({
      isWatched: (document) => baselineOf(document) !== 'off',
      baselineText: (document) => this.#baselineText(document),
      compare: (document, before, signal) => this.#compare(document, before, signal),
      show: (document, line, summary, markdown) => this.#show(document, line, summary, markdown),
      clear: (document) => this.#clear(document),
      failed: (error) => server.warn(`dnet/reachability/compare: ${error}`),
    });
    this.#subscriptions = vscode.Disposable.from(
      this.#decoration,
      vscode.workspace.onDidOpenTextDocument((document) => this.#opened(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const last = contentChanges.at(-1);
        if (last && isLab(document))
          this.#watch.edited(document, last.range.start.line + last.text.split('\n').length - 1);
      }),
      vscode.workspace.onWillSaveTextDocument(({ document, reason }) => {
        if (reason === vscode.TextDocumentSaveReason.Manual) this.#savedByUser.add(document);
      }),
      vscode.workspace.onDidSaveTextDocument((document) => {
        if (!isLab(document)) return;
        if (this.#savedByUser.delete(document)) this.#begin(document);
        else this.#autoSaved.set(document, document.version);
      }),
    );
    for (const document of vscode.workspace.textDocuments) this.#opened(document);
  }

  dispose(): void {
    this.#watch.stop();
    this.#subscriptions.dispose();
  }

  #opened(document: vscode.TextDocument): void {
    if (isLab(document) && !document.isDirty && !document.isUntitled) this.#saved.set(document, document.getText());
  }

  /** From here on edits are compared with this text. */
  #begin(document: vscode.TextDocument): void {
    this.#opened(document);
    if (baselineOf(document) !== 'saved') return;
    this.#watch.stop();
    this.#clear(document);
  }

  /** The text that edits are compared with; undefined where there is none yet. */
  async #baselineText(document: vscode.TextDocument): Promise<string | undefined> {
    // What is as on the disk without having been saved was read from there: nobody has edited it.
    if (!document.isDirty && this.#autoSaved.get(document) !== document.version) this.#opened(document);
    const committed = baselineOf(document) === 'committed' ? await committedText(document.uri) : undefined;
    return committed ?? this.#saved.get(document) ?? savedText(document);
  }

  async #compare(document: vscode.TextDocument, before: string, signal: AbortSignal): Promise<Compared | null> {
    // While it starts, the question waits.
    if (this.#server.state === 'stopped') return null;
    const source = new vscode.CancellationTokenSource();
    signal.addEventListener('abort', () => source.cancel());
    const uri = document.uri.toString();
    return compareTexts(this.#server, { uri, text: before }, { uri }, source.token);
  }

  #show(document: vscode.TextDocument, line: number, summary: string, markdown: string): void {
    const { range } = document.lineAt(Math.min(line, document.lineCount - 1));
    const text =
      baselineOf(document) === 'committed' ? t('since the last commit: {0}', summary) : t('this edit {0}', summary);
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

/** Of a document that was opened with changes that an earlier window had not saved. */
async function savedText({ uri, isUntitled }: vscode.TextDocument): Promise<string | undefined> {
  if (isUntitled) return undefined;
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

const editorsOf = (document: vscode.TextDocument): readonly vscode.TextEditor[] =>
  vscode.window.visibleTextEditors.filter((editor) => editor.document === document);
