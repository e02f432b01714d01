import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { definition } from '../../language-server/features/definition.ts';
import { documentSymbols } from '../../language-server/features/document-symbols.ts';
import { foldingRanges } from '../../language-server/features/folding.ts';
import { highlights } from '../../language-server/features/highlights.ts';
import { references } from '../../language-server/features/references.ts';
import { createService } from '../../language-server/service.ts';
import { marked } from '../cursor.ts';
import { open, URI } from '../lab.ts';

/** Line numbers of the definitions of the name under the cursor. */
function definitions(source: string, files: Record<string, string> = {}) {
  const { text, position } = marked(source);
  return definition(open(text, files), position).map(({ uri, range }) =>
    uri === URI ? range.start.line : `${uri.slice(uri.lastIndexOf('/') + 1)}:${range.start.line}`,
  );
}

describe('definition', () => {
  it('leads from a name to its declaration', () => {
    expect(definitions('network front\ncontainer web { network fr|ont }')).toEqual([0]);
    expect(definitions('container web\nexpect host can reach we|b')).toEqual([0]);
    expect(definitions('container web\ncontainer side { network container:we|b }')).toEqual([0]);
    expect(definitions('container web { replicas 2 }\nstop web-|2')).toEqual([0]);
  });

  it('leads from an alias to every container that has it', () => {
    const lab = 'network n\ncontainer aa { network n { alias pool } }\ncontainer bb { network n { alias pool } }\n';
    expect(definitions(`${lab}expect aa can reach po|ol`)).toEqual([1, 2]);
  });

  it('leads into included files', () => {
    const files = { 'nets.dnet': '# nets\nnetwork front' };
    expect(definitions('include "nets.dnet"\ncontainer web { network fr|ont }', files)).toEqual(['nets.dnet:1']);
    expect(definitions('include "ne|ts.dnet"', files)).toEqual(['nets.dnet:0']);
  });

  it('leads nowhere from what has none', () => {
    expect(definitions('container web { network bri|dge }')).toEqual([]);
    expect(definitions('contai|ner web')).toEqual([]);
  });
});

describe('references', () => {
  it('are all uses of what is meant, and no other thing of the same name', () => {
    const { text, position } = marked(
      'network web\ncontainer we|b { network web }\nexpect host can reach web\nstop web\ncontainer s { network container:web }',
    );
    const lines = (all: boolean) => references(open(text), position, all).map(({ range }) => range.start.line);
    expect(lines(true)).toEqual([1, 2, 3, 4]);
    expect(lines(false)).toEqual([2, 3, 4]);
  });

  it('are highlighted in the document', () => {
    const { text, position } = marked('network front\ncontainer web { network fr|ont }');
    expect(highlights(open(text), position).map(({ kind }) => kind)).toEqual([3, 2]);
  });
});

describe('document symbols', () => {
  it('are the statements, with networks inside containers, and lie in the document', () => {
    const symbols = documentSymbols(
      open('network front\ncontainer web { network front }\nexpect web can reach front\n'),
    );
    expect(symbols.map(({ name }) => name)).toEqual(['front', 'web', 'expect web can reach front']);
    expect(symbols[1]?.children?.map(({ name }) => name)).toEqual(['front']);
  });

  it('have names, also where the text has none', () => {
    for (const { name } of documentSymbols(open('container\nnetwork { }\nconnect'))) expect(name).not.toBe('');
  });
});

describe('folding ranges', () => {
  it('are blocks of several lines and runs of comments', () => {
    const text = '# one\n# two\ncontainer web {\n  network n {\n    alias x\n  }\n}\nnetwork n { internal }\n';
    expect(foldingRanges(open(text))).toEqual([
      { startLine: 0, endLine: 1, kind: 'comment' },
      { startLine: 2, endLine: 5 },
      { startLine: 3, endLine: 4 },
    ]);
  });
});

describe('every feature', () => {
  const names = ['docker-networks', 'three-tier-app', 'classic-mistakes'];
  it.each(names)('answers everywhere in %s, with ranges inside the document', (name) => {
    const text = readFileSync(new URL(`../../examples/${name}.dnet`, import.meta.url), 'utf8');
    const service = createService();
    const snapshot = service.open(URI, 1, text)[0]!;
    const inside = ({ line, character }: { line: number; character: number }) =>
      expect(character).toBeLessThanOrEqual(snapshot.lines.lineText(line).length);
    for (let offset = 0; offset <= text.length; offset += 11) {
      const position = snapshot.lines.positionAt(offset);
      const hover = service.hover(snapshot, position);
      if (hover?.range) inside(hover.range.end);
      for (const { textEdit } of service.completion(snapshot, position)) {
        if (textEdit && 'range' in textEdit) {
          expect(textEdit.range.start.line).toBe(position.line);
          expect(textEdit.range.end.line).toBe(position.line);
        }
      }
      for (const { range } of service.definition(snapshot, position)) inside(range.end);
      service.references(snapshot, position, true);
      service.highlights(snapshot, position);
      service.nodeAt(snapshot, position);
    }
  });
});
