import * as vscode from 'vscode';
import type { SourceRange } from '../../language-server/protocol.ts';
import { isLab } from '../language.ts';

const toRange = ({ start, end }: SourceRange) => new vscode.Range(start.line, start.character, end.line, end.character);

function labOnScreen(): vscode.TextDocument | undefined {
  const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
  return editors.map((editor) => editor?.document).find((document) => document && isLab(document));
}

/**
 * The lab whose topology is shown: the one edited last. Editors of other languages, and the topology itself, may
 * have the focus meanwhile.
 */
export class FollowedLab implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #cursorMoved = new vscode.EventEmitter<vscode.Position>();
  readonly #subscriptions: vscode.Disposable;
  /** The whole line, and a mark in the ruler: seen in every theme, and no selection. */
  readonly #happened = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
    borderColor: new vscode.ThemeColor('focusBorder'),
    borderStyle: 'solid',
    borderWidth: '0 0 0 3px',
    overviewRulerColor: new vscode.ThemeColor('focusBorder'),
    overviewRulerLane: vscode.OverviewRulerLane.Full,
  });
  #document: vscode.TextDocument | undefined;
  /** The selection that `reveal` made, which is no movement of the user's. */
  #revealed: vscode.Range | undefined;

  /** Another lab, or none. */
  readonly onDidChange = this.#changed.event;
  readonly onDidMoveCursor = this.#cursorMoved.event;

  constructor() {
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.#cursorMoved,
      this.#happened,
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor && isLab(editor.document)) this.#follow(editor.document);
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections: [selection] }) => {
        if (textEditor.document !== this.#document || !selection) return;
        if (this.#revealed?.isEqual(selection)) return;
        this.#revealed = undefined;
        this.#cursorMoved.fire(selection.active);
      }),
      // Also when the document's language is changed to or from ours.
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document === this.#document) this.#follow(labOnScreen());
      }),
      vscode.workspace.onDidOpenTextDocument(() => {
        if (!this.#document) this.#follow(labOnScreen());
      }),
    );
    this.#follow(labOnScreen());
  }

  get document(): vscode.TextDocument | undefined {
    return this.#document;
  }

  /** Where the user's cursor is, while the lab is on the screen. */
  get cursor(): vscode.Position | undefined {
    return this.#editor?.selection.active;
  }

  /** Follows a lab that need not be on the screen. */
  async open(uri: vscode.Uri): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uri);
    if (isLab(document)) this.#follow(document);
  }

  /** Selects a part of the lab's source, and leaves the focus where it is. */
  async reveal(source: SourceRange): Promise<void> {
    if (!this.#document) return;
    const range = toRange(source);
    const editor =
      this.#editor ??
      (await vscode.window.showTextDocument(this.#document, {
        viewColumn: vscode.ViewColumn.One,
        preserveFocus: true,
      }));
    this.#revealed = range;
    editor.selection = new vscode.Selection(range.start, range.end);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  /** Marks a statement and brings it into sight; undefined: no statement. Cursor and focus stay where they are. */
  highlight(source: SourceRange | undefined): void {
    const ranges = source === undefined ? [] : [toRange(source)];
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document !== this.#document) continue;
      editor.setDecorations(this.#happened, ranges);
      if (ranges[0]) editor.revealRange(ranges[0], vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  get #editor(): vscode.TextEditor | undefined {
    return vscode.window.visibleTextEditors.find((editor) => editor.document === this.#document);
  }

  #follow(document: vscode.TextDocument | undefined): void {
    if (document === this.#document) return;
    this.highlight(undefined);
    this.#document = document;
    this.#revealed = undefined;
    vscode.commands.executeCommand('setContext', 'dnet.labOpen', document !== undefined);
    this.#changed.fire();
  }
}
