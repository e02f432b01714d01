// The pictures of the documentation, docs/images: the page alone in three themes, and VS Code with a traced lab.
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { launchChromium } from './vscode/browser.mjs';
import { startVSCodeServer } from './vscode/server.mjs';
import { TEST_SETTINGS } from './vscode/settings.mjs';
import { Workbench } from './vscode/workbench.mjs';

const IMAGES = 'docs/images';
const LABS = { article: 'article', shop: 'three-tier-app', large: '300-containers' };
const THEMES = { 'dark-modern': 'dark', 'light-modern': 'light', 'default-high-contrast': 'high-contrast' };

/** Draws the labs alone, as the tests of the page do. */
function drawPages() {
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  const suite = ['--config', 'vitest.webview.config.mts', 'test/webview/browser/gallery.test.ts'];
  const { status } = spawnSync(process.execPath, [vitest, 'run', ...suite], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  for (const [lab, name] of Object.entries(LABS)) {
    for (const [theme, kind] of Object.entries(THEMES)) {
      copyFileSync(join('test-results', 'webview', `${lab}-${theme}.png`), join(IMAGES, `${name}-${kind}.png`));
    }
  }
}

/** The lab of three tiers beside its topology, with a packet that the firewall drops. */
async function photographWorkbench() {
  const folder = mkdtempSync(join(tmpdir(), 'dnet-gallery-'));
  cpSync('examples/three-tier-app.dnet', join(folder, 'three-tier-app.dnet'));
  const server = await startVSCodeServer({ settings: TEST_SETTINGS });
  const browser = await launchChromium();
  try {
    const url = server.url({
      folder,
      file: join(folder, 'three-tier-app.dnet'),
      extensionDevelopmentPath: resolve('.'),
    });
    const workbench = await Workbench.open(browser, url);
    const { page } = workbench;
    await page.setViewportSize({ width: 1920, height: 1080 });
    await workbench.editor('three-tier-app.dnet');
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    await workbench.clickEditorAction('Open Topology to the Side');
    const topology = await workbench.topology('panel');
    await topology.click('container:cache');
    await page.keyboard.press('t');
    await topology.click('interface:db/eth0');
    await page.keyboard.press('T');
    await topology.frame.locator('.trace-verdict').waitFor();
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(IMAGES, 'trace-in-vscode.png') });
  } finally {
    await browser.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

mkdirSync(IMAGES, { recursive: true });
if (!process.argv.includes('--workbench')) drawPages();
await photographWorkbench();
