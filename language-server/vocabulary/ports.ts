/** The kinds of values that name ports. */
import { t, translatable } from '../l10n.ts';
import { isAddress } from './addresses.ts';
import type { PortValue, Refusal, ValueKind } from './values.ts';

const PROTOCOLS = ['tcp', 'udp', 'sctp'];

interface Range {
  readonly first: number;
  readonly last: number;
}

/** `80` or `8000-8010`; `undefined` when it is neither. */
function readRange(text: string): Range | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (match === null) return undefined;
  const first = Number(match[1]);
  const last = match[2] === undefined ? first : Number(match[2]);
  return last <= 65_535 && first <= last ? { first, last } : undefined;
}

/** Why a text is no port or range of ports. */
function notAPort(what: string, text: string): string {
  const port = t(what);
  if (/^\d+$/.test(text)) return t`${port} \`${text}\` is too large: ports go up to 65535.`;
  const range = /^(\d+)-(\d+)$/.exec(text);
  if (range !== null && Number(range[1]) > Number(range[2])) return t`The range \`${text}\` ends before it starts.`;
  return text === '' ? t`${port} is missing.` : t`${port} \`${text}\` is not a number.`;
}

/** Splits `80/tcp`; the protocol is `undefined` when none is written. */
function splitProtocol(text: string): readonly [ports: string, protocol: string | undefined] {
  const slash = text.lastIndexOf('/');
  return slash < 0 ? [text, undefined] : [text.slice(0, slash), text.slice(slash + 1)];
}

function notAProtocol(protocol: string): Refusal {
  return {
    refused:
      protocol === ''
        ? t`Behind the \`/\` a protocol is missing: \`tcp\`, \`udp\` or \`sctp\`.`
        : t`\`${protocol}\` is not a protocol with ports (Docker: “invalid proto: ${protocol}”). Known are \`tcp\`, \`udp\` and \`sctp\`.`,
  };
}

/** Splits `[IP:]…` at the address; IPv6 stands in brackets. */
function splitAddress(text: string, parts: number): readonly [address: string | undefined, rest: string] {
  if (text.startsWith('[')) {
    const end = text.indexOf(']:');
    if (end > 0) return [text.slice(1, end), text.slice(end + 2)];
  }
  const pieces = text.split(':');
  if (pieces.length <= parts) return [undefined, text];
  const at = pieces.length - parts;
  return [pieces.slice(0, at).join(':'), pieces.slice(at).join(':')];
}

/**
 * `[IP:][HOSTPORT:]CONTAINERPORT[/PROTOCOL]` with ranges, as `docker run --publish` reads it (documentation of
 * `docker container run`, "Publish or expose port"; go-connections `nat.ParsePortSpec`).
 */
function readMapping(text: string): string | Refusal {
  const [ports, protocol] = splitProtocol(text);
  if (protocol !== undefined && !PROTOCOLS.includes(protocol.toLowerCase())) return notAProtocol(protocol);
  const [address, rest] = splitAddress(ports, 2);
  if (address !== undefined && address !== '' && !isAddress(address)) {
    return {
      refused: t`\`${text}\`: \`${address}\` is no address of the host (Docker: “invalid IP address: ${address}”).`,
    };
  }
  const colon = rest.indexOf(':');
  const hostText = colon < 0 ? '' : rest.slice(0, colon);
  const containerText = colon < 0 ? rest : rest.slice(colon + 1);
  if (containerText === '') {
    return { refused: t`\`${text}\` names no port of the container (Docker: “no port specified: ${text}<empty>”).` };
  }
  const container = readRange(containerText);
  if (container === undefined) {
    return {
      refused: `\`${text}\`: ${notAPort(translatable("the container's port"), containerText)} (Docker: “invalid containerPort: ${containerText}”)`,
    };
  }
  if (hostText === '') return text;
  const host = readRange(hostText);
  if (host === undefined) {
    return {
      refused: `\`${text}\`: ${notAPort(translatable("the host's port"), hostText)} (Docker: “invalid hostPort: ${hostText}”)`,
    };
  }
  const [hosts, containers] = [host.last - host.first, container.last - container.first];
  if (hosts !== containers && containers !== 0) {
    return {
      refused: t`\`${text}\`: the two ranges differ in length (Docker: “invalid ranges specified for container and host Ports: ${containerText} and ${hostText}”).`,
    };
  }
  return text;
}

/** `PORT[/PROTOCOL]`, `80` or `8000-8010/udp`. */
function readPorts(text: string): string | Refusal {
  const [ports, protocol] = splitProtocol(text);
  if (protocol !== undefined && !PROTOCOLS.includes(protocol.toLowerCase())) return notAProtocol(protocol);
  if (readRange(ports) !== undefined) return text;
  return { refused: `\`${text}\`: ${notAPort(translatable('the port'), ports)}` };
}

/** `[IP:]PORT[/PROTOCOL]`. */
function readListener(text: string): string | Refusal {
  const [ports, protocol] = splitProtocol(text);
  if (protocol !== undefined && !PROTOCOLS.includes(protocol.toLowerCase())) return notAProtocol(protocol);
  const [address, port] = splitAddress(ports, 1);
  if (address !== undefined && !isAddress(address)) {
    return {
      refused: t`\`${text}\`: \`${address}\` is no address to listen on. IPv6 addresses stand in brackets, as in \`[::1]:80\`.`,
    };
  }
  const range = readRange(port);
  if (range !== undefined && range.first === range.last && range.first > 0) return text;
  return {
    refused: `\`${text}\`: ${range === undefined ? notAPort(translatable('the port'), port) : t('a process listens on one port from 1 to 65535.')}`,
  };
}

function readProbe(text: string): PortValue | Refusal {
  const [ports, written] = splitProtocol(text);
  const protocol = written?.toLowerCase() ?? 'tcp';
  if (protocol !== 'tcp' && protocol !== 'udp') {
    return {
      refused:
        protocol === ''
          ? t`Behind the \`/\` a protocol is missing: \`tcp\` or \`udp\`.`
          : t`\`${written}\` cannot be tried: an expectation knows \`tcp\` and \`udp\`.`,
    };
  }
  const range = readRange(ports);
  if (range !== undefined && range.first === range.last && range.first > 0) return { port: range.first, protocol };
  return {
    refused: `\`${text}\`: ${range === undefined ? notAPort(translatable('the port'), ports) : t('an expectation tries one port from 1 to 65535.')}`,
  };
}

export const portKinds = {
  'port mapping': {
    title: 'a port mapping',
    placeholder: '[[IP:]HOSTPORT:]PORT[/PROTOCOL]',
    documentation:
      "The host's port, a colon and the container's port. An address of the host before them binds only there; without a host port the engine picks a free one.",
    examples: ['8080:80', '127.0.0.1:8080:80/tcp', '8000-8002:80-82', '[::1]:53:53/udp'],
    code: 'invalid-port-mapping',
    read: readMapping,
  },
  ports: {
    title: 'a port',
    placeholder: 'PORT[/PROTOCOL]',
    documentation: 'A port or a range of ports, with `/tcp` (the default), `/udp` or `/sctp` behind it.',
    examples: ['80', '5353/udp', '8000-8010'],
    code: 'invalid-port',
    read: readPorts,
  },
  listener: {
    title: 'a port, with the address to listen on if not on all',
    placeholder: '[IP:]PORT[/PROTOCOL]',
    documentation: 'Where a process in the container accepts connections. Without an address: on every one.',
    examples: ['80', '127.0.0.1:9000', '5353/udp'],
    code: 'invalid-port',
    read: readListener,
  },
  'probed port': {
    title: 'a port',
    placeholder: 'PORT[/tcp|/udp]',
    documentation: 'The port that is tried, over TCP unless `/udp` is written.',
    examples: ['80/tcp', '53/udp'],
    code: 'invalid-port',
    read: readProbe,
  },
} satisfies Readonly<Record<string, ValueKind>>;
