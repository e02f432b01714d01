// `npm test`: installs what is missing, checks, builds, and runs every test there is. Each runner leaves a report in
// test-results/. The last line is the sum.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installDependencies } from './install-dependencies.mjs';
import { exitCodeOf, exitCodeOfHeldBack } from './run.mjs';
import { readReport } from './test-reports/report.mjs';

const RESULTS = 'test-results';

const node = (script, ...args) => [process.execPath, [script, ...args]];
const vitest = (...args) =>
  node(
    'node_modules/vitest/vitest.mjs',
    ...['run', ...args, '--reporter=dot', '--reporter=./scripts/test-reports/vitest.mjs'],
  );

/** Checks without a report: their exit codes say it all. */
const checks = [
  { name: 'types', command: node('scripts/typecheck.mjs') },
  { name: 'style', command: node('node_modules/@biomejs/biome/bin/biome', 'check', '.') },
  { name: 'generated files', command: node('scripts/generate.mjs', '--check') },
];
const build = { name: 'build', command: node('scripts/build.mjs') };

/** Each is told by DNET_TEST_RESULTS where to leave its report. */
const runners = [
  { name: 'unit tests', results: 'unit.json', command: vitest() },
  { name: 'webview in Chromium', results: 'webview.json', command: vitest('--config', 'vitest.webview.config.mts') },
  { name: 'extension host', results: 'extension-host.json', command: node('scripts/test-extension-host.mjs') },
  { name: 'web extension host', results: 'web.json', command: node('scripts/test-web-extension.mjs') },
  { name: 'workbench', results: 'workbench.json', command: vitest('--config', 'vitest.e2e.config.mts') },
  { name: 'other editors', results: 'editors.json', command: vitest('--config', 'vitest.editors.config.mts') },
  {
    name: 'real Docker Engine',
    results: 'live.json',
    command: vitest('--config', 'vitest.live.config.mts'),
    // Elsewhere the recordings, which are among the unit tests, have to do.
    obstacle: async () => {
      const { engineAvailable } = await import('./docker/requirements.mjs');
      return (await engineAvailable()).reason;
    },
  },
  { name: 'benchmark (quick)', command: node('scripts/benchmark.mjs', '--quick') },
];
/** These two wait more than they work: for the engine's containers, and for pauses between edits. */
const SIDE_BY_SIDE = ['real Docker Engine', 'benchmark (quick)'];

const NO_TESTS = { passes: 0, failures: [], retried: [] };

let passed = 0;
let failed = 0;
const report = [];

try {
  await installDependencies();
  const { installChromium } = await import('./install-chromium.mjs');
  const { installVSCode } = await import('./install-vscode.mjs');
  const { installVSCodeWeb } = await import('./install-vscode-web.mjs');
  process.env.CHROMIUM = await installChromium();
  await installVSCode();
  await installVSCodeWeb();

  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS);
  await executeSideBySide(checks);
  // Nothing can run without it.
  if (await execute(build)) {
    const isAlone = ({ name }) => !SIDE_BY_SIDE.includes(name);
    for (const runner of runners.filter(isAlone)) await execute(runner);
    await executeSideBySide(runners.filter((runner) => !isAlone(runner)));
  }
} catch (error) {
  failed += 1;
  console.error(`\nThe tests cannot be run. ${error.message}`);
}

console.log(`\n${report.join('\n')}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** As `execute`, several at the same time; each prints when it is done. */
function executeSideBySide(several) {
  return Promise.all(several.map((one) => execute(one, exitCodeOfHeldBack)));
}

/** Runs one check or runner, and counts and notes what came of it. Answers whether it succeeded. */
async function execute({ name, command, results, obstacle }, runToEnd = exitCodeOf) {
  console.log(`\n── ${name}`);
  const started = Date.now();
  const reason = await obstacle?.();
  if (reason !== undefined) {
    console.log(`Left out: ${reason}.`);
    note(name, started, `left out: ${reason}`);
    return true;
  }
  const file = results && join(RESULTS, results);
  const env = { ...process.env, ...(file && { DNET_TEST_RESULTS: file }) };
  const code = await runToEnd(...command, { env });
  const { passes, failures, retried, problem } = file ? readReport(file) : NO_TESTS;
  passed += passes;
  // A program may fail beside its tests.
  const failing = failures.length === 0 && (code !== 0 || problem !== undefined) ? 1 : failures.length;
  failed += failing;
  const words = [problem, file && `${passes} passed, ${failures.length} failed`];
  if (retried.length > 0) words.push(`${retried.length} of them at the second attempt`);
  if (code !== 0) words.push(`exit code ${code}`);
  note(name, started, words.filter(Boolean).join(', ') || 'ok');
  for (const test of retried) report.push(lineOf('↻', test));
  for (const test of failures) report.push(lineOf('✗', test));
  return failing === 0;
}

function lineOf(mark, { name, message }) {
  return `            ${mark} ${name}: ${message.split('\n', 1)[0]}`;
}

function note(name, started, outcome) {
  const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(6);
  report.push(`${seconds} s  ${name.padEnd(20)} ${outcome}`);
}
