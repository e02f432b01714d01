import * as vscode from 'vscode';
import type { ReadFileRequest, ReadFolderRequest } from '../language-server/protocol.ts';
import { LANGUAGE_ID } from './language.ts';
import type { LanguageServer } from './language-server.ts';

/** A lab is text that somebody wrote; what is larger than this was not meant. Bytes. */
const LARGEST_FILE = 16 * 1024 * 1024;

/**
 * Reads for the language server what only VS Code can read: files of virtual file systems. Only labs, only inside of
 * the workspace; without a workspace, only beside or below a lab that is open.
 */
export function readFilesFor(server: LanguageServer): vscode.Disposable {
  return vscode.Disposable.from(
    server.onRequest(
      'dnet/readFile' satisfies ReadFileRequest['method'],
      async (params: ReadFileRequest['params']): Promise<ReadFileRequest['result']> => {
        const uri = vscode.Uri.parse(params.uri, true);
        if (!isInside(uri) || !uri.path.endsWith('.dnet')) return null;
        const text = await readText(uri);
        return text === undefined ? null : { text };
      },
    ),
    server.onRequest(
      'dnet/readFolder' satisfies ReadFolderRequest['method'],
      async (params: ReadFolderRequest['params']): Promise<ReadFolderRequest['result']> => {
        const uri = vscode.Uri.parse(params.uri, true);
        if (!isInside(uri)) return null;
        const entries = await vscode.workspace.fs.readDirectory(uri);
        return {
          entries: entries.flatMap(([name, type]) =>
            type === vscode.FileType.File || type === vscode.FileType.Directory
              ? [{ name, isFolder: type === vscode.FileType.Directory }]
              : [],
          ),
        };
      },
    ),
  );
}

function isInside(uri: vscode.Uri): boolean {
  if (vscode.workspace.workspaceFolders?.length) return vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  return vscode.workspace.textDocuments.some(({ languageId, uri: open }) => {
    const folder = open.path.slice(0, open.path.lastIndexOf('/') + 1);
    const isSameFileSystem = open.scheme === uri.scheme && open.authority === uri.authority;
    return languageId === LANGUAGE_ID && isSameFileSystem && `${uri.path}/`.startsWith(folder);
  });
}

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > LARGEST_FILE) return undefined;
    return new TextDecoder('utf-8', { fatal: true }).decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}
