/** The statements of an included file in the place of the `include`. */
import { URI, Utils } from 'vscode-uri';
import type { Source } from '../../analysis/lab.ts';
import { placeOf } from '../../analysis/places.ts';
import { t } from '../../l10n.ts';
import { pathBetween } from '../include-paths.ts';
import { type Offer, onlyTouched } from './refactoring.ts';

export const inlineInclude: Offer = (selection) => {
  const entry = onlyTouched(selection, 'include');
  const path = entry?.declaration.path?.value;
  const { lab, uri } = selection.snapshot;
  const source = entry && lab.included.get(entry.declaration);
  if (!entry || path === undefined || !source || source.uri === uri) return [];
  // A file that is included twice is read once: written out here, it would be there twice.
  const includes = lab.entries.filter(({ declaration }) => lab.included.get(declaration)?.uri === source.uri);
  if (includes.length !== 1 || includes[0]!.declaration !== entry.declaration) return [];
  return [
    {
      kind: 'refactor.inline',
      title: t`Inline the file "${path}"`,
      edits: () => [{ ...placeOf(entry, entry.declaration.statement).span, newText: textFor(source, uri) }],
    },
  ];
};

/** The text of a file as it stands in another: its own includes lead on from there. */
function textFor({ uri, lines: { text }, program }: Source, target: string): string {
  const folder = Utils.dirname(URI.parse(uri));
  const newFolder = Utils.dirname(URI.parse(target));
  const edits = program.declarations.flatMap((declaration, index) => {
    if (declaration.kind !== 'include' || !declaration.path) return [];
    const start = program.tree.starts[index]!;
    const { span, value } = declaration.path;
    const newText = pathBetween(newFolder, Utils.resolvePath(folder, value));
    return [{ start: start + span.start, end: start + span.end, newText }];
  });
  return edits
    .reverse()
    .reduce((done, { start, end, newText }) => done.slice(0, start) + newText + done.slice(end), text)
    .replace(/^(?:[ \t]*\r?\n)+|\s+$/g, '');
}
