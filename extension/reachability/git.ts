import * as vscode from 'vscode';

/** The part of the built-in Git extension's API, version 1, that is used here. */
interface GitApi {
  /** Until it is initialized it knows of no repository. */
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: vscode.Event<GitApi['state']>;
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
    const git = (await extension.activate()).getAPI(1);
    await initialized(git);
    return await git.getRepository(uri)?.show('HEAD', uri.fsPath);
  } catch {
    return undefined;
  }
}

/** So long a window that has just been opened may look for repositories, in milliseconds. */
const PATIENCE = 5_000;

function initialized(git: GitApi): Promise<void> {
  if (git.state === 'initialized') return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      listener.dispose();
      resolve();
    };
    const timer = setTimeout(done, PATIENCE);
    const listener = git.onDidChangeState(done);
  });
}
