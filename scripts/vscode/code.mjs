#!/usr/bin/env node
// Stands in for the executable of desktop VS Code where there is no desktop: runs extension tests in the workbench of a
// VS Code server inside headless Chromium, and ends with their exit code.
//   code.mjs --extensionDevelopmentPath=DIR --extensionTestsPath=FILE [--timeout=SECONDS] [--logFile=FILE]
//            [--dataDirectory=DIR] [FOLDER]
import { writeFileSync } from 'node:fs';
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
    logFile: { type: 'string' },
    dataDirectory: { type: 'string' },
  },
});

/** Ends other than the tests' own, as exit codes. */
const LOST = 70;
const TIMED_OUT = 124;

/** What VS Code logs; much of it means nothing here. */
const log = [];

const server = await startVSCodeServer({ settings: TEST_SETTINGS, dataDirectory: values.dataDirectory });
const browser = await launchChromium();
try {
  const page = await newWorkbenchPage(browser);
  const { code, reason } = await endOfTests(page);
  process.exitCode = code;
  if (reason) console.error(reason);
} catch (error) {
  process.exitCode = LOST;
  console.error(error);
} finally {
  await browser.close();
  await server.stop();
}
if (values.logFile) writeFileSync(values.logFile, log.join('\n'));

/** VS Code under test calls two functions of its page: one for each line of its log, one at the end of the tests. */
async function endOfTests(page) {
  let timer;
  const ends = new Promise((end) => {
    timer = setTimeout(
      () => end({ code: TIMED_OUT, reason: `No result after ${values.timeout} s.` }),
      Number(values.timeout) * 1000,
    );
    page.on('crash', () => end({ code: LOST, reason: 'The page with VS Code crashed.' }));
    server.ended.then(() => end({ code: LOST, reason: 'The VS Code server ended.' }));
    page.exposeFunction('codeAutomationExit', (code) => end({ code }));
  });
  await page.exposeFunction('codeAutomationLog', (_type, args) => log.push(format(...args)));
  await page.goto(
    server.url({
      folder: positionals.length > 0 ? resolve(positionals.at(-1)) : undefined,
      extensionDevelopmentPath: resolve(values.extensionDevelopmentPath),
      extensionTestsPath: resolve(values.extensionTestsPath),
    }),
  );
  return ends.finally(() => clearTimeout(timer));
}
