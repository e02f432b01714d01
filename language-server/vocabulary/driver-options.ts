/** The options of the network drivers, `docker network create --opt`, and the modes of two of them. */
import type { WordValue } from './values.ts';

export interface DriverOption extends WordValue {
  /** The drivers that know it. */
  readonly drivers: readonly string[];
  /** The words that it takes; absent where there are too many to list. */
  readonly values?: readonly WordValue[];
  readonly example: string;
}

const BRIDGE = 'com.docker.network.bridge.';

const SWITCH: readonly WordValue[] = [
  { word: 'true', documentation: 'Switched on.' },
  { word: 'false', documentation: 'Switched off.' },
];

const GATEWAY_MODES: readonly WordValue[] = [
  { word: 'nat', documentation: 'Published ports are reached at the host’s addresses, by NAT. The default.' },
  {
    word: 'nat-unprotected',
    documentation: 'As `nat`, and every port of the containers is reached directly by machines with a route to them.',
  },
  {
    word: 'routed',
    documentation:
      'No NAT: other machines reach the published ports at the containers’ own addresses, if they have a route to them.',
  },
  {
    word: 'isolated',
    documentation: 'The bridge gets no address: the host itself cannot reach the containers. For `internal` networks.',
  },
];

const MACVLAN_MODES: readonly WordValue[] = [
  { word: 'bridge', documentation: 'Containers on one parent interface reach each other directly. The default.' },
  { word: 'private', documentation: 'Containers on one parent interface do not reach each other.' },
  { word: 'vepa', documentation: 'Everything goes out to the switch, which has to send back what is for a neighbour.' },
  { word: 'passthru', documentation: 'One container has the parent interface for itself.' },
];

const IPVLAN_MODES: readonly WordValue[] = [
  { word: 'l2', documentation: 'The parent interface is a switch. The default.' },
  { word: 'l3', documentation: 'The parent interface is a router: no broadcast, and the LAN needs a route.' },
  { word: 'l3s', documentation: 'As `l3`, with the host’s connection tracking.' },
];

/** By driver. */
export const driverModes: Readonly<Record<string, readonly WordValue[]>> = {
  macvlan: MACVLAN_MODES,
  ipvlan: IPVLAN_MODES,
};

/**
 * Sources: docs.docker.com, pages of the drivers bridge, macvlan, ipvlan and overlay; release notes of 28.2 for
 * `trusted_host_interfaces`.
 */
export const driverOptions: readonly DriverOption[] = [
  {
    word: `${BRIDGE}name`,
    documentation: 'The name of the Linux bridge, at most 15 characters; without it, `br-` and a part of the id.',
    drivers: ['bridge'],
    example: 'br-lab',
  },
  {
    word: `${BRIDGE}enable_icc`,
    documentation: 'Whether containers on the network may talk to each other: the property `icc`.',
    drivers: ['bridge'],
    values: SWITCH,
    example: 'false',
  },
  {
    word: `${BRIDGE}enable_ip_masquerade`,
    documentation: 'Whether packets that leave the host wear its address: the property `masquerade`.',
    drivers: ['bridge'],
    values: SWITCH,
    example: 'false',
  },
  {
    word: `${BRIDGE}host_binding_ipv4`,
    documentation: 'The address of the host on which ports are published that name none themselves.',
    drivers: ['bridge'],
    values: [
      { word: '127.0.0.1', documentation: 'Published ports are for the host itself alone.' },
      { word: '0.0.0.0', documentation: 'Every address of the host: the default.' },
    ],
    example: '127.0.0.1',
  },
  {
    word: `${BRIDGE}gateway_mode_ipv4`,
    documentation: 'How the network is joined to the outside, for IPv4. Engines from 27 on know it.',
    drivers: ['bridge'],
    values: GATEWAY_MODES,
    example: 'routed',
  },
  {
    word: `${BRIDGE}gateway_mode_ipv6`,
    documentation: 'How the network is joined to the outside, for IPv6. Engines from 27 on know it.',
    drivers: ['bridge'],
    values: GATEWAY_MODES,
    example: 'routed',
  },
  {
    word: `${BRIDGE}trusted_host_interfaces`,
    documentation:
      'Interfaces of the host, with colons between them, from which published ports are reached at the containers’ own addresses. Engines from 28 on know it.',
    drivers: ['bridge'],
    example: 'eth0',
  },
  {
    word: `${BRIDGE}inhibit_ipv4`,
    documentation: 'Gives the bridge no IPv4 address. It has no effect on the simulation.',
    drivers: ['bridge'],
    values: SWITCH,
    example: 'true',
  },
  {
    word: 'com.docker.network.container_iface_prefix',
    documentation: 'How names of interfaces in containers begin, instead of `eth`. It has no effect on the simulation.',
    drivers: ['bridge'],
    example: 'net',
  },
  {
    word: 'com.docker.network.driver.mtu',
    documentation: 'The largest packet in bytes: the property `mtu`.',
    drivers: ['bridge', 'overlay'],
    example: '1450',
  },
  {
    word: 'parent',
    documentation: 'The interface of the host on which the network hangs: the property `parent`.',
    drivers: ['macvlan', 'ipvlan'],
    example: 'eth0',
  },
  {
    word: 'macvlan_mode',
    documentation: 'How containers on the parent interface see each other: the property `mode`.',
    drivers: ['macvlan'],
    values: MACVLAN_MODES,
    example: 'bridge',
  },
  {
    word: 'ipvlan_mode',
    documentation: 'Whether the parent interface switches or routes: the property `mode`.',
    drivers: ['ipvlan'],
    values: IPVLAN_MODES,
    example: 'l2',
  },
  {
    word: 'ipvlan_flag',
    documentation: 'How containers on the parent interface see each other. It has no effect on the simulation.',
    drivers: ['ipvlan'],
    values: MACVLAN_MODES.slice(0, 3),
    example: 'bridge',
  },
  {
    word: 'encrypted',
    documentation: 'Encrypts what travels between the hosts. It has no effect on the simulation.',
    drivers: ['overlay'],
    values: SWITCH,
    example: 'true',
  },
];

/** The option of that key. */
export function driverOption(key: string): DriverOption | undefined {
  return driverOptions.find(({ word }) => word === key);
}
