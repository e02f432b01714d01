// A headless Chromium that holds a workbench.
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

/** @returns {Promise<import('playwright-core').Browser>} */
export async function launchChromium() {
  return chromium.launch({ executablePath: await installChromium(), args: ARGUMENTS });
}

/**
 * @param {import('playwright-core').Browser} browser
 * @returns {Promise<import('playwright-core').Page>}
 */
export function newWorkbenchPage(browser) {
  return browser.newPage({ viewport: { width: 1400, height: 900 } });
}
