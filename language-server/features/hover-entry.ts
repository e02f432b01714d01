/** Statements and properties as the vocabulary explains them. */
import { t } from '../l10n.ts';
import type { Entry } from '../vocabulary/entry.ts';
import { usage } from '../vocabulary/vocabulary.ts';
import { code, fenced, paragraphs } from './markdown.ts';

export function describeEntry(entry: Entry): string {
  return paragraphs(
    `**${t(entry.summary)}**`,
    fenced('dnet', usage(entry).join('\n')),
    t(entry.documentation),
    entry.default && t`Default: ${t(entry.default)}`,
    entry.rule && t(entry.rule),
    [entry.docker && code(entry.docker), dockerLink(entry)].filter(Boolean).join(' · '),
  );
}

/** A link to the page of Docker's documentation, where there is one. */
export function dockerLink({ url }: { readonly url?: string }): string | undefined {
  return url && t`[Docker documentation](${url})`;
}
