/** The language server in a Web Worker of Chromium, as editors in browsers have it. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { FLAGS } from '../../webview/browser/harness.ts';
import type { Places } from '../plan.ts';
import type { ServerLimits, ServerMeasurement } from './measure.ts';

const PAGE = `<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8"><link rel="icon" href="data:,"></head>
<body><script src="/page.js"></script></body></html>`;

/** @param places where the product's bundles are */
export async function measureInBrowser(
  { dist, versions }: Places,
  containers: number,
  limits: ServerLimits,
): Promise<ServerMeasurement> {
  const { outputFiles } = await build({
    entryPoints: [join('test', 'benchmark', 'servers', 'page.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    logLevel: 'error',
  });
  const files: Readonly<Record<string, string>> = {
    '/page.js': outputFiles[0]!.text,
    '/server.js': readFileSync(join(dist, 'language-server', 'server.browser.js'), 'utf8'),
  };
  const server = createServer(({ url = '' }, response) => {
    const script = files[url];
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
    response.end(script ?? PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const { repetition, limit, total } = limits;
    return await page.evaluate(([name, version, size, most]) => window.measureWorker({ name, version }, size, most), [
      'dnet in a web worker',
      versions.dnet ?? '',
      containers,
      { repetition, limit, total },
    ] as const);
  } finally {
    await browser.close();
    server.close();
  }
}
