import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeActions } from '../../language-server/features/code-actions.ts';
import { formatDocument } from '../../language-server/features/formatting.ts';
import { type RefactoringData, resolveRefactoring } from '../../language-server/features/refactorings/refactorings.ts';
import { edited } from '../cursor.ts';
import { open } from '../lab.ts';
import { stateOf } from './state.ts';

const NAMES = ['aa', 'bb', 'cc', 'dd', 'ee'];
const NETWORKS = ['front', 'back', 'side'];
const FILES = { 'more.dnet': '# from elsewhere\nnetwork far\ncontainer guest { network far }\n' };

const oneOf = <T>(values: readonly T[]) => fc.constantFrom(...values);
const line = (text: string) => `  ${text}`;

const network = fc
  .tuple(oneOf(NETWORKS), fc.subarray(['subnet', 'internal', 'icc false']), fc.boolean())
  .map(([name, properties, isComment]) => {
    const lines = properties.map((each) =>
      line(each === 'subnet' ? `subnet 10.${NETWORKS.indexOf(name)}.0.0/24` : `${each}${isComment ? ' # so' : ''}`),
    );
    return lines.length === 0 ? `network ${name}` : `network ${name} {\n${lines.join('\n')}\n}`;
  });

const container = fc
  .record({
    name: oneOf(NAMES),
    networks: fc.subarray([...NETWORKS, 'bridge'], { maxLength: 2 }),
    alias: fc.boolean(),
    replicas: fc.boolean(),
    joins: fc.option(oneOf(NAMES), { freq: 6 }),
    link: fc.option(oneOf(NAMES), { freq: 6 }),
    connect: fc.option(oneOf(NETWORKS), { freq: 4 }),
    comment: fc.boolean(),
    isShort: fc.boolean(),
  })
  .map(({ name, networks, alias, replicas, joins, link, connect, comment, isShort }) => {
    const attached = networks.map((each) =>
      alias && each !== 'bridge' ? `network ${each} { alias www }` : `network ${each}`,
    );
    const properties = [
      ...(joins ? [`network container:${joins}`] : attached),
      ...(link && !joins ? [`link ${link} as other`] : []),
      ...(replicas ? ['replicas 2'] : []),
    ];
    const above = comment ? `# about ${name}\n` : '';
    const below = connect ? `\nconnect ${name} to ${connect}` : '';
    if (properties.length === 0) return `${above}container ${name}${below}`;
    return isShort
      ? `${above}container ${name} { ${properties.join('; ')} }${below}`
      : `${above}container ${name} {\n${properties.map(line).join('\n')}\n}${below}`;
  });

const action = fc.oneof(
  fc.tuple(oneOf(NAMES), oneOf(NETWORKS)).map(([name, to]) => `connect ${name} to ${to}`),
  fc.tuple(oneOf(NAMES), oneOf(NETWORKS)).map(([name, from]) => `disconnect ${name} from ${from}`),
  oneOf(NAMES).map((name) => `stop ${name}`),
  fc.tuple(oneOf(NAMES), oneOf(NAMES)).map(([name, other]) => `expect ${name} can reach ${other}`),
  fc.constant('include "more.dnet"'),
);

/** Labs in which each name is declared once, as somebody would write them. */
const lab = fc
  .tuple(
    fc.uniqueArray(network, { selector: (text) => /network (\w+)/.exec(text)![1], minLength: 1 }),
    fc.uniqueArray(container, { selector: (text) => /container (\w+)/.exec(text)![1], minLength: 1, maxLength: 4 }),
    fc.array(action, { maxLength: 4 }),
  )
  .map((parts) => `${parts.map((each) => each.join('\n')).join('\n\n')}\n`);

/** Everything that is offered somewhere, with the text after it. */
function* refactorings(text: string) {
  const snapshot = open(text, FILES);
  const { starts, statements } = snapshot.tree;
  const heads = starts.map((start) => ({ start: start + 10, end: start + 10 }));
  const properties = starts.flatMap((base, index) =>
    (statements[index]!.block?.statements ?? []).map(({ end }) => ({ start: base + end, end: base + end })),
  );
  const pairs = starts.slice(1).map((start, index) => ({ start: starts[index]!, end: start + 3 }));
  for (const { start, end } of [...heads, ...properties, ...pairs]) {
    const range = snapshot.lines.rangeOf(Math.min(start, text.length), Math.min(end, text.length));
    for (const { title, kind, data } of codeActions(snapshot, range, { only: ['refactor'], resolvesEdits: true })) {
      if (!data) continue;
      const edits = resolveRefactoring(snapshot, data as RefactoringData)!;
      yield { title, kind, range, after: edited(text, edits) };
    }
  }
}

/** The same lab, written in another way. */
const KEEPS_EVERYTHING = [
  /^Inline this `connect`/,
  /^Extract `network .*` into a `connect`/,
  /^Inline the file/,
  /^Expand/,
  /^Write down/,
];

const errors = (text: string) =>
  open(text, FILES)
    .findings.filter(({ severity, code }) => severity === 'error' && code !== 'expectation-failed')
    .map(({ code }) => code)
    .sort();

const slips = (text: string) => {
  const { tree } = open(text, FILES);
  return [...tree.problems, ...tree.statements.flatMap(({ problems }) => problems)];
};

const runs = { numRuns: 80, seed: 7 };

describe('every refactoring of random labs', () => {
  it('makes no mistakes, and changes nothing that it promises to keep', { timeout: 120_000 }, () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(lab, (text) => {
        const before = open(text, FILES);
        for (const { title, after } of refactorings(text)) {
          seen.add(title.replace(/`[^`]*`|\d\S*|"[^"]*"/g, '…'));
          const what = `${title}\n${text}\n→\n${after}`;
          expect(slips(after), what).toEqual([]);
          // Where something is refused already, what comes after it may be refused for another reason.
          if (errors(text).length > 0) continue;
          expect(errors(after), what).toEqual([]);
          if (KEEPS_EVERYTHING.some((each) => each.test(title))) {
            expect(stateOf(open(after, FILES)), what).toEqual(stateOf(before));
          }
        }
      }),
      runs,
    );
    // All of them are among those that were tried.
    expect([...seen].sort()).toMatchInlineSnapshot(`
      [
        "Expand … into … containers",
        "Extract … from … into a network of their own",
        "Extract … into a … after the container",
        "Inline network … into …",
        "Inline the file …",
        "Inline this … into container …",
        "Move … after …, which has to be there first",
        "Turn the default bridge into a network of your own, for …",
        "Turn the default bridge into a network of your own, for …, …",
        "Write down the address … of … on …",
        "Write down the subnet … of …",
      ]
    `);
  });

  it('keeps line ends and tabs', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(lab, (text) => {
        const crlf = (each: string) => each.replaceAll('\n', '\r\n');
        const tabs = (each: string) => each.replace(/^( {2})+/gm, (indent) => '\t'.repeat(indent.length / 2));
        const told = (of: Iterable<{ title: string; after: string }>) =>
          [...of].map(({ title, after }) => [title, after]);
        const before = told(refactorings(text));
        // An included file keeps its own way until it is in this one.
        expect(told(refactorings(crlf(text)))).toEqual(before.map(([title, after]) => [title, crlf(after!)]));
        expect(told(refactorings(tabs(text)))).toEqual(before.map(([title, after]) => [title, tabs(after!)]));
      }),
      { ...runs, numRuns: 25 },
    );
  });

  it('leaves formatted labs formatted', { timeout: 120_000 }, () => {
    const formatted = (text: string) => {
      const snapshot = open(text, FILES);
      return edited(text, formatDocument(snapshot, { indent: '  ', alignColumns: false }));
    };
    fc.assert(
      fc.property(lab, (written) => {
        const text = formatted(written);
        for (const { title, after } of refactorings(text)) expect(formatted(after), `${title}\n${text}`).toBe(after);
      }),
      { ...runs, numRuns: 25 },
    );
  });
});
