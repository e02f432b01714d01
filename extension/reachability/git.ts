import * as vscode from 'vscode';

/** The part of the built-in Git extension's API, version 1, that is used here. */
interface GitApi {
  getRepository(uri: vscode.Uri): GitRepository | null;
}

interface GitRepository {
  show(ref: string, path: string): Promise<string>;
}

/**
 * A file's text as last committed. Undefined where there is none: the Git extension is off, the file is in no
 * repository, or was never committed.
 */
export async function committedText(uri: vscode.Uri): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<{ getAPI(version: 1): GitApi }>('vscode.git');
  if (!extension) return undefined;
  try {
    const git = (extension.isActive ? extension.exports : await extension.activate()).getAPI(1);
    return await git.getRepository(uri)?.show('HEAD', uri.fsPath);
  } catch {
    return undefined;
  }
}
