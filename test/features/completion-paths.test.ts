import { describe, expect, it } from 'vitest';
import type { CompletionOptions, ItemData } from '../../language-server/features/completion.ts';
import { completionDocumentation } from '../../language-server/features/completion-documentation.ts';
import { pathCompletion, pathPlace } from '../../language-server/features/completion-paths.ts';
import { edited, marked } from '../cursor.ts';
import { open } from '../lab.ts';

const entries = [
  { name: 'parts', isFolder: true },
  { name: '.git', isFolder: true },
  { name: 'node_modules', isFolder: true },
  { name: 'lab.dnet', isFolder: false },
  { name: 'nets.dnet', isFolder: false },
  { name: 'apps.dnet', isFolder: false },
  { name: 'notes.md', isFolder: false },
];

interface Options extends Partial<CompletionOptions> {
  readonly leadsUp?: boolean;
  readonly names?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
}

function complete(source: string, { leadsUp = false, names = [], files, ...options }: Options = {}) {
  const { text, position } = marked(source);
  const snapshot = open(text, files);
  const place = pathPlace(snapshot, position);
  if (!place) return undefined;
  const more = names.map((name) => ({ name, isFolder: false }));
  const { items } = pathCompletion(snapshot, place, [...entries, ...more], leadsUp, { snippets: false, ...options });
  return { text, folder: place.folder, items };
}

const labels = (source: string, options?: Options) => complete(source, options)?.items.map(({ label }) => label);

function accept(source: string, label: string, options?: Options): string {
  const { text, items } = complete(source, options)!;
  const { textEdit } = items.find((each) => each.label === label)!;
  if (!textEdit || !('range' in textEdit)) throw new Error('no edit');
  return edited(text, [textEdit]);
}

describe('the path of an include', () => {
  it('is a lab of the folder, or leads on into a folder; never the file itself', () => {
    expect(labels('include "|"')).toEqual(['apps.dnet', 'nets.dnet', 'parts/']);
    expect(labels('include |')).toEqual(['apps.dnet', 'nets.dnet', 'parts/']);
    expect(labels('include ne|')).toEqual(['apps.dnet', 'nets.dnet', 'parts/']);
    expect(labels('include "parts/|')).toEqual(['apps.dnet', 'lab.dnet', 'nets.dnet', 'parts/']);
  });

  it('is looked for in the folder that the parts before the cursor name', () => {
    expect(complete('include "|"')?.folder).toBe('file:///workspace');
    expect(complete('include "parts/|more/x.dnet"')?.folder).toBe('file:///workspace/parts');
    expect(complete('include "a b/../parts/|"')?.folder).toBe('file:///workspace/parts');
    expect(complete('include "../|"')?.folder).toBe('file:///');
  });

  it('leads up where that is in the workspace', () => {
    expect(labels('include "|"', { leadsUp: true })).toContain('../');
    expect(labels('include "../|"', { leadsUp: true })).toContain('../');
    expect(labels('include "parts/|"', { leadsUp: true })).not.toContain('../');
  });

  it('comes first where it is not included yet', () => {
    const files = { 'apps.dnet': 'container web' };
    expect(labels('include "apps.dnet"\ninclude "|"', { files })).toEqual(['nets.dnet', 'apps.dnet', 'parts/']);
  });

  it('replaces the part that the cursor is in, and no other', () => {
    expect(accept('include "|"', 'nets.dnet')).toBe('include "nets.dnet"');
    expect(accept('include |', 'nets.dnet')).toBe('include "nets.dnet"');
    expect(accept('include ne|ts', 'nets.dnet')).toBe('include "nets.dnet"');
    expect(accept('include "ne|xx"', 'nets.dnet')).toBe('include "nets.dnet"');
    expect(accept('include "parts/ne|xx" # here', 'nets.dnet')).toBe('include "parts/nets.dnet" # here');
    expect(accept('include "pa|x/nets.dnet"', 'parts/')).toBe('include "parts/nets.dnet"');
    expect(accept('include "|', 'parts/')).toBe('include "parts/');
    expect(accept('include "ne| # here', 'nets.dnet')).toBe('include "nets.dnet" # here');
    expect(accept('include parts/|', 'nets.dnet')).toBe('include "parts/nets.dnet"');
    expect(accept('include "|"', 'my "own" nets.dnet', { names: ['my "own" nets.dnet'] })).toBe(
      'include "my \\"own\\" nets.dnet"',
    );
  });

  it('inserts before the rest of the word where the editor wishes, and goes on in a folder', () => {
    const options = { insertReplace: true, snippets: true, suggestCommand: true };
    const { items } = complete('include "ne|xx"', options)!;
    expect(items.find(({ label }) => label === 'nets.dnet')?.textEdit).toMatchObject({
      insert: { start: { character: 9 }, end: { character: 11 } },
      replace: { start: { character: 9 }, end: { character: 13 } },
    });
    expect(items.find(({ label }) => label === 'parts/')?.command?.command).toBe('editor.action.triggerSuggest');
    const bare = complete('include |', options)!.items.find(({ label }) => label === 'parts/');
    expect(bare?.textEdit?.newText).toBe('"parts/$0"');
  });

  it('is nowhere else', () => {
    for (const source of ['|', 'inclu|de "x"', 'include "x"|', 'include "x" |', 'container "|"', '# include "|"']) {
      expect(complete(source), source).toBeUndefined();
    }
  });

  it('is documented by what the file says first, and declares', () => {
    const files = {
      'nets.dnet': '# Networks of the shop.\n\nnetwork front\nnetwork back\ncontainer db { network back }\n',
    };
    const { items } = complete('include "nets.dnet"\ninclude "|', { files })!;
    const { data } = items.find(({ label }) => label === 'nets.dnet')!;
    const snapshot = open('include "nets.dnet"\n', files);
    expect(completionDocumentation(snapshot, (data as ItemData).topic)).toBe(
      'Networks of the shop.\n\n- `network`: `front`, `back`\n- `container`: `db`',
    );
  });
});
