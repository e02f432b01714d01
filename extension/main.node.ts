import type { ChildProcess } from 'node:child_process';
import type * as vscode from 'vscode';
import { activateWith, type Exports } from './extension.ts';
import { LanguageServer } from './language-server.ts';
import { startServerProcess } from './server-process.node.ts';

/** VS Code loads the extension to activate it, and takes its time in between: the server starts meanwhile. */
const server = begin();

/** Entry point where the extension host is a Node process: on a desktop, in a remote or in a container. */
export function activate(context: vscode.ExtensionContext): Exports {
  const load = async () => (await import('./client.node.ts')).createClient(context.extensionUri, server);
  return activateWith(context, new LanguageServer(load));
}

/** A failure is told of where the client tries again. */
function begin(): ChildProcess | undefined {
  try {
    return startServerProcess();
  } catch {
    return undefined;
  }
}
