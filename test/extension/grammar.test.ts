/** The TextMate grammars, as VS Code reads them. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { type IGrammar, INITIAL, parseRawGrammar, Registry } from 'vscode-textmate';
import { classOf, highlight } from '../../extension/markdown/highlight.ts';
import { extendMarkdownIt } from '../../extension/markdown/preview.ts';

const SYNTAXES = 'extension/syntaxes';
const FILES: Readonly<Record<string, string>> = {
  'source.dnet': `${SYNTAXES}/dnet.tmLanguage.json`,
  'markdown.dnet.codeblock': `${SYNTAXES}/dnet.markdown.tmLanguage.json`,
};
/** Stands in for VS Code's grammar of Markdown, into which ours is injected. */
const MARKDOWN = {
  scopeName: 'text.html.markdown',
  patterns: [{ name: 'markup.fenced_code.block.markdown', begin: '^```', end: '^```' }],
};

let dnet: IGrammar;
let markdown: IGrammar;
beforeAll(async () => {
  const wasm = createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm');
  await loadWASM(readFileSync(wasm).buffer as ArrayBuffer);
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: async (scope) => {
      if (scope === MARKDOWN.scopeName) return parseRawGrammar(JSON.stringify(MARKDOWN), 'markdown.json');
      const file = FILES[scope];
      return file === undefined ? null : parseRawGrammar(readFileSync(file, 'utf8'), file);
    },
    getInjections: (scope) => (scope === MARKDOWN.scopeName ? ['markdown.dnet.codeblock'] : undefined),
  });
  dnet = (await registry.loadGrammar('source.dnet'))!;
  markdown = (await registry.loadGrammar('text.html.markdown'))!;
});

/** Every token that has a scope of its own, as `text scope`. */
function tokens(grammar: IGrammar, text: string): readonly string[] {
  let state = INITIAL;
  return text.split('\n').flatMap((line) => {
    const result = grammar.tokenizeLine(line, state);
    state = result.ruleStack;
    return result.tokens
      .filter(({ scopes }) => scopes.length > 1)
      .map(({ startIndex, endIndex, scopes }) => `${line.slice(startIndex, endIndex)} ${scopes.at(-1)}`);
  });
}

const KEYWORD = 'keyword.control.dnet';
const DECLARATION = 'keyword.declaration.dnet';
const NAME = 'entity.name.type.dnet';
const PROPERTY = 'support.type.property-name.dnet';
const WORD = 'keyword.operator.word.dnet';
const ADDRESS = 'constant.numeric.ip-address.dnet';

describe('the grammar of dnet', () => {
  it.each<[source: string, ...expected: string[]]>([
    ['network backend', `network ${DECLARATION}`, `backend ${NAME}`],
    ['container "my web" {', `container ${DECLARATION}`, `"my web" ${NAME}`],
    ['expect web cannot reach db', `expect ${KEYWORD}`, `cannot ${WORD}`, `reach ${WORD}`],
    ['disconnect lab2 from myBridge', `disconnect ${KEYWORD}`, `from ${WORD}`],
    [
      'network n { subnet 10.1.0.0/24; ip6 fd00::/64 }',
      `subnet ${PROPERTY}`,
      `10.1.0.0/24 ${ADDRESS}`,
      `fd00::/64 ${ADDRESS}`,
    ],
    ['container a { publish 8080:80/tcp }', `publish ${PROPERTY}`, '8080:80/tcp constant.numeric.port.dnet'],
    ['container a { network container:web }', 'container: constant.language.dnet', 'web variable.other.dnet'],
    ['container a { mac 02:42:ac:11:00:02 }', '02:42:ac:11:00:02 constant.numeric.mac-address.dnet'],
    ['container a # a note', '# a note comment.line.number-sign.dnet'],
    ['/* two\nlines */ network n', 'lines  comment.block.dnet', `network ${DECLARATION}`],
    ['network n { driver bridge }', 'bridge constant.language.dnet'],
  ])('%s', (source, ...expected) => {
    expect(tokens(dnet, source)).toEqual(expect.arrayContaining(expected));
  });

  it.each(['container my-network', 'expect web-host can reach expect1', 'container a { image host/image:on }'])(
    'takes no part of a name for a word: %s',
    (source) => {
      const parts = tokens(dnet, source).map((token) => token.split(' ')[0]!);
      for (const part of parts) expect(source.split(/\s+/)).toContain(part);
    },
  );
});

describe('the grammar of Markdown', () => {
  const fence = (info: string) => `text\n${info}\n\nnetwork backend\n\`\`\`\nnetwork outside`;

  it.each(['```dnet', '~~~ dnet', '```DNET title=lab', '```` dnet {1}'])('reads a fence %s as dnet', (info) => {
    const found = tokens(markdown, fence(info).replace('\n```\n', `\n${info.match(/[`~]+/)![0]}\n`));
    expect(found).toEqual(expect.arrayContaining([`network ${DECLARATION}`, `backend ${NAME}`]));
    expect(found).not.toContain(`outside ${NAME}`);
  });

  it('leaves other fences alone', () => {
    for (const info of ['```', '```dnetwork', '```sh dnet']) {
      expect(tokens(markdown, fence(info)).join('\n')).not.toContain(DECLARATION);
    }
  });
});

/** Each character of a text with the class of its outermost scope. */
function coloursOf(text: string): readonly string[] {
  let state = INITIAL;
  return text.split('\n').flatMap((line) => {
    const { tokens, ruleStack } = dnet.tokenizeLine(line, state);
    state = ruleStack;
    return tokens.flatMap(({ startIndex, endIndex, scopes }) =>
      [...line.slice(startIndex, endIndex)].map((character) => `${character} ${classOf(scopes[1]) ?? ''}`),
    );
  });
}

/** The same, read from HTML. */
function coloursIn(html: string): readonly string[] {
  return [...html.matchAll(/<span class="([^"]*)">(.*?)<\/span>|([^<\n]+)/g)].flatMap(
    ([, name = '', inside, outside]) =>
      [...unescaped(inside ?? outside ?? '')].map((character) => `${character} ${name}`),
  );
}

function unescaped(html: string): string {
  const entities = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };
  return html.replace(/&\w+;/g, (entity) => entities[entity as keyof typeof entities]);
}

describe('the preview of Markdown', () => {
  const render = (code: string, language = 'dnet') => {
    const markdown = extendMarkdownIt({ options: { highlight: (text, name) => `${name}: ${text}` } });
    return markdown.options.highlight!(code, language, '');
  };

  it('colours what the grammar colours', () => {
    expect(render('container web { publish 8080:80 } # "note"')).toBe(
      '<span class="hljs-keyword">container</span> <span class="hljs-title">web</span> { ' +
        '<span class="hljs-attr">publish</span> <span class="hljs-number">8080:80</span> } ' +
        '<span class="hljs-comment"># &quot;note&quot;</span>',
    );
  });

  it('goes on after strings with escapes, and strings and comments that are not closed', () => {
    expect(render('option "a\\"b" "c\nnetwork n')).toContain(
      '<span class="hljs-keyword">network</span> <span class="hljs-title">n</span>',
    );
    expect(render('/* a\n*/ network n')).toContain(
      '<span class="hljs-comment">*/</span> <span class="hljs-keyword">network</span>',
    );
  });

  it.each(readdirSync('examples').filter((name) => name.endsWith('.dnet')))('colours %s as the editor does', (name) => {
    const text = readFileSync(`examples/${name}`, 'utf8');
    expect(coloursIn(highlight(text))).toEqual(coloursOf(text));
  });

  it('leaves other languages to the other highlighter', () => {
    expect(render('ls', 'sh')).toBe('sh: ls');
  });
});
