import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import type { TestContext } from 'vitest';
import { launchChromium } from '../../../scripts/vscode/browser.mjs';
import { startVSCodeServer, type VSCodeServer } from '../../../scripts/vscode/server.mjs';
import { TEST_SETTINGS } from '../../../scripts/vscode/settings.mjs';
import { Workbench } from '../../../scripts/vscode/workbench.mjs';

interface SessionOptions {
  /** The lab to open. */
  readonly file: string;
  /** Where an extension is installed; without it, the extension runs from its sources' bundles. */
  readonly dataDirectory?: string;
  /** Beside those that all tests have. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** VS Code on copies of the examples, in a browser; `close` leaves nothing behind. */
export class Session {
  private constructor(
    readonly server: VSCodeServer,
    readonly browser: Browser,
    readonly folder: string,
    readonly workbench: Workbench,
  ) {}

  static async start({ file, dataDirectory, settings = {} }: SessionOptions): Promise<Session> {
    const folder = mkdtempSync(join(tmpdir(), 'dnet-labs-'));
    for (const name of readdirSync('examples').filter((name) => name.endsWith('.dnet'))) {
      cpSync(join('examples', name), join(folder, name));
    }
    const server = await startVSCodeServer({
      settings: { ...TEST_SETTINGS, ...settings },
      ...(dataDirectory ? { dataDirectory } : {}),
    });
    const browser = await launchChromium();
    const url = server.url({
      folder,
      file: join(folder, file),
      ...(dataDirectory ? {} : { extensionDevelopmentPath: resolve('.') }),
    });
    return new Session(server, browser, folder, await Workbench.open(browser, url));
  }

  /** A lab as it is on disk. */
  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  /** Line and column, counted from 1, of a part of a line of a lab as it is on disk. */
  find(file: string, line: string, part: string = line): readonly [line: number, column: number] {
    const lines = this.read(file).split('\n');
    const index = lines.findIndex((text) => text.includes(line));
    if (index < 0) throw new Error(`${file} has no line with ${line}`);
    return [index + 1, lines[index]!.indexOf(part) + 1];
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
