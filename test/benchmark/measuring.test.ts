import { describe, expect, it } from 'vitest';
import { distribution, LimitExceeded, Patience, percentile, repeat, within } from './distribution.ts';
import { bringUpCommands } from './engine/real.ts';
import { generateTopology } from './lab.ts';
import { composeFile, labText, likec4Model } from './notations.ts';
import { cpuTimeOf, residentMemoryOf } from './servers/running.ts';

describe('a distribution', () => {
  it('takes percentiles by nearest rank, in whatever order the values come', () => {
    const values = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect([0.01, 0.5, 0.95, 1].map((share) => percentile(values, share))).toEqual([1, 50, 95, 100]);
    expect(percentile([3, 1, 2], 0.5)).toBe(2);
    expect(percentile([7], 0.95)).toBe(7);
    expect(distribution([10, 30, 20])).toEqual({ median: 20, p95: 30, runs: 3 });
  });

  it('is not made of nothing', () => {
    expect(() => distribution([])).toThrow('no values');
  });
});

describe('a measurement', () => {
  it('is given up at its limit', async () => {
    await expect(within(5, new Promise(() => {}))).rejects.toBeInstanceOf(LimitExceeded);
    await expect(within(1_000, Promise.resolve('answer'))).resolves.toBe('answer');
  });

  it('is not begun behind an answer that was given up, nor when all time is used up', async () => {
    const slow = new Patience({ limit: 5, total: 1_000 });
    const never = () => within(5, new Promise<string>(() => {}));
    expect(await slow.measure(async () => 'answer')).toBe('answer');
    expect(await slow.measure(never)).toBe('over the limit');
    expect(await slow.measure(async () => 'answer')).toBe('no time left');
    const short = new Patience({ limit: 60_000, total: 5 });
    expect(await short.measure(() => new Promise<string>(() => {}))).toBe('no time left');
  });

  it('is repeated until its runs or its time are used up, and at least once', async () => {
    expect(await repeat({ runs: 3, budget: 1_000 }, async (run) => run)).toEqual([0, 1, 2]);
    expect(await repeat({ runs: 3, budget: 0 }, async (run) => run)).toEqual([0]);
  });
});

describe('what Linux says of a process', () => {
  it('is its processor time in user and kernel mode', () => {
    const stat = '4711 (node (x) 1) S 1 4711 4711 0 -1 4194560 30 0 0 0 250 17 0 0 20 0 11 0 35 1 2';
    expect(cpuTimeOf(stat)).toBe(2_670);
    expect(() => cpuTimeOf('nothing')).toThrow();
  });

  it('is its resident memory', () => {
    expect(residentMemoryOf('Name:\tnode\nVmHWM:\t  900 kB\nVmRSS:\t    512 kB\n')).toBe(512 * 1024);
    expect(() => residentMemoryOf('Name:\tnode\n')).toThrow('VmRSS');
  });
});

describe('the same topology', () => {
  const topology = generateTopology(40);
  it.each([
    ['dnet', labText, /^container app\d+ \{/gm, / network net\d+ \{ alias service\d+ \}/g, /publish 1\d{4}:80/g],
    ['Compose', composeFile, /^ {2}app\d+:/gm, /^ {6}net\d+:\n +aliases:\n +- service\d+/gm, /- "1\d{4}:80/g],
    ['LikeC4', likec4Model, /^ {2}app\d+ = container/gm, /-> net\d+ 'service\d+'/g, /publish '1\d{4}:80/g],
  ])('is written in the notation of %s', (_, write, containers, attachments, ports) => {
    const text = write(topology);
    const count = (pattern: RegExp) => new Set(text.match(pattern)).size;
    expect(count(containers)).toBe(40);
    expect(text.match(attachments)).toHaveLength(80);
    expect(count(ports)).toBe(40);
  });
});

describe('containers on a real engine', () => {
  it('are some of the topology, with the networks that they are on, by commands that every engine understands', () => {
    expect(bringUpCommands(generateTopology(1_000), 2).map((argv) => argv.join(' '))).toEqual([
      'network create --driver bridge --subnet 10.0.0.0/24 net0',
      'network create --driver bridge --subnet 10.0.1.0/24 net1',
      'network create --driver bridge --subnet 10.0.2.0/24 net2',
      'run --detach --name app0 --network net0 --network-alias service0 --publish 10000:80/tcp web',
      'network connect --alias service0 net1 app0',
      'run --detach --name app1 --network net1 --network-alias service1 --publish 10001:80/tcp web',
      'network connect --alias service1 net2 app1',
    ]);
  });
});
