/**
 * Pasting `docker` command lines into a lab: the plain text is pasted, and the statements that say the same are
 * offered beside it. The language server converts; nothing is known about Docker here.
 */
import * as vscode from 'vscode';
import type { ConvertDockerCommandsRequest } from '../language-server/protocol.ts';
import { t } from './l10n.ts';
import { LANGUAGE_ID } from './language.ts';
import type { LanguageServer } from './language-server.ts';

const TEXT = 'text/plain';
const CONVERT: ConvertDockerCommandsRequest['method'] = 'dnet/convertDockerCommands';

/** As much of the paste API as is used here. It is stable from VS Code 1.97 on, and older ones lack it. */
interface PasteEditKind {
  append(...parts: readonly string[]): PasteEditKind;
}

interface PasteEdit {
  yieldTo?: readonly PasteEditKind[];
}

interface PasteApi {
  readonly languages: {
    registerDocumentPasteEditProvider(
      selector: vscode.DocumentSelector,
      provider: {
        provideDocumentPasteEdits(
          document: vscode.TextDocument,
          ranges: readonly vscode.Range[],
          dataTransfer: vscode.DataTransfer,
          context: unknown,
          token: vscode.CancellationToken,
        ): Promise<readonly PasteEdit[] | undefined>;
      },
      metadata: {
        readonly providedPasteEditKinds: readonly PasteEditKind[];
        readonly pasteMimeTypes: readonly string[];
      },
    ): vscode.Disposable;
  };
  readonly DocumentPasteEdit: new (insertText: string, title: string, kind: PasteEditKind) => PasteEdit;
  readonly DocumentDropOrPasteEditKind: { readonly Empty: PasteEditKind; readonly Text: PasteEditKind };
}

/** Offers the conversion where this VS Code has paste edits; registers nothing where it has not. */
export function offerDockerConversion(server: LanguageServer): vscode.Disposable {
  if (!('registerDocumentPasteEditProvider' in vscode.languages)) return new vscode.Disposable(() => undefined);
  const { languages, DocumentPasteEdit, DocumentDropOrPasteEditKind } = vscode as unknown as PasteApi;
  const kind = DocumentDropOrPasteEditKind.Empty.append(LANGUAGE_ID, 'docker');
  const provider = {
    async provideDocumentPasteEdits(
      _document: vscode.TextDocument,
      _ranges: readonly vscode.Range[],
      dataTransfer: vscode.DataTransfer,
      _context: unknown,
      token: vscode.CancellationToken,
    ) {
      const text = await dataTransfer.get(TEXT)?.asString();
      if (!text?.includes('docker') || token.isCancellationRequested) return undefined;
      const params: ConvertDockerCommandsRequest['params'] = { text };
      const converted = await server.sendRequest<ConvertDockerCommandsRequest['result']>(CONVERT, params, token);
      if (!converted) return undefined;
      const edit = new DocumentPasteEdit(converted.text, t('Convert to dnet statements'), kind);
      edit.yieldTo = [DocumentDropOrPasteEditKind.Text];
      return [edit];
    },
  };
  return languages.registerDocumentPasteEditProvider({ language: LANGUAGE_ID }, provider, {
    providedPasteEditKinds: [kind],
    pasteMimeTypes: [TEXT],
  });
}
