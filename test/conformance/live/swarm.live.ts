/**
 * Two real engines in a swarm, and the simulation of them: random commands on both, and everything compared that can be
 * seen after each. What an engine does behind a command's back is waited for. `SEED=… SECONDS=…` repeat or prolong it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EnginePair } from '../../../scripts/docker/engine-pair.mjs';
import { eventually } from '../../../scripts/docker/machine.mjs';
import { engineAvailable } from '../../../scripts/docker/requirements.mjs';
import { type HostName, SwarmLab } from '../../simulation/swarm-lab.ts';

/** The same commands in every run of the tests, so that a new failure comes from a change; `SEED=…` tries others. */
const seed = Number(process.env.SEED ?? 117775329);
const seconds = Number(process.env.SECONDS ?? 10);
const available = await engineAvailable();

type Engine = EnginePair['engines'][HostName];

const hosts: readonly HostName[] = ['host1', 'host2'];
const containers: Readonly<Record<HostName, readonly string[]>> = { host1: ['aa', 'ab'], host2: ['ba', 'bb'] };

const setUp: readonly (readonly [HostName, string])[] = [
  ['host1', 'swarm init'],
  ['host2', 'swarm join --token <token:worker> 192.0.2.11:2377'],
  ['host1', 'network create -d overlay --attachable ov1'],
  ['host1', 'network create -d overlay --attachable --subnet 10.77.0.0/24 --gateway 10.77.0.9 ov2'],
  ['host1', 'network create -d overlay plain'],
  ['host1', 'network create lan'],
  ['host2', 'network create lan'],
];

/** A container on each host that can talk to the other, whatever has happened before. */
const closing: typeof setUp = [
  ['host2', 'swarm join --token <token:worker> 192.0.2.11:2377'],
  ['host1', 'network create -d overlay --attachable ov1'],
  ['host1', 'rm -f aa'],
  ['host1', 'run -d --name aa --network ov1 --network-alias any web'],
  ['host2', 'rm -f ba'],
  ['host2', 'run -d --name ba --network ov1 --network-alias any web'],
];

/** A command for one of the hosts, about its own containers. */
const command = fc.constantFrom(...hosts).chain((on) => {
  const container = fc.constantFrom(...containers[on]);
  const attachable = fc.constantFrom('ov1', 'ov1', 'ov2');
  const network = fc.oneof({ weight: 4, arbitrary: attachable }, fc.constantFrom('plain', 'lan', 'nope'));
  const port = on === 'host1' ? 8080 : 8081;
  const publish = fc.constantFrom('', '', ` -p ${port}:80`);
  const line = fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .tuple(container, network, publish)
        .map(([c, n, p]) => `run -d --name ${c} --network ${n} --network-alias any${p} web`),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom('connect', 'disconnect'), network, container)
        .map((all) => `network ${all.join(' ')}`),
    },
    {
      weight: 3,
      arbitrary: fc.tuple(fc.constantFrom('restart', 'stop', 'start', 'rm -f'), container).map((all) => all.join(' ')),
    },
    { weight: 1, arbitrary: network.map((name) => `network rm ${name}`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        'network create -d overlay --attachable ov2',
        'network create -d overlay ov1',
        'swarm leave',
        'swarm init',
      ),
    },
  );
  return line.map((text) => [on, text] as const);
});

/** `Error response from daemon: …` without the client's decoration, ids made symbolic. */
const complaint = (stderr: string): string | undefined =>
  /Error[^:]*: (.*)/
    .exec(stderr)?.[1]
    ?.replace(/<id(?:12|25|64)?(?::[^>]*)?>|\b[0-9a-f]{64}\b|\b[0-9a-z]{25}\b/g, 'ID')
    // Of several networks that are gone, the engine meets any first: they are the entries of a Go map.
    .replace(/network (\S+): (.*)network \1 not found/, 'network ‹one of its› $2not found')
    .replace(/\.$/, '');

/** What is seen of one host: its networks, who is on them, and its containers' interfaces. */
async function real(engine: Engine) {
  const networks: { Name: string; Scope: string }[] = await engine.api('/networks');
  const listed = await Promise.all(networks.map(({ Name }) => engine.api(`/networks/${Name}`)));
  const all: { Names: string[]; State: string }[] = await engine.api('/containers/json?all=1');
  return {
    networks: networks.map(({ Name }) => Name).sort(),
    members: listed
      .filter(({ Scope }) => Scope === 'swarm')
      .flatMap(({ Name, Containers }) =>
        Object.values((Containers ?? {}) as Record<string, { Name: string; IPv4Address: string }>).map(
          (one) => `${Name}: ${one.Name} ${one.IPv4Address}`,
        ),
      )
      .sort(),
    interfaces: Object.fromEntries(
      await Promise.all(
        all.map(async ({ Names: [name = ''], State }) => {
          const { stdout } =
            State === 'running' ? await engine.docker(['exec', name, 'ip', '-o', '-4', 'addr']) : { stdout: '' };
          const devices = [...stdout.matchAll(/^\d+: (eth\d+)\s+inet (\S+)/gm)].map(
            ([, device, address]) => `${device} ${address}`,
          );
          return [name.slice(1), devices.sort()] as const;
        }),
      ),
    ),
  };
}

function simulated(lab: SwarmLab, on: HostName): Awaited<ReturnType<typeof real>> {
  const host = lab.host(on);
  const networks = lab.networks(on);
  return {
    networks: [...networks],
    members: networks
      .filter((name) => lab.inspectNetwork(on, name).Scope === 'swarm')
      .flatMap((name) => lab.members(on, name).map((member) => `${name}: ${member}`))
      .sort(),
    interfaces: Object.fromEntries(
      [...host.containers.values()].map(({ name }) => [name, [...lab.interfaces(name)].sort()]),
    ),
  };
}

/** What a look-up of an unknown name says for a long time: there is no DNS server behind the engines. */
const silent = { stdout: '' };

/** Waits for the engines to settle to what is expected, and says what they show in the end. */
async function settled<T>(look: () => Promise<T>, wanted: T): Promise<T> {
  let seen = await look();
  const agrees = async () => {
    seen = await look();
    return isDeepStrictEqual(seen, wanted);
  };
  await eventually(agrees, 'agreement', 15_000).catch(() => {});
  return seen;
}

describe.runIf(available.available)(`a swarm of real engines, seed ${seed}`, () => {
  const lab = new SwarmLab('20.10');
  let pair: EnginePair;
  const done: string[] = [];

  beforeAll(async () => {
    pair = await EnginePair.up();
  });
  afterAll(() => pair?.down());

  async function both([on, line]: readonly [HostName, string]): Promise<void> {
    done.push(`${on} docker ${line}`);
    const token = line.includes('<token:worker>')
      ? (await pair.engines.host1.docker(['swarm', 'join-token', '-q', 'worker'])).stdout.trim()
      : '';
    const [seen, expected] = [
      await pair.engines[on].docker(line.replace('<token:worker>', token).split(' ')),
      lab.docker(on, line),
    ];
    const story = done.join('\n');
    expect({ failed: seen.exit !== 0, says: complaint(seen.stderr) }, story).toEqual({
      failed: expected.exitCode !== 0,
      says: complaint(expected.stderr),
    });
    for (const host of hosts) {
      const wanted = simulated(lab, host);
      expect(await settled(() => real(pair.engines[host]), wanted), `${story}\n→ ${host}`).toEqual(wanted);
    }
  }

  it(
    'agrees with the simulation after every command',
    async () => {
      const end = Date.now() + seconds * 1000;
      for (const step of setUp) await both(step);
      for (const step of fc.sample(command, { seed, numRuns: 1000 })) {
        if (Date.now() > end) break;
        await both(step);
      }
      for (const step of closing) await both(step);
      console.log(`seed ${seed}: ${done.length} commands`);
    },
    seconds * 1000 + 90_000,
  );

  it('agrees on who reaches whom and on names', async () => {
    const running = hosts.flatMap((host) =>
      [...lab.host(host).containers.values()]
        .filter(({ status }) => status === 'running')
        .map(({ name }) => ({ host, name })),
    );
    const names = [...running.map(({ name }) => name), 'any', 'plain'];
    const pairs = running.flatMap((one) => names.map((name) => ({ ...one, to: name })));
    expect(pairs).not.toEqual([]);
    await Promise.all(
      pairs.map(async ({ host, name: from, to }) => {
        const wanted = {
          addresses: [...lab.resolve(from, to)].sort(),
          answers: lab.trace(from, to, 'tcp', 80).probe === 'ok',
        };
        const look = async () => {
          const engine = pair.engines[host];
          const silence = sleep(2500).then(() => silent);
          const lookup = await Promise.race([engine.docker(['exec', from, 'nslookup', to]), silence]);
          const addresses = [...lookup.stdout.matchAll(/^Address(?: \d+)?: ([\d.]+)$/gm)].map(
            ([, one]) => one as string,
          );
          const [address] = addresses;
          const fetched = address ? await engine.docker(['exec', from, 'nc', '-w', '1', address, '80']) : silent;
          return { addresses: addresses.sort(), answers: fetched.stdout.includes('id=') };
        };
        expect(await settled(look, wanted), `${done.join('\n')}\n→ ${from} → ${to}`).toEqual(wanted);
      }),
    );
  }, 60_000);
});
