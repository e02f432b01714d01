// Runs test/e2e/extension-host/ with Mocha inside VS Code's extension host, and has Mocha's report in JSON written to
// the file that the first argument names. Where there is a screen, a desktop VS Code is downloaded for it; elsewhere
// vscode/code.mjs stands in.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';

const sources = resolve('test', 'e2e', 'extension-host');
const bundles = resolve('dist', 'test', 'extension-host');
const results = resolve(process.argv[2] ?? join('test-results', 'extension-host.json'));

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
mkdirSync(dirname(results), { recursive: true });
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
if (existsSync(results)) {
  const { stats, failures } = JSON.parse(readFileSync(results, 'utf8'));
  for (const { fullTitle, err } of failures) console.error(`✗ ${fullTitle}\n${err.stack}\n`);
  console.log(`${stats.passes} passed, ${stats.failures} failed in the extension host`);
} else {
  console.error('The tests in the extension host left no report.');
  process.exitCode = 1;
}
if (process.exitCode !== 0 && log) console.error(`VS Code's own log is in ${log}.`);
