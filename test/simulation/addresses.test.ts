import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  blockContains,
  formatAddress,
  formatPrefix,
  overlaps,
  parseAddress,
  parseCidr,
} from '../../language-server/simulation/addresses.ts';

test.each([
  ['172.18.0.2', true],
  ['300.1.1.1', false],
  ['010.1.1.1', false],
  ['1.2.3', false],
  ['fd00::5', true],
  ['fe80::1%eth0', false],
  ['::', true],
  ['', false],
])('%s is an address: %s', (text, is) => {
  expect(parseAddress(text) !== undefined).toBe(is);
});

test('every IPv4 and IPv6 address survives being read and written', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      const address = parseAddress(text);
      if (!address) throw new Error(text);
      const written = formatAddress(address.family, address.ordinal);
      expect(parseAddress(written)).toEqual(address);
    }),
  );
});

test.each([
  ['10.10.0.5/24', '10.10.0.0/24'],
  ['192.168.17.1/20', '192.168.16.0/20'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['255.255.255.255/32', '255.255.255.255/32'],
  ['fd00:1::7/64', 'fd00:1::/64'],
])('%s lies in %s', (text, block) => {
  const cidr = parseCidr(text);
  expect(cidr && formatPrefix(cidr.prefix)).toBe(block);
});

test.each(['10.10.0.0', '10.10.0.0/33', '10.10.0.0/x', 'fd00::/129', '/24'])('%s is no block', (text) => {
  expect(parseCidr(text)).toBeUndefined();
});

test('blocks overlap when one holds the other, and only then', () => {
  const block = (text: string) => parseCidr(text)?.prefix ?? { first: 0, last: 0 };
  expect(overlaps(block('10.0.0.0/8'), block('10.10.5.0/24'))).toBe(true);
  expect(overlaps(block('10.10.4.0/24'), block('10.10.5.0/24'))).toBe(false);
  expect(overlaps(block('::/64'), block('0.0.0.0/0'))).toBe(false);
  expect(blockContains('10.10.0.0/24', '10.10.0.255')).toBe(true);
  expect(blockContains('10.10.0.0/24', '10.10.1.0')).toBe(false);
});
