import { describe, expect, it } from 'vitest';
import { OutlineGraph } from '../../extension/outline/graph.ts';
import { findItem, type OutlineItem, outlineOf } from '../../extension/outline/outline.ts';
import { wordsOf } from '../../extension/outline/words.ts';
import { topology } from '../../language-server/features/topology.ts';
import { open, URI } from '../lab.ts';

function outline(text: string): readonly OutlineItem[] {
  const { nodes, edges } = topology(open(text));
  return outlineOf(nodes, edges);
}

const SEVERITIES = { error: 'Error', warning: 'Warning', information: 'Note' };
/** What a screen reader reads from top to bottom. */
const spoken = (text: string): string => {
  const read = (items: readonly OutlineItem[], indent = ''): string =>
    items.map((item) => `${indent}${wordsOf(item, SEVERITIES).spoken}\n${read(item.children, `${indent}  `)}`).join('');
  return read(outline(text));
};

const drawn = (items: readonly OutlineItem[], indent = ''): string =>
  items
    .map(
      ({ node, children }) => `${indent}${[node.label, ...node.details].join(' ')}\n${drawn(children, `${indent}  `)}`,
    )
    .join('');

describe('the tree of a lab', () => {
  it('holds networks in hosts, containers on networks, and their interfaces there', () => {
    const items = outline(
      'network back { internal }\ncontainer web { network bridge; publish 8080:80 }\ncontainer db { network back }\nconnect web to back',
    );
    expect(drawn(items)).toBe(
      [
        'outside LAN 192.0.2.99 router 192.0.2.1',
        'host Docker Engine 29',
        '  eth0 192.0.2.10/24',
        '  routing · NAT',
        '  8080 → 80/tcp',
        '  back 172.18.0.0/16 gateway 172.18.0.1 internal',
        '    db busybox',
        '      eth0 172.18.0.2/16',
        '    web busybox',
        '      eth1 172.18.0.3/16',
        '  bridge docker0 172.17.0.0/16 gateway 172.17.0.1',
        '    web busybox',
        '      eth0 172.17.0.2/16',
        '',
      ].join('\n'),
    );
  });

  it('has those that share a namespace on its networks, and those without a network in the host', () => {
    const items = outline(
      'container web\ncontainer side { network container:web }\ncontainer job { network none }\ncontainer node { network host }',
    );
    const host = findItem(items, 'host:host')!;
    const labels = (id: string) => findItem(items, id)!.children.map(({ node }) => node.label);
    expect(labels('network:bridge')).toEqual(['side', 'web']);
    expect(host.children.map(({ node }) => node.label)).toEqual(['eth0', 'routing · NAT', 'bridge', 'job', 'node']);
    expect(labels('container:job')).toEqual(['lo']);
  });

  it('leaves out nothing that the picture shows, but the frame around a namespace', () => {
    const source =
      'network n1\ncontainer ca { network n1 }\ncontainer cb { network container:ca }\ncontainer cc { publish 80:80 }';
    const { nodes } = topology(open(source));
    const items = outline(source);
    for (const { id, kind } of nodes)
      expect([id, findItem(items, id) !== undefined]).toEqual([id, kind !== 'namespace']);
  });

  it('says of every item what the picture shows, an address and what is wrong with it included', () => {
    const source = [
      'network back { internal }',
      'network front',
      'container web { image nginx; network front; publish 8080:80 }',
      'container side { image busybox; network container:web }',
      'container db { image postgres; network back; ip 10.0.0.1 }',
      'container idle { image busybox; network back }',
      'stop idle',
    ].join('\n');
    expect(spoken(source)).toMatchInlineSnapshot(`
      "Outside: the machine 192.0.2.99 on the hosts' LAN, the router 192.0.2.1 and what lies behind it; servers there: example.test, 198.51.100.53, printer.
      Host host with Docker Engine 29; 4 containers.
        Interface eth0 of host host; address 192.0.2.10/24. eth0 of host is on the LAN.
        Routing of host host: it forwards between the bridges and the LAN; Docker's firewall filters here, masquerades what leaves and translates published ports. What host forwards to the LAN leaves by eth0. default via 192.0.2.1 dev eth0; MASQUERADE for 2 networks; DNAT for 1 published port.
        Port 8080/tcp of every address of host host leads to port 80/tcp of web.
        Internal network back, driver bridge; subnet 172.18.0.0/16; gateway 172.18.0.1; 1 container.
          Error: \`ip\` has no place in the block of a \`container\`. It belongs in the block of \`network\` inside a \`container\`, or of \`connect\`. Container db, image postgres, running; listens on 5432/tcp. 172.18.0.2/16.
            Interface eth0 of db on network back; address 172.18.0.2/16; MAC address drawn at random at every start.
          Container idle, image busybox, exited; joins back when it is started.
        Network bridge, driver bridge; Linux bridge docker0; subnet 172.17.0.0/16; gateway 172.17.0.1; 0 containers. Packets of bridge leave through eth0 with the host's address (masquerade).
        Network front, driver bridge; subnet 172.19.0.0/16; gateway 172.19.0.1; 1 container. Packets of front leave through eth0 with the host's address (masquerade).
          Container side, image busybox, running. 172.19.0.2/16. One network namespace shared by web, side: the same addresses, ports and loopback interface.
            Interface eth0 of web on network front; address 172.19.0.2/16; MAC address drawn at random at every start; gateway 172.19.0.1.
          Container web, image nginx, running; listens on 80/tcp. 172.19.0.2/16. One network namespace shared by web, side: the same addresses, ports and loopback interface.
            Interface eth0 of web on network front; address 172.19.0.2/16; MAC address drawn at random at every start; gateway 172.19.0.1.
      "
    `);
  });

  it('says the sentence of every cable', () => {
    const source =
      'network n1\nnetwork n2 { driver macvlan; parent eth0; subnet 192.0.2.0/24 }\ncontainer ca { network n1; publish 80:80 }\ncontainer cb { network n2 }';
    const { edges } = topology(open(source));
    const said = (items: readonly OutlineItem[]): string[] =>
      items.flatMap((item) => [item.node.description, ...item.notes, ...said(item.children)]);
    const sentences = said(outline(source));
    expect(edges.length).toBeGreaterThan(5);
    for (const { description } of edges) expect(sentences).toContain(description);
  });

  it('has an interface in the place of its cable', () => {
    const graph = topology(open('network n1\ncontainer ca { network n1 }'));
    const tree = new OutlineGraph({ uri: URI, revision: 1, stale: false, step: 0, steps: 0, declared: [], graph });
    const found = findItem(tree.items, tree.nodeOf('veth:interface:ca/eth0--network:n1'));
    expect(found?.path).toEqual(['host:host', 'network:n1', 'container:ca', 'interface:ca/eth0']);
    expect(tree.nodeOf('container:ca')).toBe('container:ca');
  });

  it('tells the places of one container by their paths', () => {
    const items = outline('network n1\nnetwork n2\ncontainer ca { network n1; network n2 }');
    const paths = (list: readonly OutlineItem[]): string[] =>
      list.flatMap(({ path, children }) => [path.join('>'), ...paths(children)]);
    const all = paths(items);
    expect(new Set(all).size).toBe(all.length);
    expect(all.filter((path) => path.endsWith('container:ca'))).toHaveLength(2);
  });
});
