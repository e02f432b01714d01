import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CodeAction } from 'vscode-languageserver/node';
import type {
  CompareReachabilityRequest,
  ExpectationsRequest,
  PinExpectationRequest,
  ReachabilityRows,
  ReachabilityState,
  ReachabilityTrace,
  WhatIfRequest,
} from '../../language-server/protocol.ts';
import { Lines } from '../../language-server/syntax/lines.ts';
import { type Client, connectInMemory } from './client.ts';

const URI = 'file:///workspace/lab.dnet';
const LAB = `network front
network back { internal }
container web { image nginx; network front; publish 8080:80 }
container api { image shop-api; replicas 2; network back; listen 8000 }
container db { image postgres; network back }
container sidecar { image envoy; network container:web; listen 9000 }
`;

let client: Client;
beforeEach(async () => {
  client = connectInMemory();
  await client.initialize({ initializationOptions: { commands: ['dnet.whatIf'] } });
  await client.open(URI, LAB);
});
afterEach(() => client.dispose());

const ask = <T>(method: string, params: object) =>
  client.connection.sendRequest<T>(method, { textDocument: { uri: URI }, ...params });
const classes = () => ask<ReachabilityState>('dnet/reachability', {});
const idOf = (state: ReachabilityState, label: string) => state.classes.find((each) => each.label === label)!.id;

describe('dnet/reachability', () => {
  it('tells classes, rows of cells and the hops behind a cell', async () => {
    const state = await classes();
    const [api, db] = [idOf(state, 'api (2)'), idOf(state, 'db')];
    const { version } = state;
    const { rows, cells } = await ask<ReachabilityRows>('dnet/reachability/rows', { version, rows: [api] });
    expect(cells[rows[0]!.cells[db]!]).toEqual({
      text: 'ping, 5432/tcp',
      reached: 'all',
      results: [
        { on: 'ping', result: 'reached', reached: true },
        { on: '5432/tcp', result: 'reached', reached: true },
      ],
    });
    const trace = await ask<ReachabilityTrace>('dnet/reachability/trace', { version, from: api, to: db, service: 1 });
    expect(trace).toMatchObject({ from: 'api-1', to: 'db', on: '5432/tcp', result: 'reached' });
    expect(trace.hops[0]).toMatchObject({ kind: 'name lookup', source: { uri: URI, range: { start: { line: 3 } } } });
    expect(trace.hops.at(-1)).toMatchObject({ kind: 'listener', source: { range: { start: { line: 4 } } } });
  });

  it('offers to pin what a cell shows, as an expectation that holds', async () => {
    const state = await classes();
    const { version } = state;
    const pinOf = async (from: string, to: string, service = 0) => {
      const params = { version, from: idOf(state, from), to: idOf(state, to), service };
      return (await ask<ReachabilityTrace>('dnet/reachability/trace', params)).pin;
    };
    const pins = [
      await pinOf('api (2)', 'db', 1),
      await pinOf('api (2)', 'api (2)'),
      await pinOf('web', 'db'),
      await pinOf('outside', 'host 8080/tcp (web)'),
      await pinOf('host', 'web', 1),
      await pinOf('web', 'outside'),
    ];
    expect(pins.map((pin) => pin?.text)).toEqual([
      'expect api can reach db on 5432/tcp',
      'expect api-1 can reach api-2',
      'expect web cannot reach db',
      'expect outside can reach host on 8080/tcp',
      'expect host can reach web on 80/tcp',
      'expect web can reach outside',
    ]);
    let text = LAB;
    for (const pin of pins) {
      const { text: _, stands, ...packet } = pin!;
      expect(stands).toBe(false);
      const found = await ask<NonNullable<PinExpectationRequest['result']>>('dnet/pinExpectation', packet);
      expect(found.text).toBe(pin!.text);
      text += `${found.text}\n`;
    }
    await client.change(URI, 2, { text });
    const again = await ask<ReachabilityTrace>('dnet/reachability/trace', {
      version: (await classes()).version,
      from: idOf(state, 'web'),
      to: idOf(state, 'db'),
      service: 0,
    });
    expect(again.pin).toMatchObject({ text: 'expect web cannot reach db', stands: true });
    const results = await ask<ExpectationsRequest['result']>('dnet/expectations', {});
    expect(results?.expectations.filter(({ holds }) => !holds)).toEqual([]);
    expect(results?.expectations).toHaveLength(pins.length);
  });

  it('answers null about a version that has passed', async () => {
    const { version } = await classes();
    await client.change(URI, 2, { text: `${LAB}stop db\n` });
    expect(await ask('dnet/reachability/rows', { version, rows: [0] })).toBeNull();
    expect(await ask('dnet/reachability/trace', { version, from: 0, to: 0, service: 0 })).toBeNull();
  });

  it('compares another text with the open one', async () => {
    await client.change(URI, 2, { text: `${LAB}disconnect db from back\n` });
    const compared = await ask<NonNullable<CompareReachabilityRequest['result']>>('dnet/reachability/compare', {
      before: { uri: URI, text: LAB },
      after: { uri: URI },
    });
    expect(compared.summary).toBe('cuts api (2), host → db on 5432/tcp and 1 more');
    expect(compared.markdown).toContain('- `api (2), host` → `db` by ping and on 5432/tcp (no address)\n');
    expect(compared).toMatchObject({ lost: 2, gained: 0, changed: 0 });
    await client.change(URI, 3, { text: `${LAB}disconnect db from back }\n` });
    expect(
      await ask('dnet/reachability/compare', { before: { uri: URI, text: LAB }, after: { uri: URI } }),
    ).toMatchObject({ summary: null });
  });
});

describe('dnet/whatIf', () => {
  const whatIf = (hypothesis: WhatIfRequest['params']['hypothesis']) =>
    ask<NonNullable<WhatIfRequest['result']>>('dnet/whatIf', { hypothesis });

  it('tells what breaks for others when a container stops, and what for itself', async () => {
    const { title, markdown } = await whatIf({ kind: 'stop', container: 'web' });
    expect(title).toBe('What breaks if web stops?');
    expect(markdown).toMatch(/\*\*Lost\*\*\n\n[^*]*- `.*host.*` → `host 8080\/tcp` \(gone\)/);
    expect(markdown).toContain('**Who reaches it no more**');
    expect(markdown).toMatch(/- `sidecar` → `outside`/);
  });

  it('knows that replicas stop together, and that nothing else may break', async () => {
    const { markdown } = await whatIf({ kind: 'stop', container: 'api' });
    expect(markdown).toContain('Nothing breaks between others.');
    expect(markdown).toContain('`api (2)` → `db`');
  });

  it('takes the members off a network before it goes', async () => {
    const { title, markdown, lost } = await whatIf({ kind: 'removeNetwork', network: 'back' });
    expect(title).toBe('What breaks if network back goes?');
    expect(lost).toBeGreaterThan(0);
    expect(markdown).toContain('`db` by ping and on 5432/tcp (no address)');
  });

  it('says why the engine would not do it, and when there is nothing to do', async () => {
    expect((await whatIf({ kind: 'removeNetwork', network: 'bridge' })).markdown).toContain('Docker would refuse it');
    expect((await whatIf({ kind: 'stop', container: 'nobody' })).markdown).toContain('Nothing');
  });

  it('is asked from the names of containers and networks', async () => {
    const actions = async (text: string) => {
      const start = Lines.of(LAB).positionAt(LAB.indexOf(text));
      const all = await client.request<CodeAction[]>('textDocument/codeAction', URI, undefined, {
        range: { start, end: start },
        context: { diagnostics: [] },
      });
      return all.filter(({ command }) => command?.command === 'dnet.whatIf');
    };
    expect(await actions('web {')).toMatchObject([
      {
        title: 'What breaks if `web` stops?',
        command: { arguments: [URI, { kind: 'stop', container: 'web' }] },
      },
    ]);
    expect((await actions('back {'))[0]?.title).toBe('What breaks if network `back` goes?');
    expect(await actions('image')).toEqual([]);
  });
});
