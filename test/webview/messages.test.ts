import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyArrangement } from '../../webview/layout/arrangement.ts';
import { isToWebview } from '../../webview/messages.ts';
import { packState, unpackState } from '../../webview/saved-state.ts';
import { articleLab, threeTiers } from './fixtures.ts';

const picture = {
  uri: 'file:///lab.dnet',
  revision: 1,
  stale: false,
  step: 0,
  steps: 0,
  declared: [['container:web']],
  graph: threeTiers(),
};
const change = {
  uri: 'a',
  from: 1,
  revision: 2,
  stale: false,
  step: 0,
  steps: 0,
  newTimeline: false,
  patch: { removed: [], nodes: [], edges: [] },
};
const good = [
  { type: 'show', state: picture, title: 'lab' },
  { type: 'patch', change },
  { type: 'patch', change: { ...change, declared: { start: 0, deleteCount: 1, items: [['container:db']] } } },
  { type: 'select', node: null },
  { type: 'select', node: 'container:web' },
  { type: 'empty', message: 'Nothing here.' },
];

describe('a message', () => {
  it.each(good)('of type $type is understood', (message) => expect(isToWebview(message)).toBe(true));

  it.each([
    undefined,
    'show',
    {},
    { type: 'toString' },
    { type: 'select' },
    { type: 'empty', message: 1 },
    { type: 'show', state: { ...picture, revision: Number.NaN }, title: 'lab' },
    { type: 'show', state: { ...picture, graph: { nodes: [{}], edges: [] } }, title: 'lab' },
    { type: 'patch', change: { ...change, declared: { start: -1, deleteCount: 0, items: [] } } },
    { type: 'patch', change: { ...change, patch: { ...change.patch, removed: [1] } } },
  ])('that is not one is refused: %j', (message) => expect(isToWebview(message)).toBe(false));

  it('is refused when any one of its parts is of another kind', () => {
    const paths: (readonly (string | number)[])[] = [
      ['state', 'uri'],
      ['state', 'stale'],
      ['state', 'declared'],
      ['state', 'graph', 'nodes', 9, 'origin'],
      ['state', 'graph', 'edges', 0, 'kind'],
      ['state', 'graph', 'edges', 0, 'source'],
      ['state', 'graph', 'nodes', 0, 'id'],
      ['state', 'graph', 'nodes', 0, 'details'],
      ['state', 'graph', 'nodes', 0, 'kind'],
      ['title'],
    ];
    for (const path of paths) {
      const message = structuredClone(good[0]) as Record<string | number, unknown>;
      const last = path.slice(0, -1).reduce((value, key) => value[key] as typeof message, message);
      last[path.at(-1)!] = { not: 'this' };
      expect(isToWebview(message), path.join('.')).toBe(false);
    }
  });

  it('of any shape is checked without an exception', () => {
    fc.assert(fc.property(fc.anything(), (value) => typeof isToWebview(value) === 'boolean'));
    fc.assert(fc.property(fc.anything(), (value) => unpackState(value) === undefined));
  });
});

describe('the state that VS Code keeps', () => {
  it('comes back as it was put away', () => {
    const arrangement = emptyArrangement();
    arrangement.rects.set('container:web', { x: 1, y: 2, width: 3, height: 4 });
    arrangement.trunks.set('container:web', { upper: 1 });
    arrangement.ways.set('network:net', { lane: 3 });
    arrangement.buses.set('host:h', { x: 0, y: 9 });
    arrangement.tones.set('network:net', 2);
    const state = {
      title: 'lab',
      picture: { ...picture, graph: articleLab() },
      arrangement,
      viewport: { pan: { x: 1, y: 2 }, zoom: 1.5 },
      selected: 'container:web',
      following: false,
      level: 'physical' as const,
      detailsOpen: true,
      detailsClosed: false,
      trace: { from: 'container:web', to: 'outside', on: '80' },
      visibility: {
        hidden: new Set(['host:h']),
        hiddenDrivers: new Set(['overlay']),
        collapsed: new Set(['network:n']),
      },
    };
    expect(unpackState(JSON.parse(JSON.stringify(packState(state))))).toEqual(state);
  });
});
