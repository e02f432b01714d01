/** The commands that scenarios run on the host itself or on a LAN machine: changes, and views of the kernel's state. */
import { formatPrefix } from '../../language-server/simulation/addresses.ts';
import type { EngineCommand } from '../../language-server/simulation/command.ts';
import { firewall, ruleText, tableText } from '../../language-server/simulation/filter.ts';
import { locate } from '../../language-server/simulation/locations.ts';
import type { Host, HostSocket } from '../../language-server/simulation/state.ts';

export type HostCommand =
  | { readonly kind: 'change'; readonly command: EngineCommand }
  | { readonly kind: 'view'; readonly show: (host: Host) => string; readonly anyOrder?: boolean };

type Reader = readonly [pattern: RegExp, read: (...groups: string[]) => HostCommand];

const change = (command: EngineCommand): HostCommand => ({ kind: 'change', command });
const view = (show: (host: Host) => string, anyOrder = false): HostCommand => ({ kind: 'view', show, anyOrder });

const readers: readonly Reader[] = [
  [/^host ip addr flush dev (\S+)$/, (name = '') => change({ kind: 'hostAddressFlush', interface: name })],
  [
    /^host ip addr add (\S+) dev (\S+)$/,
    (address = '', name = '') => change({ kind: 'hostAddressAdd', address, interface: name }),
  ],
  [
    /^host ip route add (\S+) dev (\S+)$/,
    (destination = '', name = '') => change({ kind: 'hostRouteAdd', destination, interface: name }),
  ],
  [
    /^host ip route add (\S+) via (\S+)$/,
    (destination = '', via = '') => change({ kind: 'hostRouteAdd', destination, via }),
  ],
  [
    /^lan ip route add (\S+) via (\S+)$/,
    (destination = '', via = '') => change({ kind: 'lanRouteAdd', destination, via }),
  ],
  [/^host ip -br addr show (\S+)$/, (name = '') => view((host) => addressLines(host, name))],
  [/^host ip -br -4 addr$/, () => view((host) => addressLines(host))],
  [/^host ip -4 route$/, () => view(routeLines)],
  [
    /^host sh -c iptables -t nat -S DOCKER \| grep DNAT$/,
    () =>
      view((host) =>
        firewall(host)
          .rules.filter(({ table, chain, target }) => table === 'nat' && chain === 'DOCKER' && target === 'DNAT')
          .map(ruleText)
          .join('\n'),
      ),
  ],
  [
    /^host sh -c iptables-save -t raw; iptables-save -t filter; iptables-save -t nat$/,
    () => view((host) => (['raw', 'filter', 'nat'] as const).map((table) => tableText(host, table)).join('\n')),
  ],
  [/^host sh -c ss -lntuH .*$/, () => view(socketLines, true)],
];

/** What a `host …` or `lan …` command means; undefined for one that is not simulated. */
export function readHostCommand(words: readonly string[]): HostCommand | undefined {
  const line = words.join(' ');
  for (const [pattern, read] of readers) {
    const match = pattern.exec(line);
    if (match) return read(...match.slice(1));
  }
  return undefined;
}

const hasMembers = (host: Host, bridge: string) => (locate(host).bridges.get(bridge)?.endpoints.size ?? 0) > 0;

function addressLines(host: Host, only?: string): string {
  const lines = [['lo', 'UNKNOWN', '127.0.0.1/8']];
  for (const { name, addresses } of host.interfaces) lines.push([name, 'UP', ...addresses]);
  for (const [bridge, { pools }] of locate(host).bridges)
    lines.push([
      bridge,
      hasMembers(host, bridge) ? 'UP' : 'DOWN',
      ...pools.filter(({ family }) => family === 4).map(({ gateway, prefixLength }) => `${gateway}/${prefixLength}`),
    ]);
  return lines
    .filter(([name]) => only === undefined || name === only)
    .map((line) => line.join(' '))
    .join('\n');
}

function routeLines(host: Host): string {
  const direct = locate(host)
    .subnets.filter(({ prefix }) => prefix.family === 4)
    .toSorted((a, b) => Number(a.prefix.first) - Number(b.prefix.first))
    .map(
      ({ prefix, interface: name, address, network }) =>
        `${formatPrefix(prefix)} dev ${name} proto kernel scope link src ${address}${network && !hasMembers(host, name) ? ' linkdown' : ''}`,
    );
  const added = host.routes.map(({ destination, via, interface: name }) =>
    [destination, ...(via ? ['via', via] : []), 'dev', name].join(' '),
  );
  return [...added, ...direct].join('\n');
}

function socketLines(host: Host): string {
  const lines = host.hostPorts.entrySeq().flatMap(([key, sockets]: [string, readonly HostSocket[]]) => {
    const [protocol = '', port = ''] = key.split('/');
    return sockets.map(({ hostIp }) => {
      const ip = hostIp.includes(':') ? '[::]' : hostIp;
      const peer = hostIp.includes(':') ? '[::]:*' : '0.0.0.0:*';
      return protocol === 'tcp' ? `tcp LISTEN 0 4096 ${ip}:${port} ${peer}` : `udp UNCONN 0 0 ${ip}:${port} ${peer}`;
    });
  });
  return lines.join('\n');
}
