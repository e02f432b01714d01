/** How long the extension takes to get ready in VS Code: a window of its own each time. */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { type Distribution, distribution } from '../distribution.ts';
import type { Places } from '../plan.ts';

export interface ActivationMeasurement {
  /** Loading the extension's code and running it; milliseconds. The language server starts meanwhile. */
  readonly activated: Distribution;
  /** From the same moment to the first diagnostics of the language server. */
  readonly answered: Distribution;
}

/** What of the product an installed extension has besides its bundles. */
const FILES = ['package.json', 'package.nls.json', 'package.nls.ko.json', 'l10n', 'media', 'extension', 'examples'];

export async function measureActivation({ dist }: Places, windows: number): Promise<ActivationMeasurement> {
  const folder = mkdtempSync(join(tmpdir(), 'dnet-activation-'));
  try {
    const extension = join(folder, 'extension');
    mkdirSync(extension);
    for (const file of FILES) cpSync(file, join(extension, file), { recursive: true });
    cpSync(dist, join(extension, 'dist'), { recursive: true });
    const host = join(folder, 'host.js');
    await build({
      entryPoints: [join('test', 'benchmark', 'activation', 'host.ts')],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['vscode'],
      outfile: host,
      logLevel: 'warning',
    });
    const times: { readonly activated: number; readonly answered: number }[] = [];
    for (let window = 0; window < windows; window++) times.push(await inWindow(folder, extension, host));
    return {
      activated: distribution(times.map(({ activated }) => activated)),
      answered: distribution(times.map(({ answered }) => answered)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inWindow(folder: string, extension: string, host: string) {
  const results = join(folder, 'results.json');
  const workspace = join(folder, 'workspace');
  rmSync(results, { force: true });
  mkdirSync(workspace, { recursive: true });
  const code = spawn(
    process.execPath,
    [
      resolve('scripts', 'vscode', 'code.mjs'),
      `--extensionDevelopmentPath=${extension}`,
      `--extensionTestsPath=${host}`,
      workspace,
    ],
    { env: { ...process.env, DNET_TEST_RESULTS: results }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const exit = await new Promise((ended) => code.on('close', ended));
  if (exit !== 0) throw new Error(`VS Code ended with ${exit}.`);
  return JSON.parse(readFileSync(results, 'utf8')) as { readonly activated: number; readonly answered: number };
}
