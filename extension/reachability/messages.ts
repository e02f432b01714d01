import type { FromReachability } from '../../language-server/protocol.ts';
import { isIndex, isObject, isPacket, isRange } from '../topology/messages.ts';

type Fields = {
  readonly [Key in 'type' | 'uri' | 'range' | 'version' | 'rows' | 'from' | 'to' | 'on' | 'service']?: unknown;
};

/** A webview is a page like any other: what it posts is checked before it is believed. */
export function isFromReachability(message: unknown): message is FromReachability {
  if (!isObject(message)) return false;
  const { type, uri, range, version, rows, from, to, on, service }: Fields = message;
  switch (type) {
    case 'ready':
      return true;
    case 'rows':
      return isIndex(version) && Array.isArray(rows) && rows.every(isIndex);
    case 'trace':
      return [version, from, to, service].every(isIndex);
    case 'pin':
      return isPacket(from, to, on);
    case 'reveal':
      return typeof uri === 'string' && isRange(range);
    default:
      return false;
  }
}
