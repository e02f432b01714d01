import type { FromReachability, SourceRange } from '../../language-server/protocol.ts';
import { isIndex, isObject, isPacket } from '../topology/messages.ts';

type Fields = {
  readonly [Key in 'type' | 'uri' | 'range' | 'version' | 'rows' | 'from' | 'to' | 'on' | 'service']?: unknown;
};

type Unknown<T> = { readonly [Key in keyof T]?: unknown };

function isPosition(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { line, character }: Unknown<SourceRange['start']> = value;
  return isIndex(line) && isIndex(character);
}

function isRange(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { start, end }: Unknown<SourceRange> = value;
  return isPosition(start) && isPosition(end);
}

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
