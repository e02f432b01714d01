/** How long the extension takes to get ready in VS Code: a window of its own each time. */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { type Distribution, distribution } from '../distribution.ts';
import type { Places } from '../plan.ts';
import type { Times } from './host.ts';

export type Start = Readonly<Record<keyof Times, Distribution | undefined>>;

export interface ActivationMeasurement {
  /** An extension that does nothing: what VS Code itself takes. */
  readonly empty: Start;
  readonly dnet: Start;
}

/** What of the product an installed extension has besides its bundles. */
const FILES = ['package.json', 'package.nls.json', 'package.nls.ko.json', 'l10n', 'media', 'extension', 'examples'];

const EMPTY = {
  publisher: 'dnet',
  name: 'empty',
  version: '0.0.0',
  engines: { vscode: '^1.80.0' },
  main: './main.js',
  activationEvents: [],
};

export async function measureActivation({ dist }: Places, windows: number): Promise<ActivationMeasurement> {
  const folder = mkdtempSync(join(tmpdir(), 'dnet-activation-'));
  try {
    const extension = join(folder, 'dnet');
    mkdirSync(extension);
    for (const file of FILES) cpSync(file, join(extension, file), { recursive: true });
    cpSync(dist, join(extension, 'dist'), { recursive: true });
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    writeFileSync(join(empty, 'package.json'), JSON.stringify(EMPTY));
    writeFileSync(join(empty, 'main.js'), 'exports.activate = () => undefined;');
    await build({
      entryPoints: [join('test', 'benchmark', 'activation', 'host.ts')],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['vscode'],
      outfile: join(folder, 'host.js'),
      logLevel: 'warning',
    });
    const own: Times[] = [];
    const none: Times[] = [];
    // The first start after an installation is another one.
    await inWindow(folder, 'dnet', true);
    for (let window = 0; window < windows; window++) {
      none.push(await inWindow(folder, 'empty'));
      own.push(await inWindow(folder, 'dnet'));
    }
    return { empty: startOf(none), dnet: startOf(own) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function startOf(windows: readonly Times[]): Start {
  const all = (time: keyof Times): Distribution | undefined => {
    const measured = windows.flatMap(({ [time]: value }) => value ?? []);
    return measured.length > 0 ? distribution(measured) : undefined;
  };
  return {
    loading: all('loading'),
    calling: all('calling'),
    activated: all('activated'),
    opened: all('opened'),
    answered: all('answered'),
  };
}

async function inWindow(folder: string, extension: string, isFirst = false): Promise<Times> {
  const results = join(folder, 'results.json');
  const workspace = join(folder, 'workspace');
  rmSync(results, { force: true });
  mkdirSync(workspace, { recursive: true });
  const code = spawn(
    process.execPath,
    [
      resolve('scripts', 'vscode', 'code.mjs'),
      `--extensionDevelopmentPath=${join(folder, extension)}`,
      `--extensionTestsPath=${join(folder, 'host.js')}`,
      `--dataDirectory=${join(folder, 'data')}`,
      workspace,
    ],
    {
      env: {
        ...process.env,
        DNET_TEST_RESULTS: results,
        DNET_MEASURED_EXTENSION: `dnet.${extension}`,
        ...(isFirst && { DNET_FIRST_START: 'yes' }),
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const exit = await new Promise((ended) => code.on('close', ended));
  if (exit !== 0) throw new Error(`VS Code ended with ${exit}.`);
  return JSON.parse(readFileSync(results, 'utf8')) as Times;
}
