/** The PORTS column of `docker ps` (docker/cli cli/command/formatter/container.go `DisplayablePorts`). */
import type { EngineVersion } from '../simulation/state.ts';

/** `NetworkSettings.Ports` of inspect: null is exposed, and not published. */
export type PortMap = Readonly<
  Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[] | null>
>;

interface Port {
  readonly inside: number;
  readonly protocol: string;
  readonly ip: string;
  readonly outside: number;
}

function portsOf(map: PortMap): readonly Port[] {
  const ports = Object.entries(map).flatMap(([key, bindings]): Port[] => {
    const [inside = '', protocol = 'tcp'] = key.split('/');
    if (!bindings) return [{ inside: Number(inside), protocol, ip: '', outside: 0 }];
    return bindings.map(({ HostIp, HostPort }) => ({
      inside: Number(inside),
      protocol,
      ip: HostIp,
      outside: Number(HostPort),
    }));
  });
  const text = (a: string, b: string) => (a < b ? -1 : Number(a > b));
  return ports.sort(
    (a, b) => a.inside - b.inside || text(a.ip, b.ip) || a.outside - b.outside || text(a.protocol, b.protocol),
  );
}

/** `0.0.0.0:8080->80/tcp, [::]:8080->80/tcp`; neighbouring ports that keep their number become a range. */
export function shownPorts(map: PortMap, client: EngineVersion): string {
  const at = (ip: string, port: string) =>
    ip.includes(':') && client !== '20.10' ? `[${ip}]:${port}` : `${ip}:${port}`;
  const groups = new Map<string, { readonly ip: string; readonly protocol: string; first: number; last: number }>();
  const shown: string[] = [];
  const mapped: string[] = [];
  const show = ({ ip, protocol, first, last }: { ip: string; protocol: string; first: number; last: number }) => {
    const range = first === last ? `${first}` : `${first}-${last}`;
    shown.push(`${ip === '' ? range : `${at(ip, range)}->${range}`}/${protocol}`);
  };
  for (const { inside, protocol, ip, outside } of portsOf(map)) {
    if (ip !== '' && outside !== inside) {
      mapped.push(`${at(ip, String(outside))}->${inside}/${protocol}`);
      continue;
    }
    const key = `${ip}/${protocol}`;
    const group = groups.get(key);
    if (group && inside === group.last + 1) group.last = inside;
    else {
      if (group) show(group);
      groups.set(key, { ip, protocol, first: inside, last: inside });
    }
  }
  for (const group of groups.values()) show(group);
  return [...shown, ...mapped].join(', ');
}
