// What the product is bundled into, as options for esbuild.

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
    {
      ...browser,
      format: 'iife',
      entryPoints: { 'webview/topology': 'webview/main.ts', 'webview/reachability': 'webview/reachability/main.ts' },
      loader: { '.css': 'css' },
    },
  ];
}
