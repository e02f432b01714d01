import type { ChildProcess } from 'node:child_process';
import type * as vscode from 'vscode';
import { compileCacheOf, removeOldCompileCaches } from './compile-cache.node.ts';
import { activateWith, type Exports } from './extension.ts';
import { LanguageServer } from './language-server.ts';
import { startServerProcess } from './server-process.node.ts';

/** Entry point where the extension host is a Node process: on a desktop, in a remote or in a container. */
export function activate(context: vscode.ExtensionContext): Exports {
  const startServer = () => startServerProcess(compileCacheOf(context));
  const load = async () => {
    // It starts while the language client is loaded.
    const first = begin(startServer);
    const { createClient } = await import('./client.node.ts');
    void removeOldCompileCaches(context);
    return createClient(context.extensionUri, first, startServer);
  };
  return activateWith(context, new LanguageServer(load));
}

/** A failure is told of where the client tries again. */
function begin(start: () => ChildProcess): ChildProcess | undefined {
  try {
    return start();
  } catch {
    return undefined;
  }
}
