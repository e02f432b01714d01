// VS Code's workbench in a page, as a user sees and handles it.
import { TopologyPage } from './topology-page.mjs';

/** How long the slowest step may take on a busy machine, in ms. */
const PATIENCE = 60_000;

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

  /** As a user does it, so that VS Code has kept what it is to restore. */
  async reload() {
    const loaded = this.page.waitForEvent('load');
    await this.runCommand('Developer: Reload Window');
    await loaded;
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

  /** Opens a file of the folder. @param {string} name */
  async openFile(name) {
    const input = this.page.locator('.quick-input-widget input').first();
    await this.#until(
      async () => {
        if (!(await input.isVisible())) await this.page.keyboard.press('ControlOrMeta+P');
      },
      () => input.isVisible(),
    );
    await input.fill(name);
    await this.page.locator('.quick-input-widget .monaco-list-row').getByText(name).first().click();
    await this.editor(name);
  }

  /** How many colours a line on the screen has. @param {string} text */
  async coloursOf(text) {
    const line = this.page.locator('.monaco-editor .view-line').filter({ hasText: text }).first();
    return new Set(await line.locator('span > span').evaluateAll((parts) => parts.map((part) => part.className))).size;
  }

  /** Runs a command of the command palette. @param {string} title with its category */
  async runCommand(title) {
    const palette = this.page.locator('.quick-input-widget');
    const input = palette.locator('input').first();
    const command = palette.locator('.label-name').getByText(title, { exact: true }).first();
    await this.#until(
      async () => {
        if (!(await input.isVisible())) await this.page.keyboard.press('F1');
        await input.fill(`>${title}`, { timeout: 1000 }).catch(() => undefined);
      },
      () => command.isVisible(),
    );
    await command.click();
  }

  /** @param {string} name as the theme picker shows it */
  async chooseTheme(name) {
    await this.runCommand('Preferences: Color Theme');
    await this.page.locator('.quick-input-widget input[type=text]').first().fill(name);
    await this.page.locator('.quick-input-widget .label-name').getByText(name, { exact: true }).first().click();
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Acts again and again until it has worked: what has the focus next may be slow to take it, and swallow keys. */
  async #until(act, isDone) {
    const end = Date.now() + PATIENCE;
    while (Date.now() < end) {
      await act();
      for (let i = 0; i < 20; i++) {
        if (await isDone()) return;
        await this.page.waitForTimeout(50);
      }
    }
    throw new Error(`Not done within ${PATIENCE / 1000} s: ${isDone}`);
  }

  /** Clicks an icon at the top right of an editor. @param {string} title */
  async clickEditorAction(title) {
    await this.page.locator(`.editor-actions a.action-label[aria-label^="${title}"]`).first().click();
  }

  /** Opens a side bar by its icon; the icon of one that is open would close it. @param {string} title */
  async openSideBar(title) {
    const icon = `:has(a.action-label[aria-label^="${title}"])`;
    const open = this.page.locator(`.activitybar .action-item.checked${icon}`);
    if (await open.isVisible()) return;
    // The whole item: a badge may lie on its icon.
    await this.page.locator(`.activitybar .action-item${icon}`).click();
    await open.waitFor();
  }

  /** A tab of an editor. @param {string} label */
  tab(label) {
    return this.page.locator('.tab').filter({ hasText: label });
  }

  /** What the context menu of an item of a tree in the side bar offers. @param {string} label */
  async choicesInTree(label) {
    const choices = await this.#openMenuInTree(label);
    const labels = await choices.allTextContents();
    await this.page.keyboard.press('Escape');
    await choices.first().waitFor({ state: 'hidden' });
    return labels;
  }

  /** Chooses from that menu. @param {string} label @param {string} choice */
  async chooseInTree(label, choice) {
    const choices = await this.#openMenuInTree(label);
    await choices.getByText(choice, { exact: true }).click();
  }

  async #openMenuInTree(label) {
    const rows = this.page.locator('.part.sidebar .monaco-list-row');
    await rows
      .filter({ has: this.page.getByText(label, { exact: true }) })
      .first()
      .click({ button: 'right' });
    const choices = this.page.locator('.monaco-menu .action-item:has(.action-label:not(.separator))');
    await choices.first().waitFor();
    return choices;
  }

  /** What extensions show behind the ends of lines on the screen. */
  lineEnds() {
    return this.page.locator('.monaco-editor .view-line span[class*="ced-"]').evaluateAll((parts) =>
      parts
        .map((part) => getComputedStyle(part, '::after').content)
        .filter((content) => content !== 'none' && content !== 'normal')
        .map((content) => content.replace(/^"|"$/g, '')),
    );
  }

  /** Focuses the text editor of the first group. */
  async focusEditor() {
    await this.#until(
      () => this.page.keyboard.press('ControlOrMeta+1'),
      () =>
        this.page.evaluate(
          () => document.activeElement?.closest('.monaco-editor .native-edit-context, .monaco-editor textarea') != null,
        ),
    );
  }

  /** Puts an empty editor before the topology panel, in its group. */
  async coverPanel() {
    await this.page.locator('.tab', { hasText: 'Topology of' }).click();
    await this.runCommand('File: New Untitled Text File');
    await this.page.locator('.tab', { hasText: 'Untitled-1' }).waitFor();
  }

  async uncoverPanel() {
    await this.page.locator('.tab', { hasText: 'Topology of' }).click();
  }

  /** Saves the file in the first editor group. */
  async save() {
    await this.focusEditor();
    await this.page.keyboard.press('ControlOrMeta+S');
    await this.isSaved();
  }

  /** Waits until nothing is unsaved; a workbench in a browser saves by itself. */
  async isSaved() {
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

  /** Undoes what was done last in the file in the first editor group. */
  async undo() {
    await this.focusEditor();
    await this.page.keyboard.press('ControlOrMeta+Z');
  }

  /** What the status bar says of the cursor, such as `Ln 3, Col 1 (12 selected)`. */
  async cursorStatus() {
    return this.page.locator('#status\\.editor\\.selection').textContent();
  }

  /** Waits until a line of the text is on the screen. @param {string} text */
  async reveals(text) {
    await this.page.locator('.monaco-editor .view-line').filter({ hasText: text }).first().waitFor();
  }

  /** The whole lines that an extension has marked, on the screen. */
  markedLines() {
    return this.page.locator('.monaco-editor .view-overlays .cdr[class*="ced-"]');
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

  /** The text of the hover at the cursor; waits for a language server that is still starting. */
  async hoverText() {
    const hover = this.page.locator('.monaco-editor .monaco-hover:not(.hidden) .monaco-hover-content').first();
    await this.#until(
      () => this.runCommand('Show or Focus Hover'),
      () => hover.isVisible(),
    );
    return hover.textContent();
  }

  /** The items of the tree of hosts and networks that say this, from top to bottom. @param {string} text */
  treeItems(text) {
    const tree = this.page.locator('.part.sidebar .pane', { hasText: 'Hosts and Networks' });
    return tree.locator('.monaco-list-row').filter({ has: this.page.getByText(text, { exact: true }) });
  }

  /**
   * Answers an input or a file dialog, which VS Code shows at the top.
   * @param {string} offered part of what stands in it at first, by which it is told from the one before it
   * @param {string} text
   */
  async answer(offered, text) {
    const input = this.page.locator('.quick-input-widget input[type=text]').first();
    await this.#until(
      async () => undefined,
      async () => (await input.isVisible()) && (await input.inputValue()).includes(offered),
    );
    await input.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Picks one of the items that VS Code offers at the top. @param {string} label */
  async pick(label) {
    await this.page.locator('.quick-input-widget .label-name').getByText(label, { exact: true }).first().click();
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
