/** Pictures to look at: the labs in each of the editor's themes, written to test-results/webview. */

import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TopologyGraph } from '../../../language-server/protocol.ts';
import { createService } from '../../../language-server/service.ts';
import { largeLab, threeTiers } from '../fixtures.ts';
import { Harness } from './harness.ts';
import { THEMES, type ThemeName } from './themes.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness?.stop());

/** As the server draws an example. */
async function example(name: string): Promise<TopologyGraph> {
  const service = createService();
  const [snapshot] = service.open(`file:///${name}`, 1, await readFile(`examples/${name}.dnet`, 'utf8'));
  return service.topology(snapshot!);
}

const labs = {
  article: () => example('docker-networks'),
  shop: () => example('three-tier-app'),
  mistakes: () => example('classic-mistakes'),
  states: threeTiers,
  large: () => largeLab(300),
};

it.each(Object.entries(labs))('draws the %s lab in every theme', async (lab, graph) => {
  const view = await harness.open();
  await view.show(await graph());
  for (const theme of Object.keys(THEMES) as ThemeName[]) {
    await view.theme(theme);
    await view.photograph(`${lab}-${theme.toLowerCase().replaceAll(' ', '-')}`);
  }
  expect(await view.violations()).toEqual([]);
  expect(view.errors).toEqual([]);
  await view.close();
});
