import { expect, it } from 'vitest';
import { linesOf, verdictOf } from '../../extension/outline/hop-lines.ts';
import { traceInPicture } from '../../language-server/features/topology-trace.ts';
import { open } from '../lab.ts';

const LAB =
  'network front\ncontainer web { image nginx; network front }\ncontainer api { image busybox; network front }\ncontainer plain { image busybox }';

const journey = (from: string, to: string) => {
  const { journeys } = traceInPicture(open(LAB), { from, to, on: '80' });
  return journeys.at(-1)!;
};

it('a packet that arrives is told hop by hop, with its rule and what it says', () => {
  const arrived = journey('container:api', 'container:web');
  const { there, back } = linesOf(arrived);
  expect(verdictOf(arrived)).toBe('✓ delivered');
  expect(there.map(({ label }) => Number.parseInt(label, 10))).toEqual(there.map((_, i) => i + 1));
  expect(there.map(({ description }) => description).join()).not.toContain('✕');
  expect(there.some(({ detail }) => detail.includes('172.18.0.3 → 172.18.0.2:80'))).toBe(true);
  expect(back).toEqual([]);
});

it('one that is dropped ends with a mark at the rule that drops it', () => {
  const lost = journey('container:plain', 'interface:web/eth0');
  const { there } = linesOf(lost);
  expect(verdictOf(lost)).toBe('✕ dropped');
  expect(there.filter(({ description }) => description.startsWith('✕'))).toEqual([there.at(-1)]);
  expect(there.at(-1)!.detail).toContain('DROP');
});
