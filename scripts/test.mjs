// `npm test`: installs what is missing, checks, builds, and runs every test there is. Each runner writes what it found to
// test-results/; a runner that ended without doing so, or that ran no test, has failed. The last line is the sum.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { installDependencies } from './install-dependencies.mjs';
import { exitCodeOf } from './run.mjs';

const RESULTS = 'test-results';

const node = (script, ...args) => [process.execPath, [script, ...args]];
const vitest = (results, ...args) =>
  node(
    'node_modules/vitest/vitest.mjs',
    ...['run', ...args, '--reporter=dot', '--reporter=json', `--outputFile.json=${RESULTS}/${results}`],
  );

/** What must hold before any test is worth running. */
const checks = [
  { name: 'types', command: node('scripts/typecheck.mjs') },
  { name: 'style', command: node('node_modules/@biomejs/biome/bin/biome', 'check', '.') },
  { name: 'generated files', command: node('scripts/generate.mjs', '--check') },
  { name: 'build', command: node('scripts/build.mjs') },
];

const vitestCounts = (report) => [report.numPassedTests, report.numFailedTests];
const mochaCounts = (report) => [report.stats.passes, report.stats.failures];

/** `results` is a report in JSON; `counts` reads from it how many tests passed and failed. */
const runners = [
  { name: 'unit tests', results: 'unit.json', counts: vitestCounts, command: vitest('unit.json') },
  {
    name: 'webview in Chromium',
    results: 'webview.json',
    counts: vitestCounts,
    command: vitest('webview.json', '--config', 'vitest.webview.config.mts'),
  },
  {
    name: 'extension host',
    results: 'extension-host.json',
    counts: mochaCounts,
    command: node('scripts/test-extension-host.mjs', `${RESULTS}/extension-host.json`),
  },
  {
    name: 'workbench',
    results: 'workbench.json',
    counts: vitestCounts,
    command: vitest('workbench.json', '--config', 'vitest.e2e.config.mts'),
  },
  { name: 'benchmark (quick)', command: node('scripts/benchmark.mjs', '--quick') },
];

let passed = 0;
let failed = 0;
const report = [];

try {
  await installDependencies();
  const { installChromium } = await import('./install-chromium.mjs');
  const { installVSCode } = await import('./install-vscode.mjs');
  process.env.CHROMIUM = await installChromium();
  await installVSCode();

  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS);
  for (const check of checks) await execute(check);
  if (failed === 0) for (const runner of runners) await execute(runner);
} catch (error) {
  failed += 1;
  console.error(`\nThe tests cannot be run. ${error.message}`);
}

console.log(`\n${report.join('\n')}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function execute({ name, command, results, counts }) {
  console.log(`\n── ${name}`);
  const started = Date.now();
  const code = await exitCodeOf(...command);
  const outcome = results === undefined ? { passes: 0, failures: 0 } : read(results, counts);
  if (typeof outcome === 'string') {
    failed += 1;
    note(name, started, outcome);
    return;
  }
  passed += outcome.passes;
  // A program may fail beside its tests: an error outside of them, or no test at all.
  const failures = outcome.failures === 0 && code !== 0 ? 1 : outcome.failures;
  failed += failures;
  const tests = results === undefined ? '' : `${outcome.passes} passed, ${outcome.failures} failed`;
  note(name, started, [tests, code === 0 ? '' : `exit code ${code}`].filter(Boolean).join(', ') || 'ok');
}

/** Counts of passed and failed tests, or why there are none. */
function read(results, counts) {
  let found;
  try {
    found = counts(JSON.parse(readFileSync(`${RESULTS}/${results}`, 'utf8')));
  } catch (error) {
    return `failed: no result (${error.message})`;
  }
  const [passes, failures] = found;
  return passes + failures > 0 ? { passes, failures } : 'failed: ran no test';
}

function note(name, started, outcome) {
  const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(6);
  report.push(`${seconds} s  ${name.padEnd(20)} ${outcome}`);
}
