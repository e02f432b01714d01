import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ExpectationsRequest, PinExpectationRequest } from '../../language-server/protocol.ts';
import { type Client, connectInMemory } from './client.ts';

const URI = 'file:///workspace/lab.dnet';
const LAB = `network n
container web { image nginx; network n }
container app { network n }
expect app can reach web on 80/tcp
expect app cannot resolve web
expect outside can reach web
`;

let client: Client;
beforeEach(async () => {
  client = connectInMemory();
  await client.initialize();
});
afterEach(() => client.dispose());

const ask = (params: ExpectationsRequest['params']) =>
  client.connection.sendRequest<ExpectationsRequest['result']>('dnet/expectations', params);

it('answers what came of the expectations of an open document', async () => {
  await client.open(URI, LAB);
  const results = await ask({ textDocument: { uri: URI } });
  expect(results?.errors).toBe(0);
  expect(results?.expectations.map(({ label, holds, expected, actual }) => [label, holds, expected, actual])).toEqual([
    ['app can reach web on 80/tcp', true, 'delivered', 'delivered, answered by web'],
    ['app cannot resolve web', false, 'no address', 'web'],
    ['outside can reach web', false, 'delivered', 'no route'],
  ]);
  expect(results?.expectations[2]).toMatchObject({
    range: { start: { line: 5, character: 0 }, end: { line: 5, character: 28 } },
    subject: { line: 5, character: 25 },
  });
  expect(results?.expectations[2]?.message).toContain('Machines on the LAN have no route');
});

it('answers for a text that is not open, and does not keep it', async () => {
  const results = await ask({ textDocument: { uri: URI }, text: 'container web\nexpect web has ip 172.17.0.2\n' });
  expect(results?.expectations).toMatchObject([{ label: 'web has ip 172.17.0.2', holds: true }]);
  expect(await ask({ textDocument: { uri: URI } })).toBeNull();
});

it('answers the edit that pins a packet', async () => {
  await client.open(URI, LAB);
  const pin = (params: Omit<PinExpectationRequest['params'], 'textDocument'>) =>
    client.connection.sendRequest<PinExpectationRequest['result']>('dnet/pinExpectation', {
      textDocument: { uri: URI },
      ...params,
    });
  expect(await pin({ from: 'web', to: 'app', position: { line: 2, character: 3 } })).toEqual({
    text: 'expect web can reach app',
    edit: {
      range: { start: { line: 2, character: 27 }, end: { line: 2, character: 27 } },
      newText: '\n\nexpect web can reach app',
    },
    stands: false,
  });
  expect(await pin({ from: 'web', to: 'app', on: 'nonsense' })).toBeNull();
});
