// Bundles the extension, the language server (Node, Web Worker), the CLI and the webview into dist/.
// Draws the labs of the walkthrough, too. `--watch` rebuilds on change; `--production` minifies.
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { context } from 'esbuild';
import { bundles } from './bundles.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

rmSync('dist', { recursive: true, force: true });
const contexts = await Promise.all(bundles({ production, logLevel: watch ? 'info' : 'warning' }).map(context));
if (watch) {
  await Promise.all(contexts.map((c) => c.watch()));
} else {
  await Promise.all(contexts.map((c) => c.rebuild()));
  await Promise.all(contexts.map((c) => c.dispose()));
  await Promise.all([
    drawWalkthrough('en', join('dist', 'walkthrough')),
    drawWalkthrough('ko', join('dist', 'walkthrough', 'ko')),
  ]);
}

/** In the colours of the theme in which VS Code shows them, and in the language that it speaks. */
async function drawWalkthrough(locale, pictures) {
  const labs = join('media', 'walkthrough');
  const options = ['--to', 'svg', '--theme', 'vscode', '--locale', locale];
  mkdirSync(pictures, { recursive: true });
  for (const lab of readdirSync(labs)) {
    const command = ['dist/cli.js', 'export', ...options, join(labs, lab)];
    const { stdout } = await promisify(execFile)(process.execPath, command);
    writeFileSync(join(pictures, lab.replace(/\.dnet$/, '.svg')), stdout);
  }
}
