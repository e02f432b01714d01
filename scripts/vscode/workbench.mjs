// VS Code's workbench in a page, as a user sees and handles it.
import { TopologyPage } from './topology-page.mjs';

const PATIENCE = 30_000; // ms

export class Workbench {
  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.page = page;
  }

  /**
   * @param {import('playwright-core').Browser} browser
   * @param {string} url
   */
  static async open(browser, url) {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.setDefaultTimeout(PATIENCE);
    const workbench = new Workbench(page);
    await page.goto(url);
    await workbench.#loaded();
    return workbench;
  }

  async reload() {
    await this.page.reload();
    await this.#loaded();
  }

  async #loaded() {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
  }

  /** Waits until a file is in an editor. @param {string} name */
  async editor(name) {
    await this.page.locator(`.tab[data-resource-name="${name}"]`).waitFor();
    await this.page.locator('.monaco-editor .view-line').first().waitFor();
  }

  /** Opens a file of the workspace. @param {string} name */
  async openFile(name) {
    await this.#pick('ControlOrMeta+P', name, name);
    await this.editor(name);
  }

  /** Runs a command of the command palette. @param {string} title */
  async runCommand(title) {
    await this.#pick('F1', `>${title}`, title);
  }

  async #pick(shortcut, text, label) {
    await this.page.keyboard.press(shortcut);
    await this.page.locator('.quick-input-widget input').first().fill(text);
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: label }).waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Puts the cursor at a line and column, both counted from 1, of the file in the first editor group. */
  async moveCursor(line, column = 1) {
    await this.page.keyboard.press('ControlOrMeta+1');
    await this.page.keyboard.press('Control+G');
    const input = this.page.locator('.quick-input-widget input').first();
    await input.fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** @param {string} text */
  async type(text) {
    await this.page.keyboard.type(text, { delay: 5 });
  }

  /** What the status bar says of the cursor, such as `Ln 3, Col 1 (12 selected)`. */
  async cursorStatus() {
    return this.page.locator('#status\\.editor\\.selection').textContent();
  }

  /** The squiggles on the screen. @param {'error' | 'warning' | 'info'} severity */
  squiggles(severity) {
    return this.page.locator(`.monaco-editor .squiggly-${severity}`);
  }

  /** The text of the hover at the cursor. */
  async hoverText() {
    await this.runCommand('Show or Focus Hover');
    return this.page.locator('.monaco-hover:not(.hidden) .monaco-hover-content').first().textContent();
  }

  /**
   * The topology, once it has drawn something.
   * @param {'panel' | 'view'} place beside the editor, or in the sidebar
   */
  async topology(place = 'panel') {
    const purpose = '[src*="purpose=webviewView"]';
    const outer = this.page.locator(`iframe.webview.ready${place === 'view' ? purpose : `:not(${purpose})`}`).first();
    const inner = outer.contentFrame().locator('iframe#active-frame');
    await inner.waitFor();
    const frame = await (await inner.elementHandle())?.contentFrame();
    if (!frame) throw new Error(`The topology ${place} has no frame.`);
    return TopologyPage.in(frame);
  }
}
