// Runs test/e2e/web-extension-host/ with Mocha in the extension host of VS Code for the Web, a worker in headless
// Chromium, and writes the report to the file that DNET_TEST_RESULTS names.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { format } from 'node:util';
import { build } from 'esbuild';
import { tellReport, writeReport } from './test-reports/report.mjs';
import { openPageInProfile } from './vscode/browser.mjs';
import { TEST_SETTINGS } from './vscode/settings.mjs';
import { serveVSCodeWeb } from './vscode/web.mjs';
import { Workbench } from './vscode/workbench.mjs';

const entry = join('test', 'e2e', 'web-extension-host', 'index.ts');
const bundle = resolve('dist', 'test', 'web-extension-host', 'index.js');
const results = resolve(process.env.DNET_TEST_RESULTS ?? join('test-results', 'web.json'));
const logFile = results.replace(/(\.json)?$/, '.log');
/** How long all of the tests may take, in ms. */
const PATIENCE = 180_000;

const folder = mkdtempSync(join(tmpdir(), 'dnet-web-labs-'));
for (const lab of readdirSync('examples').filter((name) => name.endsWith('.dnet'))) {
  cpSync(join('examples', lab), join(folder, lab));
}
// A browser that was just started has no user settings.
mkdirSync(join(folder, '.vscode'));
writeFileSync(join(folder, '.vscode', 'settings.json'), JSON.stringify(TEST_SETTINGS));
rmSync(results, { force: true });

const { page, close } = await openPageInProfile();
const runner = await serveTheTests({
  /** A worker cannot look into a webview; the page that holds all of them can. */
  'GET /topology': async () => (await new Workbench(page).topology()).nodes(),
  'POST /report': async (report) => writeReport(results, JSON.parse(report)),
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

if (!tellReport(results, 'the web extension host')) process.exitCode = 1;
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
