// A headless Chromium that holds a workbench.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { installChromium } from '../install-chromium.mjs';

const ARGUMENTS = [
  '--no-sandbox', // Chromium's own sandbox cannot be had as root
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const VIEWPORT = { width: 1400, height: 900 };

/** @returns {Promise<import('playwright-core').Browser>} */
export async function launchChromium() {
  return chromium.launch({ executablePath: await installChromium(), args: ARGUMENTS });
}

/**
 * @param {import('playwright-core').Browser} browser
 * @returns {Promise<import('playwright-core').Page>}
 */
export function newWorkbenchPage(browser) {
  return browser.newPage({ viewport: VIEWPORT });
}

/** Chromium would keep webviews, each a site of its own inside of another, from having the service worker they need. */
const PREFERENCES = { profile: { block_third_party_cookies: false, cookie_controls_mode: 0 } };

/**
 * A page for VS Code for the Web, in a profile as users have it: the contexts that Playwright makes are like private
 * windows, where third-party storage is blocked.
 * @returns {Promise<{page: import('playwright-core').Page, close: () => Promise<void>}>}
 */
export async function openPageInProfile() {
  const executablePath = await installChromium();
  const profile = mkdtempSync(join(tmpdir(), 'dnet-chromium-'));
  mkdirSync(join(profile, 'Default'));
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(PREFERENCES));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: ARGUMENTS,
    viewport: VIEWPORT,
  });
  const close = async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { page: context.pages()[0] ?? (await context.newPage()), close };
}
