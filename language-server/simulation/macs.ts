/** MAC addresses that the engine gives: derived from the IPv4 address, or drawn. */
import { parseAddress } from './addresses.ts';
import { rules } from './engine-versions.ts';
import type { Host, MacAddress, Network } from './state.ts';
import { isOverlay } from './swarm-state.ts';

const random: MacAddress = { kind: 'random' };

/** `02:42` and the four bytes of the address; overlay networks derive it in every version. */
export function engineMac(host: Host, network: Network, address: string | undefined): MacAddress {
  const ordinal = address === undefined ? undefined : parseAddress(address)?.ordinal;
  const derived = rules[host.engine].macAddress === 'from address' || isOverlay(network);
  if (!derived || typeof ordinal !== 'number') return random;
  const hex = ordinal.toString(16).padStart(8, '0');
  return { kind: 'known', address: `02:42:${hex.replace(/..(?!$)/g, '$&:')}` };
}
