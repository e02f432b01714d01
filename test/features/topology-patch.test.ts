/** What of a picture is drawn again after an edit. */
import { expect, it } from 'vitest';
import { drawTopology } from '../../language-server/features/topology.ts';
import { createService } from '../../language-server/service.ts';
import { patchBetween } from '../../language-server/topology/build.ts';
import { marked } from '../cursor.ts';
import { URI } from '../lab.ts';

const MORE = Array.from({ length: 30 }, (_, i) => `container more${i} { network front; publish ${9000 + i}:80 }`);
const labOf = (statement: string) => ['network front', statement, ...MORE].join('\n');

/** Types a text at the cursor. Answers the parts that were drawn again, and the patch. */
function afterTyping(statement: string, typed: string) {
  const { text, position } = marked(labOf(statement));
  const service = createService();
  const before = drawTopology(service.open(URI, 0, text)[0]!);
  const range = { start: position, end: position };
  const after = drawTopology(service.change(URI, 1, [{ range, text: typed }])[0]!, undefined, before);
  const known = new Set(before.picture.parts.map(({ graph }) => graph));
  const drawn = after.picture.parts.filter(({ graph }) => !known.has(graph));
  return { drawn: drawn.length, patch: patchBetween(before.picture, after.picture) };
}

const ids = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);

it('draws nothing again for an alias, which is not on the picture', () => {
  const { drawn, patch } = afterTyping('container web { network front { alias w| } }', 'ww');
  expect(drawn).toBe(0);
  expect(patch).toEqual({ removed: [], nodes: [], edges: [] });
});

it('draws nothing again for an edit beside all that it shows', () => {
  const { drawn, patch } = afterTyping('container web { network front } #|', ' a comment');
  expect(drawn).toBe(0);
  expect(patch).toEqual({ removed: [], nodes: [], edges: [] });
});

it('draws one container again for another port of it', () => {
  const { drawn, patch } = afterTyping('container web { network front; publish 80|:80 }', '80');
  expect(drawn).toBe(1);
  expect(patch.removed).toEqual([
    'publish:published-port:host/80/tcp--interface:web/eth0',
    'published-port:host/80/tcp',
  ]);
  expect(ids(patch.nodes)).toContain('published-port:host/8080/tcp');
});

it.each([
  ['in front of all', '|container web { network front }', '\n\n'],
  ['inside a statement', 'container web {| network front }', '\n'],
  ['that is a comment', '|container web { network front }', '# a comment\n'],
])('draws nothing again for a line %s', (_, statement, typed) => {
  const { drawn, patch } = afterTyping(statement, typed);
  expect(drawn).toBe(0);
  expect(patch).toEqual({ removed: [], nodes: [], edges: [] });
});
