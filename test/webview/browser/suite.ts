/** What the tests of a page share: one browser a file, and pages that break no policy and write nothing to the console. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { TopologyGraph } from '../../../language-server/protocol.ts';
import { createService } from '../../../language-server/service.ts';
import { Harness, type OpenOptions, type PageName, type Webview } from './harness.ts';
import { LabView } from './lab-view.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

export interface PageSuite {
  /** A page that has been shown nothing. */
  open(options?: OpenOptions): Promise<Webview>;
  /** A page together with a server. */
  lab(text: string, options?: OpenOptions): Promise<LabView>;
  /** The same, with one of the examples. */
  example(name: string, options?: OpenOptions): Promise<LabView>;
}

/** To be called once, at the top of a test file. Pages that are still open at the end of a test are closed. */
export function pageSuite(name: PageName = 'topology'): PageSuite {
  let harness: Harness;
  let pages: Webview[] = [];
  beforeAll(async () => {
    harness = await Harness.start(name);
  });
  afterAll(() => harness?.stop());
  afterEach(async () => {
    const opened = pages.filter(({ page }) => !page.isClosed());
    pages = [];
    try {
      for (const view of opened) {
        expect(await view.violations()).toEqual([]);
        expect(view.errors).toEqual([]);
      }
    } finally {
      await Promise.all(opened.map((view) => view.close()));
    }
  });
  const kept = (view: Webview): Webview => {
    pages.push(view);
    return view;
  };
  const labOn = async (text: string, options?: OpenOptions): Promise<LabView> => {
    const lab = await LabView.open(harness, text, options);
    kept(lab.view);
    return lab;
  };
  return {
    open: async (options) => kept(await harness.open(options)),
    lab: labOn,
    example: async (example, options) => labOn(await readFile(`examples/${example}.dnet`, 'utf8'), options),
  };
}

/** An example as the server draws it. */
export async function exampleGraph(name: string): Promise<TopologyGraph> {
  const service = createService();
  const [snapshot] = service.open(`file:///${name}`, 1, await readFile(`examples/${name}.dnet`, 'utf8'));
  return service.topology(snapshot!);
}

/** What axe finds on a page: of all its rules, or of some. */
export async function violations({ page }: Webview, ...rules: readonly string[]): Promise<unknown[]> {
  const isThere = await page.evaluate(() => 'axe' in window);
  if (!isThere) await page.evaluate(await readFile(AXE, 'utf8'));
  return page.evaluate(async (only) => {
    interface Axe {
      run(
        options: object,
      ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
    }
    const { axe } = window as unknown as { axe: Axe };
    const result = await axe.run(only.length > 0 ? { runOnly: only } : {});
    return result.violations.map(({ id, nodes }) => [id, ...nodes.map((node) => [node.html, node.failureSummary])]);
  }, rules);
}
