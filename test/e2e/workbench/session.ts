import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import type { TestContext } from 'vitest';
import { launchChromium } from '../../../scripts/vscode/browser.mjs';
import { startVSCodeServer, type VSCodeServer } from '../../../scripts/vscode/server.mjs';
import { TEST_SETTINGS } from '../../../scripts/vscode/settings.mjs';
import { Workbench } from '../../../scripts/vscode/workbench.mjs';

/** VS Code on copies of the examples, in a browser; `close` leaves nothing behind. */
export class Session {
  private constructor(
    readonly server: VSCodeServer,
    readonly browser: Browser,
    readonly folder: string,
    readonly workbench: Workbench,
  ) {}

  static async start({ file, settings = {} }: { file?: string; settings?: object } = {}): Promise<Session> {
    const folder = mkdtempSync(join(tmpdir(), 'dnet-labs-'));
    for (const name of readdirSync('examples').filter((name) => name.endsWith('.dnet'))) {
      cpSync(join('examples', name), join(folder, name));
    }
    const server = await startVSCodeServer({ settings: { ...TEST_SETTINGS, ...settings } });
    const browser = await launchChromium();
    const url = server.url({
      folder,
      extensionDevelopmentPath: resolve('.'),
      ...(file ? { file: join(folder, file) } : {}),
    });
    return new Session(server, browser, folder, await Workbench.open(browser, url));
  }

  /** To be called before each test: leaves a picture of the workbench in test-results/ when the test fails. */
  photographFailure({ task, onTestFailed }: TestContext): void {
    onTestFailed(() => this.photograph(`failed-${task.name.replaceAll(/\W+/g, '-')}`));
  }

  async photograph(name: string): Promise<void> {
    await this.workbench.page.screenshot({ path: join('test-results', `${name}.png`) });
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
