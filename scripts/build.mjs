// Bundles the extension, the language server (Node, Web Worker), the CLI and the webview into dist/.
// `--watch` rebuilds on change; `--production` minifies.

import { rmSync } from 'node:fs';
import { context } from 'esbuild';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

const shared = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: watch ? 'info' : 'warning',
  legalComments: 'none',
};

const node = { ...shared, platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'] };
const browser = { ...shared, platform: 'browser', target: 'es2022' };

const bundles = [
  { ...node, entryPoints: { 'extension/main': 'extension/main.node.ts' }, external: ['vscode'] },
  {
    ...browser,
    format: 'cjs',
    entryPoints: { 'extension/main.browser': 'extension/main.browser.ts' },
    external: ['vscode'],
  },
  { ...node, entryPoints: { 'language-server/server': 'language-server/server.node.ts' } },
  {
    ...browser,
    format: 'iife',
    entryPoints: { 'language-server/server.browser': 'language-server/server.browser.ts' },
  },
  { ...node, entryPoints: { cli: 'language-server/cli.ts' }, banner: { js: '#!/usr/bin/env node' } },
  { ...browser, format: 'iife', entryPoints: { 'webview/topology': 'webview/main.ts' }, loader: { '.css': 'css' } },
];

rmSync('dist', { recursive: true, force: true });
const contexts = await Promise.all(bundles.map((bundle) => context({ ...bundle, outdir: 'dist' })));
if (watch) {
  await Promise.all(contexts.map((c) => c.watch()));
} else {
  await Promise.all(contexts.map((c) => c.rebuild()));
  await Promise.all(contexts.map((c) => c.dispose()));
}
