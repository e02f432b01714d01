/** The recordings' probes, made in a simulated world: who reaches whom, and what a name stands for. */
import { shortId } from '../../language-server/simulation/ids.ts';
import { inspectContainer } from '../../language-server/simulation/inspect.ts';
import { locate } from '../../language-server/simulation/locations.ts';
import { findContainer, resolve, resolveAddress } from '../../language-server/simulation/names.ts';
import type { World } from '../../language-server/simulation/state.ts';
import type { Sender } from '../../language-server/simulation/trace.ts';
import { trace } from '../../language-server/simulation/tracer.ts';
import { Alternatives, permutations } from './alternatives.ts';
import type { Reach, Resolve } from './recording.ts';
import { hostName, hostOf } from './setup.ts';

const senderOf = (from: string): Sender =>
  from === 'host'
    ? { kind: 'host', name: hostName }
    : from === 'lan'
      ? { kind: 'outside' }
      : { kind: 'container', name: from };

/** The address that a probe's target stands for; null where it has none, undefined where it is a name to look up. */
function addressOf(world: World, to: string): string | null | undefined {
  const host = hostOf(world);
  if (to === 'hostip') return host.interfaces[0]?.addresses[0]?.split('/')[0] ?? null;
  if (to === 'lanip') return world.outside.lanAddress;
  if (to === 'internet')
    return world.outside.servers.find(({ names }) => names.includes('example.test'))?.address ?? null;
  if (to.startsWith('gw:')) {
    const network = [...host.networks.values()].find(({ name }) => name === to.slice(3));
    const address = network?.pools.find(({ family }) => family === 4)?.gateway;
    return address !== undefined && network?.bridge && locate(host).hostAddress(address) === network.bridge
      ? address
      : null;
  }
  if (to.startsWith('@')) {
    const [name = '', network] = to.slice(1).split('/');
    const container = findContainer(world, name)?.container;
    const networks = container ? Object.entries(inspectContainer(host, container).NetworkSettings.Networks) : [];
    const wanted = networks.filter(([one]) => network === undefined || one === network);
    return wanted.map(([, { IPAddress }]) => IPAddress).find(Boolean) ?? null;
  }
  return /^[0-9.]+$|:/.test(to) ? to : undefined;
}

function canSend(world: World, sender: Sender): boolean {
  if (sender.kind !== 'container') return true;
  return findContainer(world, sender.name)?.container.status === 'running';
}

/** Who answers a packet, as `expect.reach` notes it. Of several addresses in a new order each time, any may be the first. */
export function probeReach(world: World, probe: Reach): Partial<Reach> | Alternatives {
  const sender = senderOf(probe.from);
  if (!canSend(world, sender) || addressOf(world, probe.to) !== undefined) return reachOf(world, probe);
  const { addresses, shuffled } = resolve(world, sender, probe.to);
  return shuffled
    ? new Alternatives(
        addresses.map((address) => ({ ...reachOf(world, { ...probe, to: address }), to: probe.to, via: 'name' })),
      )
    : reachOf(world, probe);
}

function reachOf(world: World, { after, from, to, proto, port }: Reach): Partial<Reach> {
  const asked = { after, from, to, proto, ...(port !== undefined && { port }) };
  const failed = (result: string) => ({ ...asked, ok: false, result });
  const sender = senderOf(from);
  if (!canSend(world, sender)) return failed('not-running');
  const address = addressOf(world, to);
  if (address === null) return failed('no-address');
  const traced = trace(world, {
    from: sender,
    to: address ?? to,
    protocol: proto,
    ...(port !== undefined && { port }),
  });
  if (traced.probe === 'bad-name') return failed(`bad-name: dns ${rcodeText(resolve(world, sender, to).rcode)}`);
  const ok = traced.probe === 'ok';
  return {
    ...asked,
    ...(address === undefined && { via: 'name' as const }),
    ...(traced.address !== undefined && { ip: traced.address }),
    ok,
    result: traced.probe,
    ...(ok && proto !== 'icmp' && traced.answeredBy !== undefined && { by: traced.answeredBy }),
    ...(ok && proto !== 'icmp' && traced.seenSource !== undefined && { seenSource: traced.seenSource }),
  };
}

function rcodeText(rcode: string): string {
  const errors: Readonly<Record<string, string>> = {
    TIMEOUT: 'timeout',
    UNREACHABLE: 'net-unreachable',
    'NO-SERVER': 'refused',
  };
  return errors[rcode] ?? rcode;
}

/** What a name stands for, as `expect.resolves` notes it. */
export function probeName(world: World, probe: Resolve): Record<string, unknown> {
  const { after, from, name, ptr, ordersSeen } = probe;
  const sender = senderOf(from);
  const asked = ptr === undefined ? { after, from, name } : { after, from, ptr };
  if (!canSend(world, sender))
    return { ...asked, ...(ptr === undefined && { addresses: null }), source: 'not-running' };
  if (ptr !== undefined) {
    if (addressOf(world, ptr) === null) return { ...asked, answer: 'no-address' };
    const { rcode, name: found } = resolveAddress(world, sender, addressOf(world, ptr) ?? '');
    return { ...asked, answer: found === undefined ? rcodeText(rcode) : `${rcodeText(rcode)} ${found}` };
  }
  const resolution = resolve(world, sender, meant(world, name ?? ''));
  const { addresses, source, shuffled } = resolution;
  const orders = shuffled ? permutations(addresses) : [addresses];
  const seen = orders.map((order) => order.join(','));
  return {
    ...asked,
    addresses: addresses.length > 0 ? addresses.toSorted() : null,
    source: source === 'hosts' ? 'hosts' : 'dns',
    ...(source !== 'hosts' && { rcode: rcodeText(resolution.rcode) }),
    ...(ordersSeen && { ordersSeen: ordersSeen.filter((order) => seen.includes(order)) }),
  };
}

/** `id12:web` and `id64:web` stand for the id of web. A whole id is too long for a DNS name, whatever its digits. */
function meant(world: World, name: string): string {
  const [, length, container = ''] = /^id(12|64):(.+)$/.exec(name) ?? [];
  const id = findContainer(world, container)?.container.id;
  if (id === undefined) return name;
  return length === '12' ? shortId(id) : 'f'.repeat(64);
}
