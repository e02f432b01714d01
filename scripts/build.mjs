// Bundles the extension, the language server (Node, Web Worker), the CLI and the webview into dist/.
// `--watch` rebuilds on change; `--production` minifies.
import { rmSync } from 'node:fs';
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
}
