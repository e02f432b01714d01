import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  SourceRange,
  TopologyChangedNotification,
  TopologyOrigin,
  TopologyState,
} from '../../language-server/protocol.ts';
import { Lines } from '../../language-server/syntax/lines.ts';
import { dnet, file } from '../cli/dnet.ts';
import { marked } from '../cursor.ts';
import { type Client, connectInMemory } from './client.ts';

const URI = 'file:///workspace/lab.dnet';
const LAB = 'network front\ncontainer web { network front }\ncontainer db\n';

let client: Client;
beforeEach(async () => {
  client = connectInMemory();
  await client.initialize();
});
afterEach(() => client.dispose());

describe('a topology for other programs', () => {
  const exported = (format: string, step?: number) =>
    client.request('dnet/topology/export', URI, undefined, { format, ...(step === undefined ? {} : { step }) });

  it.each(['mermaid', 'dot'])('is written as the command line writes it: %s', async (format) => {
    await client.open(URI, LAB);
    expect(await exported(format)).toBe(dnet('export', '--to', format, file('lab.dnet', LAB)).out);
  });

  it('is of the moment that is looked at', async () => {
    await client.open(URI, LAB);
    expect(await exported('mermaid')).toContain('"db');
    expect(await exported('mermaid', 2)).not.toContain('"db');
  });

  it('is null in a format that there is not', async () => {
    await client.open(URI, LAB);
    expect(await exported('toString')).toBeNull();
  });
});

/** What the text has at the place that the server names. */
async function textAt(what: { origin: TopologyOrigin | undefined } | { step: number }, text: string) {
  const range = await client.request<SourceRange | null>('dnet/topology/rangeOf', URI, undefined, what);
  const lines = Lines.of(text);
  return range && text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
}

describe('the cursor and the picture', () => {
  const at = async (source: string, more: object = {}): Promise<string | null> => {
    const { text, position } = marked(source);
    await client.open(URI, text);
    const { node } = await client.request<{ node: string | null }>('dnet/topology/nodeAt', URI, position, more);
    return node;
  };
  const CABLE = 'veth:interface:web/eth0--network:front';

  it.each([
    ['the keyword of a container', 'network front\ncon|tainer web { network front }', 'container:web'],
    ['the name of a container', 'network front\ncontainer w|eb { network front }', 'container:web'],
    ['the statement of a network', 'network fr|ont\ncontainer web { network front }', 'network:front'],
    ['a property that joins a network', 'network front\ncontainer web { net|work front }', CABLE],
    ['the network in it', 'network front\ncontainer web { network fr|ont }', CABLE],
    ['its block', 'network front\ncontainer web { network front { alias w|ww } }', CABLE],
    [
      'the network of a connect',
      'network n1\ncontainer web\nconnect web to n|1',
      'veth:interface:web/eth1--network:n1',
    ],
    ['the container of a connect', 'network n1\ncontainer web\nconnect w|eb to n1', 'container:web'],
    [
      'what a cable was pulled out of',
      'network n1\ncontainer web { network n|1 }\ndisconnect web from n1',
      'network:n1',
    ],
    [
      'a network of replicas',
      'network n1\ncontainer web { replicas 2; network n|1 }',
      'veth:interface:web-1/eth0--network:n1',
    ],
    ['a shared namespace', 'container web\ncontainer side { network container:w|eb }', 'container:web'],
    ['a mode', 'container web { network ho|st }', 'container:web'],
    ['a port', 'container web { publish 80|80:80 }', 'published-port:host/8080/tcp'],
    ['the property that publishes it', 'container web { pub|lish 8080:80 }', 'published-port:host/8080/tcp'],
    [
      'the second of several ports',
      'container web\ncontainer api { publish 8080:80, 127.0.0.1:90|90:90/udp }',
      'published-port:host/127.0.0.1:9090/udp',
    ],
    ['the first port of a range', 'container web { publish 8000-8002:|80-82 }', 'published-port:host/8000/tcp'],
    ['a port that is bound no more', 'container web { publish 80|80:80 }\nstop web', 'container:web'],
    ['nothing', 'container web\n\n|', null],
  ])('%s', async (_, source, expected) => expect(await at(source)).toBe(expected));

  it('are of the moment that is drawn', async () => {
    const source = 'network n1\ncontainer web { network n|1 }\ndisconnect web from n1\n';
    const { text } = marked(source);
    await client.open(URI, text);
    await client.request('dnet/topology', URI, undefined, { step: 2 });
    expect(await at(source)).toBe('veth:interface:web/eth0--network:n1');
  });

  it('lead from a cable, and from the interface that it is plugged into, to the property, or the statement, that has put it there', async () => {
    const text = 'network n1\nnetwork n2\ncontainer web { image nginx; network n1 { alias www } }\nconnect web to n2\n';
    await client.open(URI, text);
    const { graph } = await client.request<TopologyState>('dnet/topology', URI);
    const sourceOf = (id: string) => {
      const { source, origin } = graph.edges.find((each) => each.id === id)!;
      expect(graph.nodes.find((node) => node.id === source)!.origin).toEqual(origin);
      return textAt({ origin }, text);
    };
    expect(await sourceOf('veth:interface:web/eth0--network:n1')).toBe('network n1 { alias www }');
    expect(await sourceOf('veth:interface:web/eth1--network:n2')).toBe('connect web to n2');
  });

  it('lead from a published port, and from its line, to the value that publishes it', async () => {
    const text = 'container web { publish 8080:80, 8443:443 }\n';
    await client.open(URI, text);
    const { graph } = await client.request<TopologyState>('dnet/topology', URI);
    const port = graph.nodes.find(({ id }) => id === 'published-port:host/8443/tcp')!;
    expect(await textAt({ origin: port.origin }, text)).toBe('8443:443');
    expect(graph.edges.find(({ source }) => source === port.id)!.origin).toEqual(port.origin);
  });

  it('lead to the same statements where lines have moved them to, also in a text that cannot be drawn', async () => {
    const text = 'network front\ncontainer web { network front; publish 8080:80 }\n';
    await client.open(URI, text);
    const { graph } = await client.request<TopologyState>('dnet/topology', URI);
    const origins = [...graph.nodes, ...graph.edges].flatMap(({ origin }) => origin ?? []);
    const before = await Promise.all(origins.map((origin) => textAt({ origin }, text)));
    expect(new Set(before)).toEqual(
      new Set(['network front', 'container web { network front; publish 8080:80 }', '8080:80']),
    );
    let now = text;
    for (const [version, added] of ['\n', '# a comment\n\n', 'container {\n'].entries()) {
      const start = { line: 0, character: 0 };
      await client.change(URI, version + 2, { range: { start, end: start }, text: added });
      now = added + now;
      expect(await Promise.all(origins.map((origin) => textAt({ origin }, now)))).toEqual(before);
    }
  });

  it('lead from a step to its statement, and from the start to none', async () => {
    const text = 'network front\ncontainer web { network front }\nstop web\n';
    await client.open(URI, text);
    expect(await textAt({ step: 3 }, text)).toBe('stop web');
    expect(await textAt({ step: 0 }, text)).toBeNull();
    expect(await textAt({ step: 99 }, text)).toBeNull();
  });

  it('lead nowhere from what the text does not say', async () => {
    await client.open(URI, LAB);
    expect(await textAt({ origin: 'network:bridge' }, LAB)).toBeNull();
    expect(await textAt({ origin: undefined }, LAB)).toBeNull();
  });
});

describe('the picture of a text', () => {
  const changes: TopologyChangedNotification['params'][] = [];
  beforeEach(() => {
    changes.length = 0;
    client.connection.onNotification('dnet/topology/changed', (change: TopologyChangedNotification['params']) => {
      changes.push(change);
    });
  });
  const at = (line: number, end = line) => ({
    start: { line, character: 0 },
    end: { line: end, character: 0 },
  });

  it('says nothing of lines that have moved but that the text is another one', async () => {
    await client.open(URI, LAB);
    await client.request('dnet/topology', URI);
    await client.change(URI, 2, { range: at(0), text: '\n\n' });
    await client.request('dnet/topology', URI);
    expect(changes).toEqual([
      expect.objectContaining({
        from: 1,
        revision: 2,
        newTimeline: false,
        patch: { removed: [], nodes: [], edges: [] },
      }),
    ]);
    expect(changes[0]).not.toHaveProperty('declared');
  });

  it('says when the steps are other ones, which need not be seen', async () => {
    await client.open(URI, LAB);
    await client.request('dnet/topology', URI);
    await client.change(URI, 2, { range: at(1, 2), text: 'container web { network front { alias www } }\n' });
    await client.request('dnet/topology', URI);
    expect(changes).toEqual([
      expect.objectContaining({ newTimeline: true, patch: { removed: [], nodes: [], edges: [] } }),
    ]);
  });

  it('says which statements have come and gone, in the order of the text', async () => {
    await client.open(URI, LAB);
    const { declared } = await client.request<TopologyState>('dnet/topology', URI);
    expect(declared).toEqual([['network:front'], ['container:web'], ['container:db']]);
    await client.change(URI, 2, { range: at(1, 2), text: 'container shop { network front; replicas 2 }\n' });
    await client.request('dnet/topology', URI);
    await client.change(URI, 3, { range: at(3), text: 'connect db to front\n' });
    const after = await client.request<TopologyState>('dnet/topology', URI);
    expect(changes.map((change) => change.declared)).toEqual([
      { start: 1, deleteCount: 1, items: [['container:shop-1', 'container:shop-2']] },
      undefined,
    ]);
    expect(after.declared).toEqual([['network:front'], ['container:shop-1', 'container:shop-2'], ['container:db']]);
  });
});
