import { describe, expect, it } from 'vitest';
import { parse } from '../../language-server/syntax/parser.ts';
import type { Statement, SyntaxTree } from '../../language-server/syntax/tree.ts';

interface Found {
  readonly code: string;
  readonly at: string;
  readonly message: string;
  /** The text after the fix, where there is one. */
  readonly fixed?: string;
}

/** All problems of a text, with the piece of text that each underlines. */
function problems(text: string): readonly Found[] {
  const tree = parse(text);
  const found: Found[] = [];
  const add = (base: number, list: Statement['problems']): void => {
    for (const { code, start, end, message, fix } of list) {
      const at = text.slice(base + start, base + end);
      if (fix === undefined) found.push({ code, at, message });
      else found.push({ code, at, message, fixed: applied(text, base, fix.edits) });
    }
  };
  add(0, tree.problems);
  eachStatement(tree, (statement, base) => add(base, statement.problems));
  return found;
}

function eachStatement(tree: SyntaxTree, visit: (statement: Statement, base: number) => void): void {
  tree.statements.forEach((root, i) => {
    const open: Statement[] = [root];
    for (let statement = open.shift(); statement !== undefined; statement = open.shift()) {
      visit(statement, tree.starts[i]!);
      open.unshift(...(statement.block?.statements ?? []));
    }
  });
}

function applied(
  text: string,
  base: number,
  edits: readonly { readonly start: number; readonly end: number; readonly newText: string }[],
): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((done, { start, end, newText }) => done.slice(0, base + start) + newText + done.slice(base + end), text);
}

/** The statements of the file as `keyword argument …`, with the keywords of their blocks. */
function outline(text: string): readonly string[] {
  return parse(text).statements.map(line);
}

function line({ keyword, arguments: tokens, block }: Statement): string {
  const header = [keyword.text, ...tokens.map(({ text }) => text)].join(' ');
  return block === undefined ? header : `${header} { ${block.statements.map(line).join('; ')} }`;
}

describe('a block that is never closed', () => {
  it('is reported where it was opened, and the rest of the file survives', () => {
    const text = [
      'container web {',
      '  image nginx  # the server',
      '',
      '# The next one.',
      'network backend {',
      '  internal',
      '}',
      'container db { image postgres }',
      '',
    ].join('\n');
    expect(outline(text)).toEqual([
      'container web { image nginx }',
      'network backend { internal }',
      'container db { image postgres }',
    ]);
    expect(problems(text)).toEqual([
      {
        code: 'block-not-closed',
        at: 'container web {',
        message: '`container web` is never closed. Add `}` before `network backend`.',
        fixed: text.replace('# the server', '# the server\n}'),
      },
    ]);
  });

  it('is found inside another block', () => {
    const text = 'container web {\n  network a {\n    ip 10.0.0.2\n  image nginx\n}\nnetwork a\n';
    expect(outline(text)).toEqual(['container web { network a { ip 10.0.0.2 }; image nginx }', 'network a']);
    expect(problems(text)).toMatchObject([
      {
        message: '`network a` is never closed. Add `}` before `image nginx`.',
        fixed: text.replace('10.0.0.2', '10.0.0.2\n  }'),
      },
    ]);
  });

  it('is told from the block around it by the indentation of the closing brace', () => {
    const text = 'container web {\n  network a {\n    ip 10.0.0.2\n}\nnetwork a\n';
    expect(outline(text)).toEqual(['container web { network a { ip 10.0.0.2 } }', 'network a']);
    expect(problems(text)).toMatchObject([
      { message: '`network a` is never closed. Add `}` before the `}` of `container web`.' },
    ]);
  });

  it('may be the last thing in the file', () => {
    expect(problems('network a {\n  internal')).toMatchObject([
      {
        message: '`network a` is never closed. Add `}` before the end of the file.',
        fixed: 'network a {\n  internal\n}',
      },
    ]);
  });

  it('may happen again and again', () => {
    const text = Array.from({ length: 50 }, (_, i) => `container c${i} {\n  image x\n`).join('');
    expect(outline(text)).toEqual(Array.from({ length: 50 }, (_, i) => `container c${i} { image x }`));
    expect(problems(text).length).toBe(50);
  });

  it('is none when only the indentation is careless', () => {
    const text = 'container web {\nimage nginx\n}\n  network a {\ninternal\n}\n';
    expect(problems(text)).toEqual([]);
    expect(outline(text)).toEqual(['container web { image nginx }', 'network a { internal }']);
  });
});

describe('braces in the wrong place', () => {
  it('reports one that closes nothing', () => {
    const text = 'container web\n  image nginx\n}\nnetwork a\n';
    expect(outline(text)).toEqual(['container web', 'image nginx', 'network a']);
    expect(problems(text)).toMatchObject([
      { code: 'brace-without-block', at: '}', fixed: 'container web\n  image nginx\n\nnetwork a\n' },
    ]);
  });

  it('joins a second block to the first', () => {
    const text = 'container web { image nginx } { publish 80:80 }\nnetwork a\n';
    expect(outline(text)).toEqual(['container web { image nginx; publish 80:80 }', 'network a']);
    const [problem] = problems(text);
    expect(problem).toMatchObject({ code: 'second-block', at: '{' });
    expect(problem!.message).toContain('`container web` has a block already');
    expect(problems(problem!.fixed!)).toEqual([]);
  });

  it('gives a block on a line of its own to the statement before it', () => {
    const text = 'container web\n{\n  image nginx\n}\nnetwork a\n';
    expect(outline(text)).toEqual(['container web { image nginx }', 'network a']);
    expect(problems(text)).toMatchObject([
      { code: 'block-without-statement', at: '{', fixed: 'container web {\n\n  image nginx\n}\nnetwork a\n' },
    ]);
  });

  it('keeps a block that belongs to nothing', () => {
    expect(outline('{ internal }\nnetwork a\n')).toEqual([' { internal }', 'network a']);
    expect(problems('{ internal }\n')).toMatchObject([{ code: 'block-without-statement', at: '{' }]);
  });
});

describe('strings and comments', () => {
  it('ends an unterminated string with its line, and before what closes the statement', () => {
    expect(outline('include "networks.dnet\nnetwork a\n')).toEqual(['include networks.dnet', 'network a']);
    expect(outline('container "web {\n  image x\n}\nnetwork a\n')).toEqual(['container web { image x }', 'network a']);
    expect(problems('include "a.dnet\n')).toMatchObject([
      { code: 'string-not-closed', at: '"a.dnet', fixed: 'include "a.dnet"\n' },
    ]);
  });

  it('resolves escapes and reports unknown ones', () => {
    expect(parse('a "x\\"\\\\\\n\\ty"').statements[0]!.arguments[0]!.text).toBe('x"\\\n\ty');
    expect(problems('include "C:\\labs"\n')).toMatchObject([
      { code: 'unknown-escape', at: '\\l', fixed: 'include "C:\\\\labs"\n' },
    ]);
  });

  it('ends an unterminated comment with its line', () => {
    const text = 'network a /* why\nnetwork b\n/* what */\nnetwork c\n';
    expect(outline(text)).toEqual(['network a', 'network b', 'network c']);
    expect(problems(text)).toMatchObject([
      { code: 'comment-not-closed', at: '/* why', fixed: text.replace('why', 'why */') },
    ]);
    expect(outline('a\n/* never\nb')).toEqual(['a', 'b']);
  });

  it('starts comments only where a token could start', () => {
    expect(outline('image http://x#y/*z # c\nimage a//b // c\n')).toEqual(['image http://x#y/*z', 'image a//b']);
  });
});

describe('commas and characters', () => {
  it('does not take the next statement for the value that a comma promised', () => {
    const text = 'container web {\n  publish 80:80,\n  image nginx\n}\n';
    expect(outline(text)).toEqual(['container web { publish 80:80; image nginx }']);
    expect(problems(text)).toMatchObject([
      { code: 'missing-argument-after-comma', at: ',', fixed: text.replace(',', '') },
    ]);
  });

  it('goes on over the line end after a comma', () => {
    expect(outline('network a {\n  dns 1.1.1.1, # one\n    8.8.8.8\n  internal\n}\n')).toEqual([
      'network a { dns 1.1.1.1 8.8.8.8; internal }',
    ]);
    expect(problems('alias a,\nb,\n\nc\n')).toEqual([]);
  });

  it('reports commas that separate nothing', () => {
    expect(problems('alias , a\n')).toMatchObject([{ code: 'stray-comma', fixed: 'alias  a\n' }]);
    expect(problems('alias a,, b\n')).toMatchObject([{ code: 'stray-comma', fixed: 'alias a, b\n' }]);
    expect(problems(', alias a\n')).toMatchObject([{ code: 'stray-comma' }]);
    expect(problems('alias a,,,, b\n')).toMatchObject([{ code: 'stray-comma', fixed: 'alias a, b\n' }]);
    expect(problems(',,,,\n')).toMatchObject([{ code: 'stray-comma', fixed: '\n' }]);
  });

  it('reports invisible control characters and passes over byte order marks and exotic spaces', () => {
    expect(problems('network\u0000 a\n')).toMatchObject([{ code: 'unexpected-character', fixed: 'network a\n' }]);
    expect(problems('\ufeffnetwork\u00a0a\r\n')).toEqual([]);
    expect(outline('\ufeffnetwork\u00a0a\r\ncontainer \ud83d\r')).toEqual(['network a', 'container \ud83d']);
  });

  it('does not take a string for a statement', () => {
    expect(problems('"network" a\n')).toMatchObject([{ code: 'unexpected-character', at: '"network"' }]);
  });
});

describe('any text', () => {
  const text = [
    '# a lab',
    'network backend { subnet 10.0.0.0/24; internal }',
    'container web {',
    '  image "nginx:1.27" /* why not */',
    '  network backend {',
    '    alias a,',
    '      b',
    '  }',
    '}',
    'expect web can reach db on 5432/tcp',
    '',
  ].join('\n');

  it('is read when cut off at every offset, and keeps every statement before the cut', () => {
    const whole = outline(text);
    for (let end = 0; end <= text.length; end++) {
      const cut = text.slice(0, end);
      const complete = parse(text).starts.filter((_, i) => (parse(text).starts[i + 1] ?? text.length) <= end).length;
      expect(outline(cut).slice(0, complete)).toEqual(whole.slice(0, complete));
    }
  });

  it('keeps the statements behind any one missing character, but for the lines it joins', () => {
    const behind = 'network last { internal }';
    for (let at = 0; at < text.length; at++) {
      const damaged = `${text.slice(0, at)}${text.slice(at + 1)}\n${behind}\n`;
      expect(outline(damaged).at(-1), JSON.stringify(damaged)).toBe('network last { internal }');
    }
  });

  it('keeps the statement behind any one character too many', () => {
    for (const garbage of ['{', '}', '"', ',', ';', '/*', '#', '\n', '\u0000', '\\', '/']) {
      for (let at = 0; at < text.length; at++) {
        const damaged = `${text.slice(0, at)}${garbage}${text.slice(at)}network last { internal }\n`;
        expect(outline(damaged).at(-1), JSON.stringify(damaged)).toBe('network last { internal }');
      }
    }
  });

  it('may be nested a hundred thousand deep, closed or not', () => {
    const depth = 100_000;
    for (const deep of ['{'.repeat(depth), 'a {'.repeat(depth) + '}'.repeat(depth), '}'.repeat(depth)]) {
      const tree = parse(deep);
      expect(tree.statements.length + tree.problems.length).toBeGreaterThan(0);
    }
    const tree = parse(`${'a {'.repeat(depth)}\nnetwork last\n`);
    expect(tree.statements.at(-1)!.keyword.text).toBe('network');
  });

  it('takes time in proportion to its length, whatever it consists of', () => {
    const hostile = [
      '{',
      'container a {\n',
      '/* x\n/* y\n',
      'a\n/* x\n',
      '"x',
      'a,\n',
      'a, b\n',
      '\n}',
      'a { } {',
      '{\n',
    ];
    for (const piece of hostile) {
      const short = processorTime(() => parse(piece.repeat(2_000)));
      const long = processorTime(() => parse(piece.repeat(20_000)));
      // Ten times as long: a hundred times the work if it were quadratic.
      expect(long, JSON.stringify(piece)).toBeLessThan(40 * (short + 5));
    }
  });
});

/** Milliseconds of processor time, which other processes do not lengthen as they do the time on the clock. */
function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
