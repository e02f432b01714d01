import { describe, expect, it } from 'vitest';
import { codeActions } from '../../language-server/features/code-actions.ts';
import { type RefactoringData, resolveRefactoring } from '../../language-server/features/refactorings/refactorings.ts';
import { format } from '../../language-server/syntax/format.ts';
import type { Range } from '../../language-server/syntax/lines.ts';
import { edited, marked, ranged } from '../cursor.ts';
import { open, URI } from '../lab.ts';
import { stateOf } from './state.ts';

type Files = Readonly<Record<string, string>>;

function selected(source: string): { readonly text: string; readonly range: Range } {
  if (source.includes('<|')) return ranged(source);
  const { text, position } = marked(source);
  return { text, range: { start: position, end: position } };
}

function offered(
  source: string,
  files: Files = {},
): readonly { readonly title: string; readonly kind: string; after(): string }[] {
  const { text, range } = selected(source);
  const snapshot = open(text, files);
  return codeActions(snapshot, range, { only: ['refactor'], resolvesEdits: true })
    .filter(({ data }) => data !== undefined)
    .map(({ title, kind = '', data }) => ({
      title,
      kind,
      after: () => edited(text, resolveRefactoring(snapshot, data as RefactoringData)!),
    }));
}

/** The text after the one refactoring of this kind whose title holds the words; formatted, if it was before. */
function refactored(source: string, kind: string, words: string, files: Files = {}): string {
  const found = offered(source, files).filter((each) => each.kind === kind && each.title.includes(words));
  expect(found.map(({ title }) => title)).toHaveLength(1);
  const after = found[0]!.after();
  const isFormatted = (text: string) => format(open(text).tree).length === 0;
  if (isFormatted(selected(source).text)) expect(edited(after, formatting(after)), 'formatted').toBe(after);
  return after;
}

function formatting(text: string) {
  const { tree, lines } = open(text);
  return format(tree).map(({ start, end, newText }) => ({ range: lines.rangeOf(start, end), newText }));
}

const titles = (source: string, kind: string, files: Files = {}): string[] =>
  offered(source, files).flatMap((each) => (each.kind === kind ? [each.title] : []));

describe('turn the default bridge into a network of your own', () => {
  const lab = `host box { engine 29 }

# the database
container db {
  image postgres
}

container web| {
  image nginx # the shop
  link db as database
  publish 80:80
}

container cache { network bridge }
container job { network none }
disconnect cache from bridge
`;

  it('moves all of its containers, and gives the names of links as aliases', () => {
    expect(refactored(lab, 'refactor.rewrite', 'default bridge')).toBe(
      `host box { engine 29 }

network shared

# the database
container db {
  image postgres
  network shared { alias database }
}

container web {
  image nginx # the shop
  network shared
  publish 80:80
}

container cache { network shared }
container job { network none }
disconnect cache from shared
`.replace('# the database\nnetwork shared\n\ncontainer db', 'network shared\n\n# the database\ncontainer db'),
    );
  });

  it('keeps what was reached by address, and resolves the names', () => {
    const after = open(
      refactored(`${lab}`, 'refactor.rewrite', 'default bridge') +
        'expect web can resolve database to db\nexpect web can reach db\nexpect outside can reach host on 80\n',
    );
    expect(after.outcomes.map(({ outcome }) => outcome.holds)).toEqual([true, true, true]);
    expect(after.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('is offered on the name and on `bridge`, and nowhere else', () => {
    expect(titles('container web { network bri|dge }', 'refactor.rewrite')).toHaveLength(1);
    expect(titles('container web { network no|ne }', 'refactor.rewrite')).toEqual([]);
    expect(titles('container web {\n  image ng|inx\n}', 'refactor.rewrite')).toEqual([]);
    expect(titles('network n\ncontainer w|eb', 'refactor.rewrite')).toHaveLength(1);
    expect(titles('network n\ncontainer w|eb { network container:db }', 'refactor.rewrite')).toEqual([]);
  });
});

describe('extract network', () => {
  const lab = `network front {
  subnet 10.0.0.0/24
  internal # nothing leaves
}

container web { network front }
<|container api { network front { alias backend } }
container db { network front }|>
container log { network front }
`;

  it('puts the selected containers on a network like the one that they share', () => {
    expect(refactored(lab, 'refactor.extract', 'from `front`')).toBe(`network front {
  subnet 10.0.0.0/24
  internal # nothing leaves
}

network front-2 {
  internal
}

container web { network front }
container api { network front-2 { alias backend } }
container db { network front-2 }
container log { network front }
`);
  });

  it('is offered where others stay, and no address was chosen', () => {
    expect(titles('network n\n<|container aa { network n }\ncontainer bb { network n }|>', 'refactor.extract')).toEqual(
      [],
    );
    expect(
      titles(
        'network n { subnet 10.0.0.0/24 }\n<|container aa { network n { ip 10.0.0.9 } }|>\ncontainer bb { network n }',
        'refactor.extract',
      ),
    ).toEqual([]);
    expect(titles('network n\ncontainer a|a { network n }\ncontainer bb { network n }', 'refactor.extract')).toEqual(
      [],
    );
  });
});

describe('inline network', () => {
  const lab = `network front {
  subnet 10.0.0.0/24
  internal # nothing leaves
}

# for the back office
network front-2 {
  internal
}

container web { network front }
container api { network front-2 { alias backend } }
container both { network front; network front-2 }
connect web to bridge
expect api has interfaces eth0 on front-2
`;

  it('puts its containers on another one that says the same, addresses aside', () => {
    expect(refactored(lab.replace('network front-2 {', 'network fro|nt-2 {'), 'refactor.inline', 'into `front`')).toBe(
      `network front {
  subnet 10.0.0.0/24
  internal # nothing leaves
}

container web { network front }
container api { network front { alias backend } }
container both { network front }
connect web to bridge
expect api has interfaces eth0 on front
`,
    );
  });

  it('is offered where nobody has an address of it, and the other network says the same', () => {
    const nets = 'network a|a\nnetwork bb\n';
    expect(titles(`${nets}container web { network aa }`, 'refactor.inline')).toEqual(['Inline network `aa` into `bb`']);
    expect(titles(nets, 'refactor.inline')).toEqual([]);
    expect(titles(`network a|a { internal }\nnetwork bb\ncontainer web { network aa }`, 'refactor.inline')).toEqual([]);
    expect(
      titles(
        'network a|a { subnet 10.0.0.0/24 }\nnetwork bb\ncontainer web { network aa { ip 10.0.0.9 } }',
        'refactor.inline',
      ),
    ).toEqual([]);
    expect(
      titles(`${nets}container web { network bb }\nconnect web to aa\n`, 'refactor.inline').filter((title) =>
        title.includes('aa'),
      ),
    ).toEqual([]);
  });
});

describe('connect and network', () => {
  const nets = 'network front\nnetwork back { subnet 10.0.0.0/24 }\n\n';

  it.each([
    [
      `${nets}container web {\n  network front\n}\n\n# for the database\ncon|nect web to back { ip 10.0.0.9 }\nstop web\n`,
      `${nets}container web {\n  network front\n  network back { ip 10.0.0.9 }\n}\n\nstop web\n`,
    ],
    [
      `${nets}container web { network front }\nconnect web to ba|ck\n`,
      `${nets}container web { network front; network back }\n`,
    ],
    [
      `${nets}container web {\n  network front\n}\nconnect web to back {\n  alias api # old\n  ip 10.0.0.9\n}|\n`,
      `${nets}container web {\n  network front\n  network back {\n    alias api # old\n    ip 10.0.0.9\n  }\n}\n`,
    ],
  ])('are the same: inline', (source, expected) => {
    const after = refactored(source, 'refactor.inline', 'connect');
    expect(after).toBe(expected.replace('stop web', 'stop web'));
    expect(stateOf(open(after))).toEqual(stateOf(open(selected(source).text)));
  });

  it('and extract', () => {
    const source = `${nets}container web {\n  network front\n  network back| {\n    ip 10.0.0.9\n  }\n}\n`;
    const after = refactored(source, 'refactor.extract', 'connect');
    expect(after).toBe(`${nets}container web {\n  network front\n}\nconnect web to back {\n  ip 10.0.0.9\n}\n`);
    expect(stateOf(open(after))).toEqual(stateOf(open(selected(source).text)));
  });

  it('where nothing happens in between that sees the difference, and the engine takes several networks', () => {
    const inline = (source: string) => titles(source, 'refactor.inline');
    expect(
      inline(`${nets}container web { network front }\ncontainer db { network back }\nconn|ect web to back\n`),
    ).toEqual([]);
    expect(inline(`${nets}container web\nconn|ect web to back\n`)).toEqual([]);
    expect(inline(`${nets}container web { network host }\nconn|ect web to back\n`)).toEqual([]);
    expect(inline(`host { engine 20.10 }\n${nets}container web { network front }\nconn|ect web to back\n`)).toEqual([]);
    expect(titles(`${nets}container web { network fro|nt }\n`, 'refactor.extract')).toEqual([]);
  });
});

describe('inline include', () => {
  it('puts the statements in its place, and their own includes lead on', () => {
    const files = {
      'nets.dnet': '# all networks\nnetwork front\ninclude "more.dnet"\n',
      'more.dnet': 'network back\n',
    };
    const source = '# top\nincl|ude "sub/nets.dnet" # here\ncontainer web { network front }\n';
    const after = refactored(source, 'refactor.inline', 'nets.dnet', files);
    expect(after).toBe(
      '# top\n# all networks\nnetwork front\ninclude "sub/more.dnet" # here\ncontainer web { network front }\n',
    );
    expect(stateOf(open(after, files))).toEqual(stateOf(open(selected(source).text, files)));
  });

  it('is offered for a file that is there and included once', () => {
    expect(titles('include "miss|ing.dnet"', 'refactor.inline')).toEqual([]);
    expect(titles('include "aa|.dnet"\ninclude "aa.dnet"', 'refactor.inline', { 'aa.dnet': 'network n' })).toEqual([]);
  });
});

describe('move container', () => {
  it('after the one that it joins, with its comments', () => {
    const source = `# takes pictures of the traffic
container side| {
  network container:app # the same namespace
}

container app { image nginx }

expect side can reach outside
`;
    const after = refactored(source, 'refactor.move', 'after `app`');
    expect(after).toBe(`container app { image nginx }

# takes pictures of the traffic
container side {
  network container:app # the same namespace
}

expect side can reach outside
`);
    expect(open(selected(source).text).findings.map(({ code }) => code)).toContain('join-missing');
    expect(open(after).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('repairs the finding', () => {
    const text = 'container side { network container:app }\ncontainer app\n';
    const snapshot = open(text);
    const { span } = snapshot.findings.find(({ code }) => code === 'join-missing')!;
    const [fix] = codeActions(snapshot, snapshot.lines.rangeOf(span.start, span.start), { only: ['quickfix'] });
    expect(fix).toMatchObject({ isPreferred: true, diagnostics: [{ code: 'join-missing' }] });
    expect(edited(text, fix!.edit!.changes![URI]!)).toBe('container app\ncontainer side { network container:app }\n');
  });

  it('is not offered where something in between is about it, nor where the order is right', () => {
    expect(titles('container si|de { network container:app }\nstop side\ncontainer app\n', 'refactor.move')).toEqual(
      [],
    );
    expect(titles('container app\ncontainer si|de { network container:app }\n', 'refactor.move')).toEqual([]);
  });
});

describe('expand replicas', () => {
  const source = `network n
container client { network n }

# the workers
container work|er {
  image nginx # serves
  replicas 3
  network n { alias pool }
}

stop worker-2
connect worker to bridge
expect client can resolve pool to worker
expect outside cannot reach worker
expect worker can reach client
expect worker-1 can reach client
`;

  it('writes every container, and every statement about all of them once for each', () => {
    const after = refactored(source, 'refactor.rewrite', 'replicas');
    const block = (n: number) => `container worker-${n} {\n  image nginx # serves\n  network n { alias pool }\n}\n`;
    expect(after).toBe(`network n
container client { network n }

# the workers
${block(1)}
${block(2)}
${block(3)}
stop worker-2
connect worker-1 to bridge
connect worker-2 to bridge
connect worker-3 to bridge
expect client can resolve pool to worker-1, worker-2, worker-3
expect outside cannot reach worker-1
expect outside cannot reach worker-2
expect outside cannot reach worker-3
expect worker-1 can reach client
expect worker-2 can reach client
expect worker-3 can reach client
expect worker-1 can reach client
`);
    expect(stateOf(open(after))).toEqual(stateOf(open(selected(source).text)));
  });

  it('leaves no empty block, and is not offered for one container or for a hundred', () => {
    expect(refactored('container worker| { replicas 2 }\n', 'refactor.rewrite', 'replicas')).toBe(
      'container worker-1\ncontainer worker-2\n',
    );
    const expansions = (text: string) => titles(text, 'refactor.rewrite').filter((title) => title.includes('replicas'));
    expect(expansions('container wor|ker')).toEqual([]);
    expect(expansions('container wor|ker { replicas 100 }')).toEqual([]);
  });
});

describe('write down what the engine chose', () => {
  it.each([
    [
      'network aa\nnetwork b|b\ncontainer web { network bb }\n',
      'subnet',
      'network aa\nnetwork bb { subnet 172.19.0.0/16 }\ncontainer web { network bb }\n',
    ],
    [
      'network aa { internal }\ncontainer one { network aa }\ncontainer two {\n  network a|a # here\n}\n',
      'address',
      'network aa { internal; subnet 172.18.0.0/16 }\ncontainer one { network aa }\ncontainer two {\n  network aa { ip 172.18.0.3 } # here\n}\n',
    ],
  ])('which changes nothing: %s', (source, words, expected) => {
    const after = refactored(source, 'refactor.rewrite', words);
    expect(after).toBe(expected);
    expect(stateOf(open(after))).toEqual(stateOf(open(selected(source).text)));
  });

  it('where nobody has chosen yet', () => {
    expect(titles('network n| { subnet 10.0.0.0/24 }', 'refactor.rewrite')).toEqual([]);
    expect(titles('network n\ncontainer web { network n| { ip 10.0.0.1 } }', 'refactor.rewrite')).toEqual([]);
  });
});
