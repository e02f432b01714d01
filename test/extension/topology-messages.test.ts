import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFromWebview } from '../../extension/topology/messages.ts';

const uri = 'file:///lab.dnet';
const edit = (gesture: unknown) => ({ type: 'edit', id: 1, uri, gesture });
const networks = [{ label: 'front', details: ['10.0.0.0/24'] }];

describe('what a page posts', () => {
  it.each([
    edit({ kind: 'attach', container: 'web', networks }),
    edit({ kind: 'publish', container: 'web' }),
    edit({ kind: 'add-container' }),
    edit({ kind: 'rename', name: 'web', origin: 'container:web' }),
    edit({ kind: 'remove', what: 'network', name: 'front' }),
    { type: 'reveal', uri, origin: 'container:web' },
    { type: 'export', uri },
    { type: 'drawn', id: 0, content: '<svg/>' },
    { type: 'drawn', id: 0, content: null },
    { type: 'copied' },
    { type: 'copied', problem: 'Document is not focused.' },
    { type: 'places', uri, places: {} },
    { type: 'places', uri, places: { declared: [['container:web']] } },
    { type: 'places', uri, places: { physical: { 'container:web': { x: 1, y: -2 } } } },
  ])('is believed: %j', (message) => expect(isFromWebview(message)).toBe(true));

  it.each([
    edit({ kind: 'attach', container: 'web', networks: [] }),
    edit({ kind: 'attach', container: 'web', networks: [{ label: 1, details: [] }] }),
    edit({ kind: 'publish' }),
    edit({ kind: 'toString' }),
    edit({ kind: 'rename', name: 'web', origin: {} }),
    edit({ kind: 'remove', what: 'host', name: 'front' }),
    { type: 'edit', id: 1, gesture: { kind: 'add-network' } },
    { type: 'reveal', uri, origin: { line: 0 } },
    { type: 'export' },
    { type: 'drawn', id: -1, content: '' },
    { type: 'drawn', id: 0, content: [] },
    { type: 'copied', problem: 1 },
    { type: 'places', uri, places: { other: {} } },
    { type: 'places', uri, places: { declared: ['container:web'] } },
    { type: 'places', uri, places: { logical: { a: { x: Number.NaN, y: 0 } } } },
    { type: 'places', uri, places: { logical: 'x' } },
  ])('is refused: %j', (message) => expect(isFromWebview(message)).toBe(false));

  it('is checked without an exception', () => {
    fc.assert(fc.property(fc.anything(), (value) => typeof isFromWebview(value) === 'boolean'));
  });
});
