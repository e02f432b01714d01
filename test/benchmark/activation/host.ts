/** Runs in the extension host of a VS Code that has nothing open: how long an extension takes to get ready. */
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';

/** Milliseconds from the call that activates the extension, but for what VS Code itself has measured. */
export interface Times {
  /** VS Code's `codeLoadingTime`. */
  readonly loading: number;
  /** VS Code's `activateCallTime` and `activateResolvedTime`. */
  readonly calling: number;
  readonly activated: number;
  /** A document is open. */
  readonly opened: number;
  /** It has diagnostics; absent of an extension that gives none. */
  readonly answered: number | undefined;
}

/** After a first start the language server keeps what it has compiled. Milliseconds, and some to spare. */
const SETTLED = 8_000;

export async function run(): Promise<void> {
  const { DNET_TEST_RESULTS: output, DNET_MEASURED_EXTENSION: id = '', DNET_FIRST_START: isFirst } = process.env;
  const extension = vscode.extensions.getExtension(id);
  if (!output || !extension) throw new Error('There is no file for the result, or no extension.');
  if (extension.isActive) throw new Error('The extension is active before anybody needs it.');
  const start = performance.now();
  const since = () => performance.now() - start;
  await extension.activate();
  const activated = since();
  const isOurs = id === 'dnet.dnet';
  const language = isOurs ? 'dnet' : 'plaintext';
  const document = await vscode.workspace.openTextDocument({ language, content: 'container a { image }' });
  const opened = since();
  if (isOurs) await diagnosticsOf(document);
  const answered = isOurs ? since() : undefined;
  const times: Times = { ...measuredByVSCode(id), activated, opened, answered };
  writeFileSync(output, JSON.stringify(times));
  if (isFirst) await new Promise((settled) => setTimeout(settled, SETTLED));
}

async function diagnosticsOf({ uri }: vscode.TextDocument): Promise<void> {
  while (vscode.languages.getDiagnostics(uri).length === 0) {
    await new Promise<void>((resolve) => {
      const listener = vscode.languages.onDidChangeDiagnostics(() => {
        listener.dispose();
        resolve();
      });
    });
  }
}

/** What “Developer: Show Running Extensions” shows, from the marks that VS Code sets beside. */
function measuredByVSCode(id: string): Pick<Times, 'loading' | 'calling'> {
  const { MonacoPerformanceMarks: marks } = globalThis as unknown as {
    readonly MonacoPerformanceMarks: { getMarks(): readonly { readonly name: string; readonly startTime: number }[] };
  };
  const between = (from: string, to: string): number => {
    const [start, end] = [from, to].map((name) =>
      marks.getMarks().find((mark) => mark.name === `code/extHost/${name}/${id}`),
    );
    if (!start || !end) throw new Error(`VS Code has not marked ${from} and ${to}.`);
    return end.startTime - start.startTime;
  };
  return {
    loading: between('willLoadExtensionCode', 'didLoadExtensionCode'),
    calling: between('willActivateExtension', 'didActivateExtension'),
  };
}
