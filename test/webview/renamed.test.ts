import { describe, expect, it } from 'vitest';
import { drawTopology } from '../../language-server/features/topology.ts';
import { emptyArrangement } from '../../webview/layout/arrangement.ts';
import { renameArrangement, renamesBetween } from '../../webview/layout/renamed.ts';
import { open } from '../lab.ts';

const declared = (text: string) => drawTopology(open(text)).annotations.declared;
const renamed = (before: string, after: string, id: string): string =>
  renamesBetween(declared(before), declared(after))?.(id) ?? id;

describe('what is called something else', () => {
  it.each([
    ['a container', 'container web', 'container shop', 'container:web', 'container:shop'],
    ['its interface', 'container web', 'container shop', 'interface:web/eth0', 'interface:shop/eth0'],
    [
      'its namespace',
      'container a1\ncontainer b1 { network container:a1 }',
      'container a2\ncontainer b1 { network container:a2 }',
      'namespace:a1',
      'namespace:a2',
    ],
    [
      'a network',
      'network n1\ncontainer ca { network n1 }',
      'network n2\ncontainer ca { network n2 }',
      'network:n1',
      'network:n2',
    ],
    ['a host', 'host h1\ncontainer ca', 'host h2\ncontainer ca', 'host-interface:h1/eth0', 'host-interface:h2/eth0'],
    ['what is on several hosts', 'network n1', 'network n2', 'network:n1@h2', 'network:n2@h2'],
    ['a replica', 'container ca { replicas 11 }', 'container cb { replicas 11 }', 'container:ca-10', 'container:cb-10'],
    [
      'a container below lines that have come',
      'container ca\ncontainer web\ncontainer cz',
      'network n1\ncontainer ca\n\n\ncontainer shop\ncontainer cz\ncontainer last',
      'container:web',
      'container:shop',
    ],
    [
      'one of two that are renamed together',
      'container ca\ncontainer c1\ncontainer c2',
      'container ca\ncontainer d1\ncontainer d2',
      'container:c2',
      'container:d2',
    ],
  ])('%s is found by its statement', (_, before, after, id, expected) =>
    expect(renamed(before, after, id)).toBe(expected),
  );

  it.each([
    ['deleted, and the next statement takes its place', 'container ca\ncontainer cb', 'container cb'],
    ['deleted', 'container ca\ncontainer cb', '\ncontainer cb'],
    ['another kind of thing', 'container ca\ncontainer cb', 'network ca\ncontainer cb'],
    ['replaced by two', 'container ca\ncontainer web', 'container ca\ncontainer cb\ncontainer cc'],
    ['more replicas than before', 'container ca { replicas 2 }', 'container cb { replicas 3 }'],
  ])('it is not where it is %s', (_, before, after) => {
    for (const id of ['container:ca', 'container:ca-1', 'container:cb', 'interface:ca/eth0'])
      expect(renamed(before, after, id)).toBe(id);
  });

  it('keeps what is remembered of it', () => {
    const arrangement = emptyArrangement();
    const rect = { x: 1, y: 2, width: 3, height: 4 };
    arrangement.rects.set('container:web', rect).set('container:db', rect);
    arrangement.trunks.set('container:web', { upper: 5 });
    renameArrangement(arrangement, (id) => id.replace('web', 'shop'));
    expect([...arrangement.rects.keys()].sort()).toEqual(['container:db', 'container:shop']);
    expect(arrangement.trunks.get('container:shop')).toEqual({ upper: 5 });
  });
});
