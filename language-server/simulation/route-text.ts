/**
 * Entries of a routing table as `ip route` (iproute2) prints them. An entry names the subnet that it is for; it is
 * `ip route get` that names one destination, and that chooses among entries.
 */
import { formatPrefix, type Prefix, parseAddress, prefixAround } from './addresses.ts';
import type { Link } from './locations.ts';
import type { Route } from './state.ts';

/** What the kernel enters for each address of an interface: the rest of its subnet is reached over it directly. */
export const connectedRoute = (subnet: Prefix, interfaceName: string, own: string): string =>
  subnet.family === 4
    ? `${formatPrefix(subnet)} dev ${interfaceName} proto kernel scope link src ${own}`
    : `${formatPrefix(subnet)} dev ${interfaceName} proto kernel metric 256 pref medium`;

/** The entry for the subnet of a container's interface; undefined where it has no address of the family. */
export function connectedRouteOf({ name, endpoint }: Link, family: 4 | 6): string | undefined {
  const own = family === 4 ? endpoint.address : endpoint.address6;
  const length = family === 4 ? endpoint.prefixLength : endpoint.prefixLength6;
  const address = own === undefined ? undefined : parseAddress(own);
  return address && length !== undefined ? connectedRoute(prefixAround(address, length), name, own!) : undefined;
}

export const defaultRoute = (gateway: string, interfaceName: string): string =>
  gateway.includes(':')
    ? `default via ${gateway} dev ${interfaceName} metric 1024 pref medium`
    : `default via ${gateway} dev ${interfaceName}`;

/** The entry that a configuration or `ip route add` has made. */
export const routeText = ({ destination, via, interface: name }: Route): string =>
  via === undefined ? `${destination} dev ${name} scope link` : `${destination} via ${via} dev ${name}`;

/** The entry of table `local` for an address of the machine itself, as `ip route show table all` prints it. */
export const localRoute = (address: string, interfaceName: string): string =>
  address.includes(':')
    ? `local ${address} dev ${interfaceName} table local proto kernel metric 0 pref medium`
    : `local ${address} dev ${interfaceName} table local proto kernel scope host src ${address}`;
