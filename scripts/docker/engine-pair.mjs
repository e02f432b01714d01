// Two real engines whose hosts are neighbours on one cable: what a swarm needs.
import { Engine } from './engine.mjs';
import { outcomeOf } from './machine.mjs';

/** The hosts' addresses on the cable. */
const pairAddresses = { host1: '192.0.2.11', host2: '192.0.2.12' };

export class EnginePair {
  /** @param {import('./engine.mjs').EngineOptions} [options] for both engines */
  static async up(options) {
    const started = await Promise.allSettled([Engine.up(options), Engine.up(options)]);
    const engines = started.flatMap(({ value }) => value ?? []);
    try {
      const failure = started.find(({ status }) => status === 'rejected');
      if (failure) throw failure.reason;
      await layCable(...engines);
    } catch (error) {
      await Promise.all(engines.map((engine) => engine.down()));
      throw error;
    }
    return new EnginePair(...engines);
  }

  constructor(host1, host2) {
    this.engines = { host1, host2 };
  }

  /** Ends everything and leaves nothing behind. */
  async down() {
    await Promise.all(Object.values(this.engines).map((engine) => engine.down()));
  }
}

/** Takes both hosts off the LANs that they were started on, and joins them. */
async function layCable({ host: first }, { host: second }) {
  await first.must(['sh', '-ec', 'ip link del eth0; ip link add eth0 type veth peer name cable']);
  await outcomeOf('nsenter', ['-t', `${first.pid}`, '--net', 'ip', 'link', 'set', 'cable', 'netns', `${second.pid}`]);
  await second.must(['sh', '-ec', 'ip link del eth0; ip link set cable name eth0']);
  const { host1, host2 } = pairAddresses;
  for (const [machine, own, other] of [
    [first, host1, host2],
    [second, host2, host1],
  ])
    await machine.must([
      'sh',
      '-ec',
      `ip addr add ${own}/24 dev eth0; ip link set eth0 up; ip route add default via ${other}`,
    ]);
}
