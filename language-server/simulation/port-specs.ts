/** Reading `-p` and `--expose`, as docker/go-connections does, with its complaints. */
import { parseAddress } from './addresses.ts';
import { rules } from './engine-versions.ts';
import { engineError, type MessageCode } from './messages.ts';
import { Refusal } from './refusal.ts';
import type { EngineVersion, PortRequest } from './state.ts';

type Protocol = PortRequest['protocol'];

export interface PortRange {
  readonly start: number;
  readonly end: number;
}

/** `PROTOCOL` and port text of `80/tcp`; both empty where no port is given. */
function splitProtocol(text: string): { readonly protocol: string; readonly port: string } {
  const slash = text.indexOf('/');
  if (slash < 0) return { protocol: text === '' ? '' : 'tcp', port: text };
  const port = text.slice(0, slash);
  if (port === '') return { protocol: '', port: '' };
  const [, protocol] = text.split('/', 2);
  return { protocol: protocol || 'tcp', port };
}

const numeric = /^\d+$/;
const portNumber = (text: string): number | undefined => {
  if (!numeric.test(text)) return undefined;
  const port = Number(text);
  return port <= 65535 ? port : undefined;
};

/** `80` or `80-90`; undefined for anything else. */
function parsePortRange(text: string): PortRange | undefined {
  const dash = text.indexOf('-');
  const start = portNumber(dash < 0 ? text : text.slice(0, dash));
  const end = dash < 0 ? start : portNumber(text.slice(dash + 1));
  return start === undefined || end === undefined || end < start ? undefined : { start, end };
}

const isProtocol = (text: string): text is Protocol => text === 'tcp' || text === 'udp' || text === 'sctp';

/** `published=8080,target=80,protocol=tcp` in the short form. */
function shortForm(spec: string): string {
  if (!spec.includes('=')) return spec;
  const fields = new Map(spec.split(',').map((field) => field.split('=', 2) as [string, string]));
  return `${fields.get('published') ?? ''}:${fields.get('target') ?? ''}/${fields.get('protocol') ?? 'tcp'}`;
}

/**
 * One `-p` value.
 * @throws Refusal in the client's words
 */
export function parsePublish(engine: EngineVersion, spec: string): readonly PortRequest[] {
  const refuse = (code: MessageCode, values: Record<string, string>): never => {
    throw new Refusal(engineError(engine, code, values, spec));
  };
  const text = shortForm(spec);
  const last = text.lastIndexOf(':');
  const before = last > 0 ? text.lastIndexOf(':', last - 1) : -1;
  const host = last < 0 ? '' : text.slice(before + 1, last);
  const address = before < 0 ? '' : text.slice(0, before);
  const { protocol: written, port } = splitProtocol(text.slice(last + 1));
  const protocol = written.toLowerCase();
  if (rules[engine].protocolCheckedFirst && port !== '' && !isProtocol(protocol))
    refuse('invalid-protocol', { protocol: written });
  const hostIp = address.startsWith('[') && /^\[.*\]$/.test(address) ? address.slice(1, -1) : address;
  if (hostIp !== '' && !parseAddress(hostIp)) refuse('invalid-host-address', { address: hostIp });
  if (port === '') refuse('no-port', { spec });
  const container = parsePortRange(port) ?? refuse('invalid-container-port', { port });
  const range =
    host === '' ? { start: 0, end: 0 } : (parsePortRange(host) ?? refuse('invalid-host-port', { port: host }));
  const count = container.end - container.start;
  if (host !== '' && count !== range.end - range.start && count !== 0)
    refuse('unequal-ranges', { container: port, host });
  if (!isProtocol(protocol)) return refuse('invalid-protocol', { protocol: written });
  const paired = host !== '' && count > 0;
  const request = (i: number): PortRequest => ({
    protocol,
    hostIp: hostIp === '' ? undefined : hostIp,
    hostPort: paired ? range.start + i : range.start,
    hostPortEnd: paired ? range.start + i : range.end,
    containerPort: container.start + i,
  });
  return count === 0 ? [request(0)] : Array.from({ length: count + 1 }, (_, i) => request(i));
}

/** Why a range is no range, in the words of the version's parser. */
function rangeComplaint(engine: EngineVersion, text: string): string {
  const [start = '', end] = text.includes('-') ? text.split('-', 2) : [text];
  const fault = (part: string) => (numeric.test(part) ? 'value out of range' : 'invalid syntax');
  const bad = [start, end ?? start].find((part) => portNumber(part) === undefined);
  switch (rules[engine].exposeComplaints) {
    case 'port by port':
      if (bad === undefined) return `invalid port range: ${text}`;
      return `invalid ${bad === start ? 'start' : 'end'} port '${bad}': ${fault(bad)}`;
    case 'capital':
      return bad === undefined
        ? `Invalid range specified for the Port: ${text}`
        : `strconv.ParseUint: parsing "${bad}": ${fault(bad)}`;
    case 'small':
      return bad === undefined
        ? `invalid range specified for port: ${text}`
        : `strconv.ParseUint: parsing "${bad}": ${fault(bad)}`;
  }
}

/**
 * One `--expose` value as `PORT/PROTOCOL` each; the protocol is not checked, as in Docker.
 * @throws Refusal in the client's words
 */
export function parseExpose(engine: EngineVersion, spec: string): readonly string[] {
  if (spec.includes(':')) throw new Refusal(engineError(engine, 'invalid-expose-format', { spec }, spec));
  const { protocol, port } = splitProtocol(spec);
  const range = parsePortRange(port);
  if (!range) {
    const reason = rangeComplaint(engine, port);
    throw new Refusal(engineError(engine, 'invalid-expose', { spec, reason }, spec));
  }
  return Array.from({ length: range.end - range.start + 1 }, (_, i) => `${range.start + i}/${protocol}`);
}
