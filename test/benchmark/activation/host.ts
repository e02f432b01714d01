/** Runs in the extension host of a VS Code that has nothing open: how long an extension takes to get ready. */
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';

export async function run(): Promise<void> {
  const { DNET_TEST_RESULTS: output, DNET_MEASURED_EXTENSION: id = '' } = process.env;
  const extension = vscode.extensions.getExtension(id);
  if (!output || !extension) throw new Error('There is no file for the result, or no extension.');
  if (extension.isActive) throw new Error('The extension is active before anybody needs it.');
  const start = performance.now();
  await extension.activate();
  const activated = performance.now() - start;
  const answered = id === 'dnet.dnet' ? await firstDiagnostics(start) : undefined;
  writeFileSync(output, JSON.stringify({ activated, answered }));
}

/** Milliseconds from `start` until a lab that is opened now has diagnostics. */
async function firstDiagnostics(start: number): Promise<number> {
  const document = await vscode.workspace.openTextDocument({ language: 'dnet', content: 'container a { image }' });
  while (vscode.languages.getDiagnostics(document.uri).length === 0) {
    await new Promise<void>((resolve) => {
      const listener = vscode.languages.onDidChangeDiagnostics(() => {
        listener.dispose();
        resolve();
      });
    });
  }
  return performance.now() - start;
}
