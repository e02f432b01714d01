/** IPv4 and IPv6 addresses as ordinals, so that ranges can be compared and counted through. */
import ipaddr from 'ipaddr.js';

export type Family = 4 | 6;

/** An address as a number: a `number` for IPv4, a `bigint` for IPv6. The two never meet in one comparison. */
export type Ordinal = number | bigint;

export interface Address {
  readonly family: Family;
  readonly ordinal: Ordinal;
}

export interface AddressRange {
  readonly first: Ordinal;
  readonly last: Ordinal;
}

/** A CIDR block. */
export interface Prefix extends AddressRange {
  readonly family: Family;
  readonly length: number;
}

/** An address with a prefix length, host bits kept: `10.10.0.5/24`. */
export interface Cidr {
  readonly address: Address;
  readonly prefix: Prefix;
}

const decimal = /^(?:0|[1-9]\d{0,2})$/;

const ZERO = 0x30;
const DOT = 0x2e;

/** Digit by digit: every container has addresses, and taking texts apart takes several times as long. */
function parseIpv4(text: string): number | undefined {
  let ordinal = 0;
  let octet = 0;
  let digits = 0;
  let dots = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const digit = code - ZERO;
    if (digit >= 0 && digit <= 9) {
      if (digits > 0 && octet === 0) return undefined;
      octet = octet * 10 + digit;
      digits++;
      if (octet > 255) return undefined;
    } else if (code === DOT && digits > 0) {
      ordinal = ordinal * 256 + octet;
      octet = 0;
      digits = 0;
      dots++;
    } else return undefined;
  }
  return dots === 3 && digits > 0 ? ordinal * 256 + octet : undefined;
}

/** Reads an address as Go's net.ParseIP does: four decimal parts without leading zeros, or IPv6 without a zone. */
export function parseAddress(text: string): Address | undefined {
  const ipv4 = parseIpv4(text);
  if (ipv4 !== undefined) return { family: 4, ordinal: ipv4 };
  if (!text.includes(':') || text.includes('%') || !ipaddr.IPv6.isValid(text)) return undefined;
  const ordinal = ipaddr.IPv6.parse(text).parts.reduce((sum, part) => (sum << 16n) + BigInt(part), 0n);
  return { family: 6, ordinal };
}

/** Canonical text: dotted decimal, or RFC 5952. */
export function formatAddress(family: Family, ordinal: Ordinal): string {
  if (family === 4) {
    const n = ordinal as number;
    return `${Math.floor(n / 16777216)}.${Math.floor(n / 65536) % 256}.${Math.floor(n / 256) % 256}.${n % 256}`;
  }
  const parts: number[] = [];
  for (let rest = ordinal as bigint, i = 0; i < 8; i++, rest >>= 16n) parts.unshift(Number(rest & 0xffffn));
  return new ipaddr.IPv6(parts).toRFC5952String();
}

/** The block of `length` bits around an address. */
export function prefixAround(address: Address, length: number): Prefix {
  if (address.family === 4) {
    const size = 2 ** (32 - length);
    const first = (address.ordinal as number) - ((address.ordinal as number) % size);
    return { family: 4, length, first, last: first + size - 1 };
  }
  const size = 1n << BigInt(128 - length);
  const first = (address.ordinal as bigint) - ((address.ordinal as bigint) % size);
  return { family: 6, length, first, last: first + size - 1n };
}

/** Reads `ADDRESS/LENGTH` as Go's net.ParseCIDR does; undefined for anything else. */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const address = parseAddress(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (!address || !decimal.test(length) || Number(length) > (address.family === 4 ? 32 : 128)) return undefined;
  return { address, prefix: prefixAround(address, Number(length)) };
}

export const formatPrefix = (prefix: Prefix): string =>
  `${formatAddress(prefix.family, prefix.first)}/${prefix.length}`;

/** The address `offset` places after `ordinal`. */
export const plus = (ordinal: Ordinal, offset: number): Ordinal =>
  typeof ordinal === 'number' ? ordinal + offset : ordinal + BigInt(offset);

/** How many places `ordinal` lies after `first`; infinite where a number cannot hold it. */
export function distance(first: Ordinal, ordinal: Ordinal): number {
  if (typeof first === 'number' && typeof ordinal === 'number') return ordinal - first;
  const places = (ordinal as bigint) - (first as bigint);
  return places > BigInt(Number.MAX_SAFE_INTEGER) ? Number.POSITIVE_INFINITY : Number(places);
}

export const contains = (range: AddressRange, ordinal: Ordinal): boolean =>
  typeof range.first === typeof ordinal && range.first <= ordinal && ordinal <= range.last;

export const overlaps = (a: AddressRange, b: AddressRange): boolean =>
  typeof a.first === typeof b.first && a.first <= b.last && b.first <= a.last;

/** Whether the CIDR block written as `block` holds the address written as `address`; false if either is malformed. */
export function blockContains(block: string, address: string): boolean {
  const prefix = parseCidr(block)?.prefix;
  const parsed = parseAddress(address);
  return prefix !== undefined && parsed !== undefined && contains(prefix, parsed.ordinal);
}

/** The order of two addresses: IPv4 before IPv6, then by number. */
export function compareAddresses(a: string, b: string): number {
  const families = Number(a.includes(':')) - Number(b.includes(':'));
  if (families !== 0) return families;
  const [one, other] = [parseAddress(a), parseAddress(b)];
  if (!one || !other || one.family !== other.family) return 0;
  return one.ordinal < other.ordinal ? -1 : Number(one.ordinal > other.ordinal);
}
