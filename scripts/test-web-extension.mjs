// Runs test/e2e/web-extension-host/ with Mocha in the extension host of VS Code for the Web, a worker in headless
// Chromium, and writes Mocha's report in JSON to the file that the first argument names.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { format } from 'node:util';
import { build } from 'esbuild';
import { openPageInProfile } from './vscode/browser.mjs';
import { serveVSCodeWeb } from './vscode/web.mjs';
import { Workbench } from './vscode/workbench.mjs';

const entry = join('test', 'e2e', 'web-extension-host', 'index.ts');
const bundle = resolve('dist', 'test', 'web-extension-host', 'index.js');
const results = resolve(process.argv[2] ?? join('test-results', 'web.json'));
const logFile = results.replace(/(\.json)?$/, '.log');
/** How long all of the tests may take, in ms. */
const PATIENCE = 180_000;

const folder = mkdtempSync(join(tmpdir(), 'dnet-web-labs-'));
for (const lab of readdirSync('examples').filter((name) => name.endsWith('.dnet'))) {
  cpSync(join('examples', lab), join(folder, lab));
}
rmSync(results, { force: true });
mkdirSync(dirname(results), { recursive: true });

const { page, close } = await openPageInProfile();
const runner = await serveTheTests({
  /** A worker cannot look into a webview; the page that holds all of them can. */
  'GET /topology': async () => (await new Workbench(page).topology()).nodes(),
  'POST /report': async (report) => writeFileSync(results, report),
});
const log = [];
try {
  await bundleTests(runner.url);
  const server = await serveVSCodeWeb({
    folder,
    extensionDevelopmentPath: resolve('.'),
    extensionTestsPath: bundle,
  });
  const problem = await endOfTests(server.url);
  if (problem) fail(problem);
} catch (error) {
  fail(error.stack);
} finally {
  await close();
  rmSync(folder, { recursive: true, force: true });
}

if (existsSync(results)) {
  const { stats, failures } = JSON.parse(readFileSync(results, 'utf8'));
  for (const { fullTitle, err } of failures) console.error(`✗ ${fullTitle}\n${err.stack}\n`);
  console.log(`${stats.passes} passed, ${stats.failures} failed in the web extension host`);
  if (stats.failures > 0 || stats.passes === 0) process.exitCode = 1;
} else {
  fail('The tests in the web extension host left no report.');
}
if (process.exitCode) {
  writeFileSync(logFile, log.join('\n'));
  console.error(`VS Code's own log is in ${logFile}.`);
}
// The two servers would keep the process alive.
process.exit();

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}

/** What the tests ask of this script; they run on another origin, in a worker without a file system. */
async function serveTheTests(answers) {
  const server = createServer(async (request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    try {
      const answer = await answers[`${request.method} ${request.url}`](await text(request));
      response.end(JSON.stringify(answer ?? null));
    } catch (error) {
      response.writeHead(500).end(error.message);
    }
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${server.address().port}` };
}

async function bundleTests(runnerUrl) {
  await build({
    entryPoints: [entry],
    outfile: bundle,
    bundle: true,
    platform: 'browser',
    format: 'cjs',
    target: 'es2022',
    sourcemap: 'inline',
    external: ['vscode'],
    alias: { mocha: resolve('node_modules', 'mocha', 'mocha.js') },
    define: {
      RUNNER: JSON.stringify(runnerUrl),
      // Mocha's build for browsers would take the place of what the bundle exports; it has a global for itself.
      module: 'undefined',
    },
    logLevel: 'warning',
  });
}

/** VS Code under test calls one function of its page for each line of its log, and one at the end of the tests. */
async function endOfTests(url) {
  let timer;
  const ended = new Promise((end) => {
    timer = setTimeout(() => end(`No result after ${PATIENCE / 1000} s.`), PATIENCE);
    page.on('crash', () => end('The page with VS Code crashed.'));
    page.exposeFunction('codeAutomationExit', () => end(undefined));
  });
  await page.exposeFunction('codeAutomationLog', (_type, args) => void log.push(format(...args)));
  await page.goto(url);
  return ended.finally(() => clearTimeout(timer));
}
