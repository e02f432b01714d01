/** The kinds of values that are addresses. */

import ipaddr from 'ipaddr.js';
import { t } from '../l10n.ts';
import type { Refusal, ValueKind } from './values.ts';

/** Four decimal parts and nothing else: `ipaddr.js` would also read `0x7f.1` and `127.1`, which Docker refuses. */
function isIPv4(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) && !/(^|\.)0\d/.test(text);
}

function isIPv6(text: string): boolean {
  return ipaddr.IPv6.isValid(text) && !text.includes('%');
}

/** Why `text` is no IPv4 address, as precisely as can be told. */
function whyNotIPv4(text: string): string {
  if (text.includes('/')) return t('A subnet has a `/`, an address has none.');
  const parts = text.split('.');
  if (parts.every((part) => /^\d+$/.test(part))) {
    if (parts.length !== 4)
      return parts.length === 1
        ? t('It has 1 part instead of four.')
        : t`It has ${parts.length} parts instead of four.`;
    const large = parts.find((part) => Number(part) > 255);
    if (large !== undefined) return t`\`${large}\` is larger than 255.`;
    return t('A part of it starts with a zero.');
  }
  return t('It consists of four numbers from 0 to 255 with dots between them.');
}

/** An address inside a longer value: IPv4, or IPv6 in brackets as Docker writes it before a port. */
export function isAddress(text: string): boolean {
  return isIPv4(text) || isIPv6(text);
}

function readAddress(text: string): string | Refusal {
  if (isAddress(text)) return text;
  if (text.includes(':')) return { refused: t`\`${text}\` is not an IPv6 address.` };
  return withoutPrefix(text, t`\`${text}\` is not an IP address. ${whyNotIPv4(text)}`);
}

function withoutPrefix(text: string, refused: string): Refusal {
  const slash = text.indexOf('/');
  const address = slash < 0 ? '' : text.slice(0, slash);
  return isAddress(address) ? { refused, suggestion: address } : { refused };
}

function readIPv4(text: string): string | Refusal {
  if (isIPv4(text)) return text;
  const why = isIPv6(text) ? t('It is an IPv6 address: write `ip6`.') : whyNotIPv4(text);
  return withoutPrefix(text, t`\`${text}\` is not an IPv4 address (Docker: “invalid IPv4 address: ${text}”). ${why}`);
}

function readIPv6(text: string): string | Refusal {
  if (isIPv6(text)) return text;
  const why = isIPv4(text) ? t(' It is an IPv4 address: write `ip`.') : '';
  return withoutPrefix(text, t`\`${text}\` is not an IPv6 address (Docker: “invalid IPv6 address: ${text}”).${why}`);
}

function readCidr(text: string): string | Refusal {
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  if (!isAddress(address)) {
    const why = address.includes(':') ? '' : ` ${whyNotIPv4(address)}`;
    return { refused: t`\`${text}\` is not CIDR notation: \`${address}\` is no address.${why}` };
  }
  const bits = isIPv4(address) ? 32 : 128;
  if (slash < 0) {
    const suggestion = `${text}/${bits === 32 ? 24 : 64}`;
    return {
      refused: t`\`${text}\` has no prefix length. CIDR notation adds one, as in \`${suggestion}\`.`,
      suggestion,
    };
  }
  const length = text.slice(slash + 1);
  if (/^\d{1,3}$/.test(length) && Number(length) <= bits) return text;
  return { refused: t`\`${text}\` is not CIDR notation: behind the \`/\` stands a number from 0 to ${bits}.` };
}

function readMac(text: string): string | Refusal {
  if (/^([0-9a-f]{2}([:-]))[0-9a-f]{2}(\2[0-9a-f]{2}){4}$/i.test(text)) return text;
  if (/^[0-9a-f]{4}(\.[0-9a-f]{4}){2}$/i.test(text)) return text;
  return {
    refused: t`\`${text}\` is not a MAC address (Docker: “${text} is not a valid mac address”). It has six pairs of hexadecimal digits, as in \`02:42:ac:11:00:02\`.`,
  };
}

export const addressKinds = {
  address: {
    title: 'an IP address',
    placeholder: 'IP',
    documentation: 'An IPv4 or IPv6 address.',
    examples: ['192.0.2.1', '2001:db8::1'],
    code: 'invalid-address',
    read: readAddress,
  },
  'IPv4 address': {
    title: 'an IPv4 address',
    placeholder: 'IP',
    documentation: 'Four numbers from 0 to 255 with dots between them.',
    examples: ['172.18.0.10'],
    code: 'invalid-address',
    read: readIPv4,
  },
  'IPv6 address': {
    title: 'an IPv6 address',
    placeholder: 'IP6',
    documentation: 'Up to eight groups of hexadecimal digits; `::` stands for groups of zeros.',
    examples: ['2001:db8::10'],
    code: 'invalid-address',
    read: readIPv6,
  },
  'gateway address': {
    title: 'an IP address, or `host-gateway`',
    placeholder: 'IP',
    documentation: 'An address; `host-gateway` stands for the address under which a container reaches its host.',
    examples: ['192.0.2.20', 'host-gateway'],
    words: [{ word: 'host-gateway', documentation: 'The address of the host as seen from the default bridge.' }],
    code: 'invalid-address',
    read: (text) => (text === 'host-gateway' ? text : readAddress(text)),
  },
  CIDR: {
    title: 'a subnet in CIDR notation',
    placeholder: 'CIDR',
    documentation:
      'An address, a slash and the number of leading bits that name the network: `/24` leaves 256 addresses.',
    examples: ['172.20.0.0/16', '10.10.0.0/24'],
    code: 'invalid-cidr',
    read: readCidr,
  },
  'interface address': {
    title: 'an address with its prefix length',
    placeholder: 'CIDR',
    documentation: "The address of the interface, a slash and its network's prefix length.",
    examples: ['192.0.2.10/24'],
    code: 'invalid-cidr',
    read: readCidr,
  },
  MAC: {
    title: 'a MAC address',
    placeholder: 'MAC',
    documentation: 'Six pairs of hexadecimal digits. `02:` at the start marks an address that no manufacturer gave.',
    examples: ['02:42:ac:11:00:02'],
    code: 'invalid-mac-address',
    read: readMac,
  },
} satisfies Readonly<Record<string, ValueKind>>;
