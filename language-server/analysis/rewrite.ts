/** A lab as it would be with another text: for what-if questions, which change no document. */
import { bind } from '../model/bind.ts';
import { reparse } from '../syntax/reparse.ts';
import type { SpanEdit } from '../syntax/tree.ts';
import { assembleLab, type Lab, type Source } from './lab.ts';

/** `edits`: in the root file, absolute and not overlapping. Statements that they leave alone are the same objects. */
export function rewrite(lab: Lab, edits: readonly SpanEdit[]): Lab {
  let { lines } = lab.root;
  let { tree } = lab.root.program;
  // From the end to the start, so that no edit moves the place of another.
  for (const edit of [...edits].sort((a, b) => b.start - a.start || b.end - a.end)) {
    lines = lines.replace(edit.start, edit.end, edit.newText);
    tree = reparse(tree, edit, lines.text);
  }
  const root = { uri: lab.root.uri, lines, program: bind(tree, lab.root.program) };
  const included = new Map<string, Source>();
  for (const { declaration, source } of lab.included.size > 0 ? lab.entries : []) {
    const found = lab.included.get(declaration);
    if (declaration.kind === 'include' && declaration.path && found)
      included.set(`${source.uri} ${declaration.path.value}`, found);
  }
  return assembleLab(root, (from, path) => included.get(`${from.uri} ${path}`) ?? 'missing');
}
