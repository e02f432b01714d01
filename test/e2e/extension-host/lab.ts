import * as vscode from 'vscode';

function inWorkspace(name: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) throw new Error('No folder is open.');
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Opens a lab of the workspace. */
export async function openExample(name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(inWorkspace(name));
  await vscode.window.showTextDocument(document);
  return document;
}

let written = 0;

/** A new lab on the screen; `|` in the text marks the position that is returned. */
export async function openLab(text: string): Promise<{ document: vscode.TextDocument; position: vscode.Position }> {
  const offset = text.indexOf('|');
  const content = offset < 0 ? text : text.slice(0, offset) + text.slice(offset + 1);
  written += 1;
  // Every test file has this counter for itself.
  const name = `written-${Math.random().toString(36).slice(2)}-${written}.dnet`;
  await vscode.workspace.fs.writeFile(inWorkspace(name), new TextEncoder().encode(content));
  const document = await openExample(name);
  return { document, position: document.positionAt(Math.max(offset, 0)) };
}

/** Adds text to the end of a document. */
export async function typeAtEnd(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, text);
  await vscode.workspace.applyEdit(edit);
}

/** Asks again until the answer is there; the language server works beside the editor. */
export async function eventually<T>(what: string, ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 30_000;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`No ${what} within 30 s.`);
}

export const closeAllEditors = () => vscode.commands.executeCommand('workbench.action.closeAllEditors');
