/** The ways to give a container a network, each with a small picture of the packet's path. */

import { manual } from './urls.ts';

export interface DriverDocumentation {
  readonly title: string;
  /** Markdown with the picture in a code fence. */
  readonly documentation: string;
  readonly url: string;
}

function driver(title: string, text: string, picture: string, page: string): DriverDocumentation {
  return {
    title,
    documentation: `**${title}.** ${text}\n\n\`\`\`text\n${picture}\n\`\`\``,
    url: manual(page),
  };
}

export const drivers = {
  bridge: driver(
    'Bridge',
    'A virtual switch on the host. Every container gets its own network namespace with an `eth0`, whose other end of the cable (a veth pair) is plugged into the switch. Containers on one bridge reach each other; what leaves the host wears the host’s address (masquerading); from outside only published ports lead in. The built-in network `bridge` is the switch `docker0`: it has no DNS for container names. Networks of your own have.',
    `container              host
┌──────────┐
│ eth0 ────┼── veth ── docker0 ── (NAT) ── eth0 ── LAN
└──────────┘          or br-…`,
    'drivers/bridge/',
  ),
  host: driver(
    'Host',
    'The container has no network of its own: it uses the host’s interfaces, addresses and ports directly. Nothing is published, because a port the process opens is a port of the host.',
    `container              host
┌ ─ ─ ─ ─ ─┐
  process ──────────────────────── eth0 ── LAN
└ ─ ─ ─ ─ ─┘  (no namespace, no veth, no NAT)`,
    'drivers/host/',
  ),
  none: driver(
    'None',
    'The container has a network namespace with nothing in it but the loopback interface `lo`: it talks to itself alone.',
    `container
┌──────────┐
│ lo       │   no eth0, no veth, no way out
└──────────┘`,
    'drivers/none/',
  ),
  'container:': driver(
    'Container',
    'The container joins the network namespace of another one: same interfaces, same address, same MAC address, same ports, and each finds the other at 127.0.0.1. It has no veth pair of its own and no name in DNS.',
    `web + sidecar          host
┌──────────┐
│ eth0 ────┼── veth ── docker0 ── (NAT) ── eth0 ── LAN
│ lo       │   both processes, one namespace
└──────────┘`,
    '#container-networks',
  ),
  overlay: driver(
    'Overlay',
    'One network over several hosts of a swarm. Packets between hosts travel inside VXLAN packets (UDP 4789); a second interface on `docker_gwbridge` leads to the outside.',
    `container        host A              host B        container
┌──────┐                                          ┌──────┐
│ eth0 ┼─ veth ─ br0 ─ vxlan ═ UDP ═ vxlan ─ br0 ─ veth ─┼ eth0 │
│ eth1 ┼─ veth ─ docker_gwbridge ─ eth0             └──────┘
└──────┘`,
    'drivers/overlay/',
  ),
  macvlan: driver(
    'Macvlan',
    'The container’s interface hangs on an interface of the host with a MAC address of its own: on the LAN it looks like a machine of its own. No NAT, no published ports. The host and its own macvlan containers cannot talk to each other: that is the kernel’s rule.',
    `container              host
┌──────────┐
│ eth0 ────┼─ macvlan ─ eth0 (parent) ── LAN
└──────────┘  own MAC address, own LAN address`,
    'drivers/macvlan/',
  ),
  ipvlan: driver(
    'Ipvlan',
    'Like macvlan, but all containers share the MAC address of the host’s interface and differ by IP address. Mode `l2` switches, `l3` routes.',
    `container              host
┌──────────┐
│ eth0 ────┼─ ipvlan ── eth0 (parent) ── LAN
└──────────┘  shared MAC address, own LAN address`,
    'drivers/ipvlan/',
  ),
} satisfies Readonly<Record<string, DriverDocumentation>>;
