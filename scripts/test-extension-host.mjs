// Runs test/e2e/extension-host/ with Mocha inside VS Code's extension host, and has the report written to the file
// that DNET_TEST_RESULTS names. Where there is a screen, a desktop VS Code is downloaded for it; elsewhere
// vscode/code.mjs stands in.
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { tellReport } from './test-reports/report.mjs';

const sources = resolve('test', 'e2e', 'extension-host');
const bundles = resolve('dist', 'test', 'extension-host');
const results = resolve(process.env.DNET_TEST_RESULTS ?? join('test-results', 'extension-host.json'));

const hasScreen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
const vscode = hasScreen ? {} : { vscodeExecutablePath: resolve('scripts', 'vscode', 'code.mjs') };
const log = hasScreen ? undefined : results.replace(/(\.json)?$/, '.log');

await build({
  entryPoints: readdirSync(sources)
    .filter((name) => /^index\.ts$|\.test\.ts$/.test(name))
    .map((name) => join(sources, name)),
  outdir: bundles,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  sourcemap: 'inline',
  external: ['vscode', 'mocha'],
  logLevel: 'warning',
});

const workspace = mkdtempSync(join(tmpdir(), 'dnet-labs-'));
for (const lab of readdirSync('examples').filter((name) => name.endsWith('.dnet'))) {
  cpSync(join('examples', lab), join(workspace, lab));
}
rmSync(results, { force: true });
try {
  process.exitCode = await runTests({
    ...vscode,
    extensionDevelopmentPath: resolve('.'),
    extensionTestsPath: join(bundles, 'index.js'),
    extensionTestsEnv: { DNET_TEST_RESULTS: results },
    launchArgs: log ? [`--logFile=${log}`, workspace] : [workspace],
  });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(workspace, { recursive: true, force: true });
}

// An extension host that was killed leaves no report, and VS Code would call that a success.
if (!tellReport(results, 'the extension host')) process.exitCode = 1;
if (process.exitCode !== 0 && log) console.error(`VS Code's own log is in ${log}.`);
