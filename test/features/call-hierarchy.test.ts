import { describe, expect, it } from 'vitest';
import {
  type CallHierarchyData,
  incomingCalls,
  outgoingCalls,
  prepareCallHierarchy,
} from '../../language-server/features/call-hierarchy.ts';
import { resultsOf } from '../../language-server/steps.ts';
import { marked } from '../cursor.ts';
import { open, URI } from '../lab.ts';

function hierarchy(source: string) {
  const { text, position } = marked(source);
  const snapshot = open(text);
  const items = prepareCallHierarchy(snapshot, position);
  const data = items[0]?.data as CallHierarchyData;
  const word = ({ start, end }: (typeof items)[0]['range']) =>
    snapshot.text.slice(snapshot.lines.offsetAt(start), snapshot.lines.offsetAt(end));
  return {
    items,
    incoming: () =>
      resultsOf(incomingCalls(snapshot, data)).map(
        ({ from, fromRanges }) => `${from.name}: ${from.detail} from ${fromRanges.map(word).join(', ')}`,
      ),
    outgoing: () =>
      resultsOf(outgoingCalls(snapshot, data)).map(
        ({ to, fromRanges }) => `${to.name}: ${to.detail} from ${fromRanges.map(word).join(', ')}`,
      ),
  };
}

const LAB = `network front
network back { internal }
container web { image nginx; network front; publish 8080:80 }
container app { image busybox; network front; network back }
container db { image postgres; network back }
`;

describe('reachability as a call hierarchy', () => {
  it('starts at a container, wherever its name stands', () => {
    expect(hierarchy(`${LAB}stop we|b\nstart web`).items).toMatchObject([
      { name: 'web', detail: '172.18.0.2', uri: URI, selectionRange: { start: { line: 2, character: 10 } } },
    ]);
    expect(hierarchy('container web { replicas 2 }\nstop we|b').items.map(({ name }) => name)).toEqual([
      'web-1',
      'web-2',
    ]);
    expect(hierarchy('host bo|x').items.map(({ name }) => name)).toEqual(['box']);
    expect(hierarchy('container web\nexpect out|side can reach web').items.map(({ name }) => name)).toEqual([
      'outside',
    ]);
    expect(hierarchy('network fr|ont').items).toEqual([]);
    expect(hierarchy('conta|iner web').items).toEqual([]);
  });

  it('says who reaches a container, and by what', () => {
    expect(hierarchy(LAB.replace('container db', 'container d|b')).incoming()).toEqual([
      'app: ping, 5432/tcp from back',
      'host: ping, 5432/tcp from ',
    ]);
  });

  it('says whom a container reaches, published ports and what is outside among them', () => {
    const calls = hierarchy(LAB.replace('container app', 'container a|pp')).outgoing();
    expect(calls).toContain('db: ping, 5432/tcp from back');
    expect(calls).toContain('web: ping, 80/tcp from front');
    expect(calls).toContain('host 8080/tcp: 8080/tcp from app');
    expect(calls.some((call) => call.startsWith('outside: ping'))).toBe(true);
  });

  it('is empty for what reaches nobody', () => {
    const lone = 'container lone { network none }\ncontainer web\n';
    expect(hierarchy(`${lone}expect lo|ne cannot reach web`).outgoing()).toEqual([]);
    expect(hierarchy(`${lone}stop w|eb`).incoming()).toEqual([]);
  });
});
