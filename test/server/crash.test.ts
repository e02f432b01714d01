/** A server that is killed, and its successor: what an editor has open is there again, as the user has edited it. */
import { afterEach, expect, it } from 'vitest';
import type { Hover } from 'vscode-languageserver/node';
import { type Running, startProgram } from './program.ts';

const URI = 'file:///workspace/lab.dnet';

const started: Running[] = [];
const start = (): Running => {
  started.push(startProgram());
  return started.at(-1)!;
};
afterEach(() => {
  for (const { client, server } of started.splice(0)) {
    client.dispose();
    server.kill();
  }
});

it('has all that the one before had', async () => {
  const before = start();
  await before.client.initialize();
  await before.client.open(URI, 'container web { image nginx }\n');
  await before.client.change(URI, 2, { text: 'container web { image nginx }\nbananas\n' });
  const diagnostics = await before.client.diagnostics(URI, 2);
  expect(diagnostics.map(({ code }) => code)).toEqual(['unknown-statement']);

  // In the middle of its work.
  await before.client.change(URI, 3, { text: `bananas\n${'container c { replicas 500 }\n'.repeat(20)}` });
  before.server.kill('SIGKILL');
  expect(await before.exit).toBe('SIGKILL');

  const after = start();
  await after.client.initialize();
  await after.client.open(URI, 'container web { image nginx }\nbananas\n', 4);
  expect(await after.client.diagnostics(URI, 4)).toEqual(diagnostics);
  const hover = await after.client.request<Hover>('textDocument/hover', URI, { line: 0, character: 11 });
  expect(JSON.stringify(hover.contents)).toContain('docker run -d --name web nginx');
});

it('ends when its editor is gone, and leaves nothing running', async () => {
  const { client, server, exit } = start();
  await client.initialize();
  server.stdin!.end();
  expect(await exit).toBe(1);
});
