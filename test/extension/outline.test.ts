import { describe, expect, it } from 'vitest';
import { findItem, type OutlineItem, outlineOf } from '../../extension/outline/outline.ts';
import { topology } from '../../language-server/features/topology.ts';
import { open } from '../lab.ts';

function outline(text: string): readonly OutlineItem[] {
  const { nodes, edges } = topology(open(text));
  return outlineOf(nodes, edges);
}

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

  it('tells the places of one container by their paths', () => {
    const items = outline('network n1\nnetwork n2\ncontainer ca { network n1; network n2 }');
    const paths = (list: readonly OutlineItem[]): string[] =>
      list.flatMap(({ path, children }) => [path.join('>'), ...paths(children)]);
    const all = paths(items);
    expect(new Set(all).size).toBe(all.length);
    expect(all.filter((path) => path.endsWith('container:ca'))).toHaveLength(2);
  });
});
