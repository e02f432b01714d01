/** A page of headless Chromium to measure in: one script of ours, served by a server of its own. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { chromium, type Page } from 'playwright-core';
import { FLAGS } from '../webview/browser/harness.ts';

const HTML = `<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8"><link rel="icon" href="data:,">
<style>html, body, #picture { margin: 0; width: 100%; height: 100vh; overflow: auto; }</style></head>
<body><div id="picture"></div><script src="/page.js"></script></body></html>`;

export interface ChromiumPage {
  readonly page: Page;
  close(): Promise<void>;
}

interface PageOptions {
  /** Where the script's packages are looked for, too. */
  readonly nodePaths?: readonly string[];
  /** Other scripts that the page may load, by their paths. */
  readonly scripts?: Readonly<Record<string, string>>;
  /** What the page is told behind the `#` of its address. */
  readonly hash?: string;
}

export async function openChromiumPage(
  entryPoint: string,
  { nodePaths = [], scripts = {}, hash = '' }: PageOptions = {},
): Promise<ChromiumPage> {
  const { outputFiles } = await build({
    entryPoints: [entryPoint],
    nodePaths: [...nodePaths],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    logLevel: 'error',
  });
  const served: Readonly<Record<string, string>> = { ...scripts, '/page.js': outputFiles[0]!.text };
  const server = createServer(({ url = '' }, response) => {
    const script = served[url];
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
    response.end(script ?? HTML);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/#${hash}`);
  return {
    page,
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}
