/**
 * The webview's page by itself in Chromium: served over loopback with the policy that VS Code's page has, and with
 * stand-ins for what VS Code puts into a webview (its API, its theme).
 */
import { mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Core } from 'cytoscape';
import { build } from 'esbuild';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { textsForPage } from '../../../extension/topology/page-texts.ts';
import type { Translations } from '../../../language-server/l10n.ts';
import type { FromWebview, TopologyGraph, TopologyState, ToWebview } from '../../../language-server/protocol.ts';
import { type EditorTheme, THEMES, type ThemeName } from './themes.ts';

export const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const NONCE = 'bm9uY2U';
const POLICY = `default-src 'none'; img-src 'self' data:; style-src 'self' 'nonce-${NONCE}'; script-src 'nonce-${NONCE}'`;
const PAGES = { topology: 'webview/main.ts', reachability: 'webview/reachability/main.ts' };
export type PageName = keyof typeof PAGES;
const htmlOf = (name: PageName, texts?: Translations) =>
  `<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8"><title>${name}</title><link rel="icon" href="data:,">
${textsForPage(texts)}
<link rel="stylesheet" href="/${name}.css"></head><body><script nonce="${NONCE}" src="/${name}.js"></script></body></html>`;
const PICTURES = 'test-results/webview';
export const URI = 'file:///lab.dnet';

interface FakeWindow {
  readonly posted: FromWebview[];
  readonly violations: string[];
  stored: unknown;
}
declare global {
  interface Window {
    fake: FakeWindow;
    /** What the extension does with a message, where a test has one. */
    extension?(message: FromWebview): Promise<ToWebview | null>;
  }
}

interface ServedFile {
  readonly type: string;
  readonly text: string;
}

/** The browser and the server, once a test file. */
export class Harness {
  private constructor(
    private readonly name: PageName,
    private readonly files: Map<string, ServedFile>,
    private readonly server: Server,
    private readonly browser: Browser,
  ) {}

  static async start(name: PageName = 'topology'): Promise<Harness> {
    const bundle = await build({
      entryPoints: { [name]: PAGES[name] },
      bundle: true,
      write: false,
      outdir: 'out',
      format: 'iife',
      target: 'es2022',
      logLevel: 'warning',
    });
    const files = new Map<string, ServedFile>([
      ['/', { type: 'text/html', text: htmlOf(name) }],
      ...bundle.outputFiles.map(({ path, text }): [string, ServedFile] =>
        path.endsWith('.css')
          ? [`/${name}.css`, { type: 'text/css', text }]
          : [`/${name}.js`, { type: 'text/javascript', text }],
      ),
    ]);
    const server = createServer(({ url = '/' }, response) => {
      const file = files.get(url);
      if (file === undefined) response.writeHead(404).end();
      else response.writeHead(200, { 'content-type': file.type, 'content-security-policy': POLICY }).end(file.text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: FLAGS,
    });
    return new Harness(name, files, server, browser);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    this.server.close();
  }

  async open({
    theme = 'Dark Modern',
    size = { width: 1280, height: 800 },
    stored,
    reducedMotion = true,
    texts,
  }: OpenOptions = {}): Promise<Webview> {
    const context = await this.browser.newContext({
      viewport: size,
      reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    });
    await context.addInitScript(installEditor, { theme: THEMES[theme] as EditorTheme, stored });
    const page = await context.newPage();
    page.setDefaultTimeout(8000);
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
    });
    const path = texts ? '/translated' : '/';
    if (texts) this.files.set(path, { type: 'text/html', text: htmlOf(this.name, texts) });
    await page.goto(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`);
    await page.waitForFunction(() => window.fake.posted.some(({ type }) => type === 'ready'));
    return new Webview(context, page, errors);
  }
}

export interface OpenOptions {
  readonly theme?: ThemeName;
  readonly size?: { readonly width: number; readonly height: number };
  /** What `getState` answers. */
  readonly stored?: unknown;
  readonly reducedMotion?: boolean;
  /** In the language that the page speaks; without them it speaks English. */
  readonly texts?: Translations;
}

/** Runs in the page before its script. */
function installEditor({ theme, stored }: { theme: EditorTheme; stored: unknown }): void {
  const fake: FakeWindow = { posted: [], violations: [], stored };
  window.fake = fake;
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    fake.violations.push(`${violatedDirective} ${blockedURI}`);
  });
  Object.assign(window, {
    acquireVsCodeApi: () => ({
      postMessage: (message: FromWebview) => {
        fake.posted.push(message);
        void window.extension?.(message).then((answer) => answer && window.postMessage(answer, '*'));
      },
      getState: () => fake.stored,
      setState: (state: unknown) => {
        fake.stored = JSON.parse(JSON.stringify(state ?? null));
      },
    }),
  });
  new MutationObserver((_, observer) => {
    if (document.body === null) return;
    observer.disconnect();
    applyTheme(theme);
  }).observe(document, { childList: true, subtree: true });
  Object.assign(window, { applyTheme });

  function applyTheme({ kind, variables }: EditorTheme): void {
    const { style } = document.documentElement;
    for (const name of [...style]) style.removeProperty(name);
    for (const [name, value] of Object.entries(variables)) style.setProperty(`--vscode-${name}`, value);
    document.body.className = kind;
    document.body.dataset.vscodeThemeKind = kind;
  }
}

export interface DrawnBox {
  readonly id: string;
  readonly classes: readonly string[];
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** One page. */
export class Webview {
  private revision = 0;

  constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    /** Errors and warnings of the page's console. */
    readonly errors: readonly string[],
  ) {}

  close(): Promise<void> {
    return this.context.close();
  }

  /** Sends a message, and waits for the picture: a large one is drawn over many frames. */
  async send(message: unknown): Promise<void> {
    await this.page.evaluate(async (data) => {
      const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      window.dispatchEvent(new MessageEvent('message', { data }));
      while (document.querySelector('#canvas')?.ariaBusy === 'true') await nextFrame();
      await nextFrame();
      await nextFrame();
    }, message);
  }

  /** Answers what the page posts from now on. */
  async connect(extension: (message: FromWebview) => ToWebview | null): Promise<void> {
    await this.page.exposeFunction('extension', extension);
  }

  async show(graph: TopologyGraph, more: Partial<TopologyState> = {}): Promise<void> {
    const message: ToWebview = {
      type: 'show',
      title: 'lab.dnet',
      state: { uri: URI, revision: ++this.revision, stale: false, step: 0, steps: 0, declared: [], graph, ...more },
    };
    await this.send(message);
  }

  posted(): Promise<FromWebview[]> {
    return this.page.evaluate(() => window.fake.posted);
  }

  violations(): Promise<string[]> {
    return this.page.evaluate(() => window.fake.violations);
  }

  stored(): Promise<unknown> {
    return this.page.evaluate(() => window.fake.stored);
  }

  async theme(name: ThemeName): Promise<void> {
    await this.page.evaluate((theme) => {
      (window as unknown as { applyTheme(theme: unknown): void }).applyTheme(theme);
    }, THEMES[name]);
  }

  /** Runs with Cytoscape's instance, which it keeps at its container. */
  graph<T, A>(run: (cy: Core, argument: A) => T, argument?: A): Promise<T> {
    const cy = "document.querySelector('#graph')._cyreg.cy";
    return this.page.evaluate(`(${run})(${cy}, ${JSON.stringify(argument)})`);
  }

  /** Where a node is drawn, relative to the page. */
  async pointOf(id: string): Promise<{ x: number; y: number }> {
    return this.graph((cy, nodeId) => {
      const { left, top } = cy.container()!.getBoundingClientRect();
      const { x, y } = cy.getElementById(nodeId).renderedPosition();
      return { x: x + left, y: y + top };
    }, id);
  }

  async click(id: string): Promise<void> {
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    const { x, y } = await this.pointOf(id);
    await this.page.mouse.click(x, y);
  }

  selected(): Promise<string[]> {
    return this.graph((cy) => cy.$(':selected').map((element) => element.id()));
  }

  positions(): Promise<Record<string, { x: number; y: number }>> {
    return this.graph((cy) =>
      Object.fromEntries(cy.nodes().map((node) => [node.id(), { ...node.position() }] as const)),
    );
  }

  /** The boxes of all nodes with their labels, as Cytoscape has measured them. */
  boxes(): Promise<DrawnBox[]> {
    return this.graph((cy) =>
      cy.nodes().map((node) => {
        const { x1, y1, x2, y2 } = node.boundingBox({ includeOverlays: false, includeUnderlays: false });
        return { id: node.id(), classes: node.classes(), x1, y1, x2, y2 };
      }),
    );
  }

  async photograph(name: string): Promise<void> {
    await mkdir(PICTURES, { recursive: true });
    await this.page.waitForTimeout(250);
    await this.page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }
}
