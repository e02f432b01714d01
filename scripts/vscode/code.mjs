#!/usr/bin/env node
// Stands in for the executable of desktop VS Code where there is no desktop: runs extension tests in the workbench of a
// VS Code server inside headless Chromium, and ends with their exit code.
//   code.mjs --extensionDevelopmentPath=DIR --extensionTestsPath=FILE [--timeout=SECONDS] [FOLDER]
import { resolve } from 'node:path';
import { format, parseArgs } from 'node:util';
import { launchChromium, newWorkbenchPage } from './browser.mjs';
import { startVSCodeServer } from './server.mjs';
import { TEST_SETTINGS } from './settings.mjs';

// Whoever starts desktop VS Code passes switches that mean nothing here; `strict: false` lets them be.
const { values, positionals } = parseArgs({
  strict: false,
  options: {
    extensionDevelopmentPath: { type: 'string' },
    extensionTestsPath: { type: 'string' },
    timeout: { type: 'string', default: '180' },
  },
});

/** Reasons other than the tests' own for an end, as exit codes. */
const LOST = 70;
const TIMED_OUT = 124;

const server = await startVSCodeServer({ settings: TEST_SETTINGS });
const browser = await launchChromium();
try {
  const page = await newWorkbenchPage(browser);
  process.exitCode = await exitCodeOfTests(page);
} catch (error) {
  console.error(error);
  process.exitCode = LOST;
} finally {
  await browser.close();
  await server.stop();
}

/** VS Code under test calls two functions of its page: one for each line that the tests print, one at their end. */
async function exitCodeOfTests(page) {
  let timer;
  const ended = new Promise((done) => {
    const lost = (code, reason) => {
      console.error(reason);
      done(code);
    };
    timer = setTimeout(() => lost(TIMED_OUT, `No result after ${values.timeout} s.`), Number(values.timeout) * 1000);
    page.on('crash', () => lost(LOST, 'The page with VS Code crashed.'));
    server.ended.then(() => lost(LOST, 'The VS Code server ended.'));
    page.exposeFunction('codeAutomationExit', done);
  });
  await page.exposeFunction('codeAutomationLog', (type, args) => {
    (type === 'error' ? process.stderr : process.stdout).write(`${format(...args)}\n`);
  });
  await page.goto(
    server.url({
      folder: positionals.length > 0 ? resolve(positionals.at(-1)) : undefined,
      extensionDevelopmentPath: resolve(values.extensionDevelopmentPath),
      extensionTestsPath: resolve(values.extensionTestsPath),
    }),
  );
  const code = await ended;
  clearTimeout(timer);
  return code;
}
