import type { ChildProcess } from 'node:child_process';
import type * as vscode from 'vscode';
import { activateWith, type Exports } from './extension.ts';
import { LanguageServer } from './language-server.ts';
import { startServerProcess } from './server-process.node.ts';

/** Entry point where the extension host is a Node process: on a desktop, in a remote or in a container. */
export function activate(context: vscode.ExtensionContext): Exports {
  // Beside the language client that is loaded then; any earlier it would take the processor from VS Code's own start.
  const server = begin();
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
