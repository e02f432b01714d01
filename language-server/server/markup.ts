/** Our Markdown as the client can show it. */
import type { MarkupContent, SignatureHelp } from 'vscode-languageserver';
import { plainText } from '../features/plain-text.ts';
import { MarkupKind } from './lsp.ts';

export function markup(markdown: string, asMarkdown: boolean): MarkupContent {
  return asMarkdown
    ? { kind: MarkupKind.Markdown, value: markdown }
    : { kind: MarkupKind.PlainText, value: plainText(markdown) };
}

/** Signatures whose documentation is Markdown, without markup. */
export function inPlainText(help: SignatureHelp): SignatureHelp {
  const plain = ({ documentation }: { readonly documentation?: string | MarkupContent }) =>
    typeof documentation === 'object' ? { documentation: markup(documentation.value, false) } : {};
  return {
    ...help,
    signatures: help.signatures.map(({ parameters = [], ...signature }) => ({
      ...signature,
      ...plain(signature),
      parameters: parameters.map((each) => ({ ...each, ...plain(each) })),
    })),
  };
}
