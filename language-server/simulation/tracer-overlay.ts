/**
 * Packets on an overlay network: a bridge in a namespace of its own on every host that uses the network, and between the
 * hosts VXLAN (RFC 7348), which carries whole Ethernet frames in UDP packets between the hosts' own addresses. No
 * firewall rule of Docker's is met on the way.
 */
import { t } from '../l10n.ts';
import { ended, type Journey, type Outcome } from './journey.ts';
import { type Link, locate } from './locations.ts';
import type { Host, Network } from './state.ts';
import { vxlanNumber } from './swarm-networks.ts';
import { isSandbox, type SwarmEndpoint, swarmEndpoints } from './swarm-state.ts';
import { intoContainer, nobodyThere } from './tracer-host.ts';

const vxlanPort = 4789;

/** The network's own namespace on each host, and the bridge in it. */
const bridge = 'br0';

/** A container sends to an address of the overlay network that it is on. */
export function ontoOverlay(journey: Journey, host: Host, from: string, { network }: Link): Outcome {
  journey.hop(
    'veth',
    host.name,
    t`The veth pair leads out of ${from} to the bridge of overlay network ${network.name}.`,
    {
      interface: bridge,
    },
  );
  journey.hop(
    'bridge',
    host.name,
    t`${bridge} is the part of network ${network.name} that is on ${host.name}, in a namespace of its own.`,
    {
      interface: bridge,
    },
  );
  if (network.pools.some(({ gateway }) => gateway === journey.destination))
    return toEngine(journey, t`the bridge of network ${network.name}`, host.name);
  const target = swarmEndpoints(host, network).find(({ endpoint }) => endpoint.address === journey.destination);
  if (!target) return nobodyThere(journey, network);
  if (target.host === host.name) return arrive(journey, host, network, target);
  const other = journey.world.hosts.get(target.host);
  if (!other) return nobodyThere(journey, network);
  throughTunnel(journey, host, other, network);
  return arrive(journey, other, network, target);
}

/** The frame travels between the hosts inside a packet of theirs. */
function throughTunnel(journey: Journey, host: Host, other: Host, network: Network): void {
  const nodes = host.swarm?.cluster.nodes;
  const near = nodes?.get(host.name)?.address ?? '';
  const far = nodes?.get(other.name)?.address ?? '';
  const number = vxlanNumber(network) ?? '';
  const out = locate(host).hostAddress(near) ?? '';
  const into = locate(other).hostAddress(far) ?? '';
  const rule = `vxlan id ${number} dstport ${vxlanPort} local ${near} remote ${far}`;
  journey.hop(
    'VXLAN',
    host.name,
    t`${journey.destination} is on ${other.name}: ${host.name} wraps the frame in a UDP packet from ${near} to ${far}, port ${vxlanPort}, marked with the network's number ${number}.`,
    { interface: out, rule },
  );
  journey.hop('interface out', host.name, t`The wrapped packet leaves the host by ${out}.`, { interface: out });
  journey.hop('interface in', other.name, t`It comes in on ${other.name}'s ${into}.`, { interface: into });
  journey.hop(
    'VXLAN',
    other.name,
    t`${other.name} unwraps the frame and puts it on its part of network ${network.name}, told by the number ${number}.`,
    { interface: bridge },
  );
}

function arrive(journey: Journey, host: Host, network: Network, { key, endpoint }: SwarmEndpoint): Outcome {
  if (isSandbox(key))
    return toEngine(journey, t`the load balancer of ${host.name} on network ${network.name}`, host.name);
  const name = host.containers.get(endpoint.container)?.name ?? '';
  journey.hop('veth', host.name, t`The veth pair leads from ${bridge} into ${name}.`, { interface: bridge });
  return intoContainer(journey, host, endpoint);
}

/** Addresses of the engine's own: they answer ping, and no process listens on them. */
function toEngine(journey: Journey, what: string, host: string): Outcome {
  if (journey.protocol === 'icmp')
    return ended('delivered', t`${journey.destination} belongs to ${what}, which answers ping.`, { answeredBy: host });
  return ended('refused', t`${journey.destination} belongs to ${what}, where nothing listens on ${journey.service}.`);
}
