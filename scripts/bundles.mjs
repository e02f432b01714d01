// What the product is bundled into, as options for esbuild.
import { readFile } from 'node:fs/promises';

/**
 * @param {{ production?: boolean, outdir?: string, logLevel?: import('esbuild').LogLevel }} [options]
 * @returns {import('esbuild').BuildOptions[]}
 */
export function bundles({ production = false, outdir = 'dist', logLevel = 'warning' } = {}) {
  const shared = {
    bundle: true,
    minify: production,
    sourcemap: production ? false : 'linked',
    outdir,
    logLevel,
    legalComments: 'none',
  };
  const node = { ...shared, platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'] };
  const browser = { ...shared, platform: 'browser', target: 'es2022' };
  return [
    {
      ...node,
      entryPoints: { 'extension/main': 'extension/main.node.ts', 'extension/client': 'extension/client.node.ts' },
      supported: { 'dynamic-import': false },
      plugins: [vscodeOnce, fileOfItsOwn('./client.node.ts', './client.js')],
    },
    {
      ...browser,
      format: 'cjs',
      entryPoints: { 'extension/main.browser': 'extension/main.browser.ts' },
      plugins: [vscodeOnce],
    },
    { ...node, entryPoints: { 'language-server/server': 'language-server/server.node.ts' }, plugins: [inAscii] },
    {
      ...browser,
      format: 'iife',
      entryPoints: { 'language-server/server.browser': 'language-server/server.browser.ts' },
      plugins: [inAscii],
    },
    { ...node, entryPoints: { cli: 'language-server/cli.ts' }, banner: { js: '#!/usr/bin/env node' } },
    {
      ...browser,
      format: 'iife',
      entryPoints: { 'webview/topology': 'webview/main.ts', 'webview/reachability': 'webview/reachability/main.ts' },
      loader: { '.css': 'css' },
    },
  ];
}

/**
 * What is said to be imported from `vscode` as a namespace would be copied, some 400 names for each file that imports it,
 * and each `require` of it asks the file system where the extension is. It is one frozen object: asked for once, and
 * taken as it is.
 */
const vscodeOnce = {
  name: 'vscode-once',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
      namespace === 'once' ? { path: 'vscode', external: true } : { path: 'vscode', namespace: 'once' },
    );
    onLoad({ filter: /./, namespace: 'once' }, () => ({ contents: "module.exports = require('vscode');" }));
    onLoad({ filter: /[\\/](extension|vscode-languageclient)[\\/].*\.[jt]s$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8'))
        .replace("import * as vscode from 'vscode';", "const vscode = require('vscode');")
        .replace('__importStar(require("vscode"))', 'require("vscode")'),
      loader: path.endsWith('.ts') ? 'ts' : 'js',
    }));
  },
};

/**
 * A single character beyond Latin 1 makes V8 keep two bytes of each character of a program. esbuild leaves those in
 * regular expressions and tagged templates as they are.
 */
const inAscii = {
  name: 'in-ascii',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]language-server[\\/].*\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(
        /[\u0080-\uffff]/g,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
      loader: 'ts',
    }));
  },
};

/**
 * What is imported when it is needed is a file that is read only then.
 *
 * @param {string} module as the import names it
 * @param {string} file the bundle with that entry point, beside the one that imports it
 */
const fileOfItsOwn = (module, file) => ({
  name: 'file-of-its-own',
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ path, kind }) =>
      kind === 'dynamic-import' && path === module ? { path: file, external: true } : undefined,
    );
  },
});
