/** Ten thousand containers: what an edit changes is found out beside everything else that is asked. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver/node';
import type { CompareReachabilityRequest } from '../../language-server/protocol.ts';
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

describe('a comparison of two texts with 10,000 containers', () => {
  it('is answered, and others are answered meanwhile', async () => {
    let isAnswered = false;
    const answer = compare(LAB).finally(() => {
      isAnswered = true;
    });
    let others = 0;
    while (!isAnswered) {
      await hover();
      others++;
    }
    expect((await answer).summary).toMatch(/^cuts app7 \(99\), host → app7-1 on 80\/tcp and \d+ more$/);
    expect(others).toBeGreaterThan(1);
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
