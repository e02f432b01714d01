import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type * as vscode from 'vscode';

const foldersOf = ({ globalStorageUri }: vscode.ExtensionContext): string => join(globalStorageUri.fsPath, 'compiled');
const versionOf = ({ extension }: vscode.ExtensionContext): string => String(extension.packageJSON.version);

/**
 * Where Node, from version 22 on, keeps the compiled code of the language server from one start to the next: in the
 * extension's own storage, a folder for each version.
 */
export const compileCacheOf = (context: vscode.ExtensionContext): string =>
  join(foldersOf(context), versionOf(context));

/** Removes what earlier versions of the extension have left. */
export async function removeOldCompileCaches(context: vscode.ExtensionContext): Promise<void> {
  const folders = foldersOf(context);
  const names = await readdir(folders).catch(() => []);
  const old = names.filter((name) => name !== versionOf(context));
  await Promise.allSettled(old.map((name) => rm(join(folders, name), { recursive: true, force: true })));
}
