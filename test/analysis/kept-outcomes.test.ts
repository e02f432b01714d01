import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createService, type Snapshot } from '../../language-server/service.ts';
import { URI } from '../lab.ts';

const EXPECTATIONS = [
  'expect one can reach two on 80',
  'expect one cannot reach three',
  'expect two can reach web on 80',
  'expect four can reach host on 8080',
  'expect outside can reach host on 8080',
  'expect outside can reach host on 8081',
  'expect outside can reach 10.0.0.3 on 80',
  'expect host can reach three on 80',
  'expect host can reach 10.0.0.4',
  'expect three can reach 10.0.1.3 on 80',
  'expect five can reach six',
  'expect one can resolve web to two',
  'expect one cannot resolve other',
  'expect six can resolve four',
];

/** What may be said of each container, some of it what another one says. */
const written = (keyword: string, ...values: readonly string[]) =>
  fc.constantFrom('', '', ...values.map((value) => `${keyword} ${value}; `));
const attachment = (network: string, subnet: string) =>
  fc
    .tuple(
      written('alias', 'web', 'other', 'two', 'db'),
      written('ip', `${subnet}.3`, `${subnet}.4`, `${subnet}.9`),
      fc.constantFrom(true, true, false),
    )
    .map(([alias, ip, isOn]) => (isOn ? `network ${network} { ${alias}${ip}}; ` : ''));
const block = fc
  .oneof(
    {
      weight: 5,
      arbitrary: fc.tuple(attachment('net0', '10.0.0'), attachment('net1', '10.0.1')).map((all) => all.join('')),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom('network bridge; ', 'network host; ', 'network none; ', 'network container:one; '),
    },
  )
  .chain((networks) =>
    fc
      .tuple(
        written('publish', '8080:80', '8081:80', '127.0.0.1:8080:80', '8080:81'),
        written('listen', '80', '127.0.0.1:80', '8080'),
        written('hostname', 'other', 'web'),
        written('link', 'one', 'two:other'),
      )
      .map((rest) => `image nginx; ${networks}${rest.join('')}`),
  );

const NAMES = ['one', 'two', 'three', 'four', 'five', 'six'];
const actions = fc.constantFrom('', '', '', 'stop two', 'disconnect one net0', 'connect three net0', 'restart four');
const change = fc.oneof(
  { weight: 5, arbitrary: fc.record({ container: fc.nat(NAMES.length - 1), block }) },
  { weight: 1, arbitrary: fc.record({ action: actions }) },
  { weight: 1, arbitrary: fc.record({ more: fc.nat(2) }) },
);

interface Lab {
  readonly blocks: readonly string[];
  readonly action: string;
  readonly more: number;
}

const textOf = ({ blocks, action, more }: Lab) =>
  [
    'network net0 { subnet 10.0.0.0/24 }',
    'network net1 { subnet 10.0.1.0/24; icc off }',
    ...NAMES.map((name, index) => `container ${name} { ${blocks[index]}}`),
    action,
    ...Array.from({ length: more }, (_, index) => `container more${index} { network net0 { alias web } }`),
    ...EXPECTATIONS,
  ].join('\n');

const outcomes = (snapshot: Snapshot) =>
  snapshot.outcomes.map(({ moment, outcome: { holds, verdict, reason, traces, resolutions, causes, actual } }) => {
    return { moment, holds, verdict, reason, traces, resolutions, causes, actual };
  });

describe('the outcome of an expectation', () => {
  it('is kept while something else is edited', () => {
    const lab = { blocks: NAMES.map(() => 'image nginx; network net0; '), action: '', more: 0 };
    const service = createService();
    const traces = ({ outcomes: all }: Snapshot) => all.map(({ outcome }) => outcome.traces[0]);
    const before = traces(service.open(URI, 0, textOf(lab))[0]!);
    const blocks = lab.blocks.with(5, 'image nginx; network net0 { alias last }; ');
    const after = traces(service.change(URI, 1, [{ text: textOf({ ...lab, blocks }) }])[0]!);
    const anew = EXPECTATIONS.filter((_, index) => before[index] !== after[index]);
    expect(anew).toEqual(['expect five can reach six']);
  });

  it('is that of the text as it is now, whatever was edited', () => {
    fc.assert(
      fc.property(
        fc.array(block, { minLength: NAMES.length, maxLength: NAMES.length }),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        (blocks, changes) => {
          let lab: Lab = { blocks, action: '', more: 0 };
          const service = createService();
          void outcomes(service.open(URI, 0, textOf(lab))[0]!);
          for (const [version, each] of changes.entries()) {
            if ('block' in each) lab = { ...lab, blocks: lab.blocks.with(each.container, each.block) };
            else lab = { ...lab, ...each };
            const edited = service.change(URI, version + 1, [{ text: textOf(lab) }])[0]!;
            expect(outcomes(edited)).toEqual(outcomes(createService().open(URI, 0, textOf(lab))[0]!));
          }
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);
});
