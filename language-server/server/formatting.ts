/** Formatting: whole documents, ranges, and while typing. */
import type { Connection, FormattingOptions, ServerCapabilities } from 'vscode-languageserver';
import { FORMAT_ON_TYPE, formatDocument, formatOnType, formatRange, styleOf } from '../features/formatting.ts';
import type { Configuration } from './configuration.ts';
import type { Handlers } from './handlers.ts';

export const formattingCapabilities: ServerCapabilities = {
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  documentOnTypeFormattingProvider: {
    firstTriggerCharacter: FORMAT_ON_TYPE.first,
    moreTriggerCharacter: [...FORMAT_ON_TYPE.more],
  },
};

export function registerFormatting(connection: Connection, { about }: Handlers, configuration: Configuration): void {
  const style = async (options: FormattingOptions) => styleOf(options, (await configuration.current()).format);
  connection.onDocumentFormatting(
    about('textDocument/formatting', async (snapshot, { options }) => formatDocument(snapshot, await style(options))),
  );
  connection.onDocumentRangeFormatting(
    about('textDocument/rangeFormatting', async (snapshot, { range, options }) =>
      formatRange(snapshot, range, await style(options)),
    ),
  );
  connection.onDocumentOnTypeFormatting(
    about('textDocument/onTypeFormatting', async (snapshot, { position, ch, options }) =>
      formatOnType(snapshot, position, ch, await style(options)),
    ),
  );
}
