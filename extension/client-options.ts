import * as vscode from 'vscode';
import type { LanguageClientOptions } from 'vscode-languageclient';
import type { InitializationOptions } from '../language-server/protocol.ts';
import { LANGUAGE_ID } from './language.ts';
import { CLIENT_COMMANDS } from './lens-commands.ts';
import { BoundedRestarts } from './restarts.ts';

/** Also the prefix of the setting that traces the protocol, `dnet.trace.server`. */
export const CLIENT_ID = 'dnet';

/** Labs of every scheme: one may live in a virtual workspace, or in a document that was never saved. */
export function clientOptions(extensionUri: vscode.Uri): LanguageClientOptions {
  return {
    documentSelector: [{ language: LANGUAGE_ID }],
    errorHandler: new BoundedRestarts(),
    initializationOptions: {
      // Asking would be slower: an answer is thrown away when a key is pressed meanwhile, and what is not on the screen is never asked about.
      diagnostics: 'push',
      // Diagnostics link to their pages.
      documentation: vscode.Uri.joinPath(extensionUri, 'docs').toString(),
      files: true,
      commands: ['dnet.whatIf', ...CLIENT_COMMANDS],
    } satisfies InitializationOptions,
  };
}
