/** The language server in a Web Worker of Chromium, as editors in browsers have it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openChromiumPage } from '../chromium-page.ts';
import type { Places } from '../plan.ts';
import type { ServerLimits, ServerMeasurement } from './measure.ts';

/** @param places where the product's bundles are */
export async function measureInBrowser(
  { dist, versions }: Places,
  containers: number,
  limits: ServerLimits,
): Promise<ServerMeasurement> {
  const worker = readFileSync(join(dist, 'language-server', 'server.browser.js'), 'utf8');
  const { page, close } = await openChromiumPage(join('test', 'benchmark', 'servers', 'page.ts'), {
    scripts: { '/server.js': worker },
  });
  try {
    const { repetition, limit, total } = limits;
    return await page.evaluate(([name, version, size, most]) => window.measureWorker({ name, version }, size, most), [
      'dnet in a web worker',
      versions.dnet ?? '',
      containers,
      { repetition, limit, total },
    ] as const);
  } finally {
    await close();
  }
}
