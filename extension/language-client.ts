import type { LanguageClientOptions } from 'vscode-languageclient';

export const LANGUAGE_ID = 'dnet';

/** Also the prefix of the setting that traces the protocol, `dnet.trace.server`. */
export const CLIENT_ID = 'dnet';
export const CLIENT_NAME = 'dnet Language Server';

/** Every scheme: a lab may live in a virtual workspace, or in a document that was never saved. */
export const clientOptions: LanguageClientOptions = {
  documentSelector: [{ language: LANGUAGE_ID }],
};
