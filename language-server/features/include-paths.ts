/** Includes that keep leading to their files when files or folders are moved. */
import type { TextEdit } from 'vscode-languageserver-types';
import { URI, Utils } from 'vscode-uri';
import { absolute, type Source } from '../analysis/lab.ts';

/** A file or a folder that moves; URIs. */
export interface Move {
  readonly oldUri: string;
  readonly newUri: string;
}

/** The edits, in a file where it is now, of the includes that a move would break. */
export function includesAfterMove(source: Source, moves: readonly Move[]): readonly TextEdit[] {
  const folder = Utils.dirname(URI.parse(source.uri));
  const newFolder = Utils.dirname(URI.parse(moved(source.uri, moves)));
  return source.program.declarations.flatMap((declaration, index) => {
    if (declaration.kind !== 'include' || !declaration.path) return [];
    const { value, span } = declaration.path;
    const target = Utils.resolvePath(folder, value);
    const newTarget = URI.parse(moved(target.toString(), moves));
    if (Utils.resolvePath(newFolder, value).toString() === newTarget.toString()) return [];
    const { start, end } = absolute(source, index, span);
    const newText = pathBetween(newFolder, newTarget);
    return [{ range: source.lines.rangeOf(start, end), newText }];
  });
}

function moved(uri: string, moves: readonly Move[]): string {
  for (const { oldUri, newUri } of moves) {
    const from = URI.parse(oldUri).toString();
    if (uri === from || uri.startsWith(`${from}/`)) return URI.parse(newUri).toString() + uri.slice(from.length);
  }
  return uri;
}

/** The path of a file as an `include` in a folder writes it, in quotes. */
export function pathBetween(folder: URI, file: URI): string {
  return quoted(relativePath(folder.path, file.path));
}

function relativePath(folder: string, path: string): string {
  const from = folder.split('/').filter(Boolean);
  const to = path.split('/').filter(Boolean);
  let common = 0;
  while (common < Math.min(from.length, to.length - 1) && from[common] === to[common]) common++;
  return [...from.slice(common).map(() => '..'), ...to.slice(common)].join('/');
}

/** A path or a part of one as it stands in a string. */
export function escaped(text: string): string {
  return text.replace(/["\\]/g, '\\$&');
}

function quoted(text: string): string {
  return `"${escaped(text)}"`;
}
