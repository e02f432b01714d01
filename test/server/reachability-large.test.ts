/** Ten thousand containers: what an edit changes, or would change, is found out beside everything else that is asked. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver/node';
import type { CompareReachabilityRequest, WhatIfRequest } from '../../language-server/protocol.ts';
import { type Client, connectInMemory } from './client.ts';

const URI = 'file:///workspace/lab.dnet';
const GROUPS = 100;
const LAB = Array.from(
  { length: GROUPS },
  (_, i) =>
    `network net${i} { subnet 10.0.${i}.0/24 }\ncontainer app${i} { image nginx; replicas 100; network net${i} }\n`,
).join('');

type Compared = NonNullable<CompareReachabilityRequest['result']>;

let client: Client;
beforeAll(async () => {
  client = connectInMemory();
  await client.initialize({ initializationOptions: {} });
  await client.open(URI, `${LAB}disconnect app7-1 from net7\n`);
});
afterAll(() => client.dispose());

const compare = (text: string, source = new CancellationTokenSource()) =>
  client.connection.sendRequest<Compared>(
    'dnet/reachability/compare',
    { before: { uri: URI, text }, after: { uri: URI } },
    source.token,
  );
const hover = () => client.request('textDocument/hover', URI, { line: 0, character: 9 });

/** How many hovers are answered while an answer is waited for. */
async function countOthers(answer: Promise<unknown>): Promise<number> {
  let isAnswered = false;
  const done = () => {
    isAnswered = true;
  };
  answer.then(done, done);
  let others = 0;
  while (!isAnswered) {
    await hover();
    others++;
  }
  return others;
}

describe('a comparison of two texts with 10,000 containers', () => {
  it('is answered, and others are answered meanwhile', async () => {
    const answer = compare(LAB);
    const others = await countOthers(answer);
    expect((await answer).summary).toMatch(/^cuts app7 \(99\), host → app7-1 on 80\/tcp and \d+ more$/);
    // Reading and simulating the other text lets them in, too.
    expect(others).toBeGreaterThan(15);
  }, 120_000);

  it('ends when a newer text has come', async () => {
    const source = new CancellationTokenSource();
    const answer = compare(`${LAB}stop app3-1\n`, source);
    await hover();
    source.cancel();
    await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect(client.logged).toEqual([]);
  }, 120_000);
});

describe('what would break, with 10,000 containers', () => {
  const ask = (token = new CancellationTokenSource().token) =>
    client.connection.sendRequest<NonNullable<WhatIfRequest['result']>>(
      'dnet/whatIf',
      { textDocument: { uri: URI }, hypothesis: { kind: 'removeNetwork', network: 'net9' } },
      token,
    );

  it('is answered, and others are answered meanwhile', async () => {
    const answer = ask();
    expect(await countOthers(answer)).toBeGreaterThan(1);
    expect((await answer).markdown).toContain('- `app9 (100), host` → `app9 (100)` by ping and on 80/tcp (no address)');
  }, 120_000);

  it('ends when nobody waits for it any more', async () => {
    const source = new CancellationTokenSource();
    const answer = ask(source.token);
    await hover();
    source.cancel();
    await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect(client.logged).toEqual([]);
  }, 120_000);
});
