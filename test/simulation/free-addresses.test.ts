import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Addresses,
  allFree,
  giveBack,
  isGiven,
  takeLowest,
  takeNext,
  takeOne,
} from '../../language-server/simulation/free-addresses.ts';

type Step = { take: true } | { takeByNumber: number } | { release: number };

const steps = fc.array(
  fc.oneof(
    fc.constant<Step>({ take: true }),
    fc.nat(40).map((takeByNumber): Step => ({ takeByNumber })),
    fc.nat(40).map((release): Step => ({ release })),
  ),
  { maxLength: 200 },
);

/** `a0`, `a1` … */
const addresses = (size: number, reserved: ReadonlySet<number> = new Set()): Addresses => ({
  size,
  at: (offset) => `a${offset}`,
  isReserved: (address) => reserved.has(Number(address.slice(1))),
});

test.each([
  { take: takeLowest, title: 'the lowest free one', start: () => 0 },
  { take: takeNext, title: 'the next free one in turn', start: (last: number) => last + 1 },
])('an address is never given twice, is always $title, and comes back when it is released', ({ take, start }) => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 30 }), fc.uniqueArray(fc.nat(40)), (commands, size, setAside) => {
      const reserved = new Set(setAside);
      const all = addresses(size, reserved);
      let free = allFree;
      let last = -1;
      const used = new Set<number>();
      for (const step of commands) {
        if ('take' in step) {
          const inTurn = Array.from({ length: size }, (_, i) => (start(last) + i) % size);
          const expected = inTurn.find((offset) => !used.has(offset) && !reserved.has(offset));
          const taken = take(free, all);
          expect(taken?.address).toBe(expected === undefined ? undefined : `a${expected}`);
          if (!taken || expected === undefined) continue;
          used.add(expected);
          last = expected;
          free = taken.free;
        } else if ('takeByNumber' in step) {
          const offset = step.takeByNumber;
          if (used.has(offset) || reserved.has(offset)) continue;
          used.add(offset);
          free = takeOne(free, offset, `a${offset}`);
        } else if (used.delete(step.release)) free = giveBack(free, step.release, `a${step.release}`);
        expect(free.count).toBe(used.size);
        for (let offset = 0; offset <= 40; offset++)
          if (!reserved.has(offset)) expect(isGiven(free, offset, `a${offset}`)).toBe(used.has(offset));
      }
    }),
    { numRuns: 300 },
  );
});

test('taking and giving back leaves older snapshots as they were', () => {
  const all = addresses(10);
  const first = takeLowest(allFree, all);
  const second = first && takeLowest(first.free, all);
  const back = second && giveBack(second.free, 0, 'a0');
  expect(back && takeLowest(back, all)?.address).toBe('a0');
  expect(second && takeLowest(second.free, all)?.address).toBe('a2');
  expect(takeLowest(allFree, all)?.address).toBe('a0');
});

test('the ten-thousandth address is found without looking at the ones before it', () => {
  let free = allFree;
  let looks = 0;
  const all: Addresses = {
    ...addresses(65_534),
    at: (offset) => {
      looks++;
      return `a${offset}`;
    },
  };
  for (let i = 0; i < 10_000; i++) {
    looks = 0;
    const taken = takeLowest(free, all);
    if (taken) free = taken.free;
  }
  expect(looks).toBe(1);
});
