import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Client, connectInMemory } from './client.ts';

const URI = 'file:///workspace/lab.dnet';
const LAB = 'container db { image postgres; publish 5432:5432 }';

let client: Client;
beforeEach(() => {
  client = connectInMemory();
});
afterEach(() => client.dispose());

it('shows findings as the settings say, and again when they change', async () => {
  await client.initialize();
  await client.open(URI, LAB);
  expect((await client.diagnostics(URI)).map(({ code, severity }) => [code, severity])).toEqual([
    ['publish-bypasses-firewall', 2],
  ]);
  const change = (severity: unknown) =>
    client.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { dnet: { diagnostics: { severity } } },
    });
  await change({ 'publish-bypasses-firewall': 'error' });
  await expect.poll(() => client.published.at(-1)?.diagnostics[0]?.severity).toBe(1);
  await change({ 'publish-bypasses-firewall': 'off', 'unused-network': 5 });
  await expect.poll(() => client.published.at(-1)?.diagnostics).toEqual([]);
  await change('nonsense');
  await expect.poll(() => client.published.at(-1)?.diagnostics[0]?.severity).toBe(2);
});

it('answers with the defaults where a client is asked for its settings and says nothing', async () => {
  client.dispose();
  client = connectInMemory({ wait: () => Promise.resolve() });
  client.connection.onRequest('workspace/configuration', () => new Promise(() => {}));
  await client.initialize({ capabilities: { workspace: { configuration: true } } });
  await client.open(URI, 'network n   {subnet 10.0.0.0/24}\n');
  const options = { tabSize: 2, insertSpaces: true };
  expect(await client.request('textDocument/formatting', URI, undefined, { options })).not.toEqual([]);
});
