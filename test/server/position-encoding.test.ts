/** The same session in all three encodings: what the client gets covers the same text, however characters are counted. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  CodeAction,
  CompletionItem,
  DocumentSymbol,
  InlayHint,
  Location,
  Range,
  SemanticTokens,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { Lines, type PositionEncoding } from '../../language-server/syntax/lines.ts';
import { type Client, connectInMemory } from './client.ts';

const URI = 'file:///workspace/lab.dnet';
const NETS = 'file:///workspace/nets.dnet';

/** Beside what stands behind characters of one to four bytes, everything must still be found. */
const TEXT = `include "nets.dnet"
/* 한🐳é */ network "backend" { subnet 10.1.0.0/24 }
/* 🐳🐳 */ container web { image "한/é🐳"; network backend } # 🐳 end
/* é */ contaner db
/* 한 */ expect web can reach 10.1.0.9
`;
const NETS_TEXT = '/* 🐳 */ network outer\n';

let client: Client;
beforeEach(() => {
  client = connectInMemory({ readFile: (uri) => (uri === NETS ? NETS_TEXT : undefined) });
});
afterEach(() => client.dispose());

async function agree(...positionEncodings: string[]): Promise<PositionEncoding> {
  const { capabilities } = await client.initialize({
    capabilities: { general: { positionEncodings }, textDocument: { codeAction: {} } },
    workspaceFolders: [{ uri: 'file:///workspace', name: 'workspace' }],
  });
  return capabilities.positionEncoding as PositionEncoding;
}

describe('the encoding of positions', () => {
  it('is the first of the client’s list that is known, and UTF-16 where it says nothing', async () => {
    expect(await agree('utf-7', 'utf-32', 'utf-8')).toBe('utf-32');
    client.dispose();
    client = connectInMemory();
    expect((await client.initialize()).capabilities.positionEncoding).toBe('utf-16');
  });

  for (const encoding of ['utf-8', 'utf-16', 'utf-32'] as const) {
    it(`holds for all that is said: ${encoding}`, async () => {
      expect(await agree(encoding)).toBe(encoding);
      await client.open(URI, TEXT);
      const lines = Lines.of(TEXT, encoding);
      const at = (line: number, part: string, shift = 0) =>
        lines.positionAt(lines.offsetAt({ line, character: 0 }) + TEXT.split('\n')[line]!.indexOf(part) + shift);
      const textIn = ({ start, end }: Range, of = lines) => of.text.slice(of.offsetAt(start), of.offsetAt(end));

      const found = await client.diagnostics(URI);
      expect(found.map(({ code, range }) => [code, textIn(range)])).toEqual([
        ['unknown-statement', 'contaner'],
        ['expectation-failed', 'expect web can reach 10.1.0.9'],
      ]);

      const [definition] = await client.request<Location[]>('textDocument/definition', URI, at(2, 'backend', 3));
      expect(textIn(definition!.range)).toContain('backend');
      const uses = await client.request<Location[]>('textDocument/references', URI, at(2, 'web', 1), {
        context: { includeDeclaration: true },
      });
      expect(uses.map(({ range }) => textIn(range))).toEqual(['web', 'web']);

      const { changes } = await client.request<WorkspaceEdit>('textDocument/rename', URI, at(2, 'web'), {
        newName: 'shop',
      });
      expect(changes![URI]!.map(({ range }) => textIn(range))).toEqual(['web', 'web']);

      const completion = await client.request<{ items: CompletionItem[] }>(
        'textDocument/completion',
        URI,
        at(2, 'backend }', 4),
      );
      const item = completion.items.find(({ label }) => label === 'outer');
      expect(textIn((item!.textEdit as TextEdit).range)).toMatch(/^back/);

      const { data } = await client.request<SemanticTokens>('textDocument/semanticTokens/full', URI);
      expect(tokenTexts(data, textIn)).toEqual(
        expect.arrayContaining([
          '/* 한🐳é */',
          'network',
          '10.1.0.0/24',
          '"한/é🐳"',
          'backend',
          '# 🐳 end',
          '10.1.0.9',
        ]),
      );

      const hints = await client.request<InlayHint[]>('textDocument/inlayHint', URI, undefined, {
        range: lines.rangeOf(0, TEXT.length),
      });
      expect(hints.map(({ position }) => TEXT.slice(0, lines.offsetAt(position)).split(/\s/).at(-1))).toContain(
        'backend',
      );

      const [fix] = await client.request<CodeAction[]>('textDocument/codeAction', URI, undefined, {
        range: found[0]!.range,
        context: { diagnostics: [found[0]] },
      });
      expect(fix!.edit!.changes![URI]!.map(({ range }) => textIn(range))).toEqual(['contaner']);

      const symbols = await client.connection.sendRequest<{ location: Location }[]>('workspace/symbol', {
        query: 'outer',
      });
      const nets = Lines.of(NETS_TEXT, encoding);
      expect(symbols.map(({ location }) => textIn(location.range, nets))).toEqual(['outer']);
    });

    it(`holds for edits, one after another: ${encoding}`, async () => {
      await agree(encoding);
      await client.open(URI, 'container 한🐳\n');
      const first = Lines.of('container 한🐳\n', encoding);
      const second = Lines.of('container a🐳🐳b\n', encoding);
      await client.change(
        URI,
        2,
        { range: first.rangeOf(10, 13), text: 'a🐳🐳b' },
        { range: second.rangeOf(11, 15), text: '' },
      );
      const symbols = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', URI);
      expect(JSON.stringify(symbols)).toContain('"ab"');
    });
  }
});

function tokenTexts(data: readonly number[], textIn: (range: Range) => string): string[] {
  const texts: string[] = [];
  let [line, character] = [0, 0];
  for (let i = 0; i < data.length; i += 5) {
    character = data[i]! > 0 ? data[i + 1]! : character + data[i + 1]!;
    line += data[i]!;
    const start = { line, character };
    texts.push(textIn({ start, end: { line, character: character + data[i + 2]! } }));
  }
  return texts;
}
