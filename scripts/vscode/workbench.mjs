// VS Code's workbench in a page, as a user sees and handles it.
import { TopologyPage } from './topology-page.mjs';

const PATIENCE = 30_000; // ms

/** Runs in the page: which of the webviews lies over the sidebar, or over the editors. */
function findIn(webviews, place) {
  const part = document.querySelector(place === 'view' ? '.part.sidebar' : '.part.editor').getBoundingClientRect();
  return webviews.findIndex((webview) => {
    const { left, width } = webview.getBoundingClientRect();
    return width > 0 && left >= part.left - 1 && left < part.right;
  });
}

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
    const input = this.page.locator('.quick-input-widget input').first();
    // A webview that is about to take the focus swallows keys.
    while (!(await input.isVisible())) {
      await this.page.keyboard.press(shortcut);
      await input.waitFor({ timeout: 2000 }).catch(() => undefined);
    }
    await input.fill(text);
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: label }).waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Clicks an icon at the top right of an editor. @param {string} title */
  async clickEditorAction(title) {
    await this.page.locator(`.editor-actions a.action-label[aria-label^="${title}"]`).first().click();
  }

  /** @param {string} title */
  async clickActivityBar(title) {
    await this.page.locator(`.activitybar a.action-label[aria-label^="${title}"]`).click();
  }

  /** @param {number} group of editors, counted from 1 */
  async focusEditor(group = 1) {
    const groups = this.page.locator('.editor-group-container');
    await groups
      .nth(group - 1)
      .locator('.tab.active')
      .click();
  }

  /** Saves the file in the first editor group. */
  async save() {
    await this.focusEditor();
    await this.page.keyboard.press('ControlOrMeta+S');
    await this.page.locator('.tab.dirty').waitFor({ state: 'detached' });
  }

  async goToEnd() {
    await this.focusEditor();
    await this.page.keyboard.press('ControlOrMeta+End');
  }

  /** Puts the cursor at a line and column, both counted from 1, of the file in the first editor group. */
  async moveCursor(line, column = 1) {
    await this.focusEditor();
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

  /** The labels that completion suggests at the cursor. */
  async suggestions() {
    await this.runCommand('Trigger Suggest');
    const rows = this.page.locator('.suggest-widget.visible .monaco-list-row');
    await rows.first().waitFor();
    const labels = await rows.evaluateAll((elements) => elements.map((row) => row.getAttribute('aria-label') ?? ''));
    await this.page.keyboard.press('Escape');
    return labels;
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
    const outer = this.page.locator('iframe.webview.ready');
    let index = -1;
    while (index < 0) {
      await outer.first().waitFor();
      index = await outer.evaluateAll(findIn, place);
    }
    const inner = outer.nth(index).contentFrame().locator('iframe#active-frame');
    await inner.waitFor();
    const frame = await (await inner.elementHandle())?.contentFrame();
    if (!frame) throw new Error(`The topology ${place} has no frame.`);
    return TopologyPage.in(frame);
  }
}
