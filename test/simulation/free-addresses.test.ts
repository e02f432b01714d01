import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allFree, giveBack, takeLowest } from '../../language-server/simulation/free-addresses.ts';

type Step = { take: true } | { takeByNumber: number } | { release: number };

const steps = fc.array(
  fc.oneof(
    fc.constant<Step>({ take: true }),
    fc.nat(40).map((takeByNumber): Step => ({ takeByNumber })),
    fc.nat(40).map((release): Step => ({ release })),
  ),
  { maxLength: 200 },
);

test('an address is never given twice, is always the lowest free one, and comes back when it is released', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 30 }), (commands, size) => {
      let free = allFree;
      const used = new Set<number>();
      for (const step of commands) {
        if ('take' in step) {
          const expected = Array.from({ length: size }, (_, i) => i).find((offset) => !used.has(offset));
          const taken = takeLowest(free, size, (offset) => used.has(offset));
          expect(taken?.offset).toBe(expected);
          if (!taken) continue;
          used.add(taken.offset);
          free = taken.free;
        } else if ('takeByNumber' in step) used.add(step.takeByNumber);
        else if (used.delete(step.release)) free = giveBack(free, step.release);
      }
    }),
    { numRuns: 500 },
  );
});

test('taking and giving back leaves older snapshots as they were', () => {
  const none = () => false;
  const first = takeLowest(allFree, 10, none);
  const second = first && takeLowest(first.free, 10, none);
  const back = second && giveBack(second.free, 0);
  expect(back && takeLowest(back, 10, none)?.offset).toBe(0);
  expect(second && takeLowest(second.free, 10, none)?.offset).toBe(2);
  expect(takeLowest(allFree, 10, none)?.offset).toBe(0);
});

test('the ten-thousandth address is found without looking at the ones before it', () => {
  let free = allFree;
  let looks = 0;
  for (let i = 0; i < 10_000; i++) {
    looks = 0;
    const taken = takeLowest(free, 65_534, () => {
      looks++;
      return false;
    });
    if (taken) free = taken.free;
  }
  expect(looks).toBe(1);
});
