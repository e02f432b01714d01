import type { FromWebview, SourceRange } from '../../language-server/protocol.ts';

type Unknown<T> = { readonly [Key in keyof T]?: unknown };

export const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
export const isIndex = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;

function isPosition(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { line, character }: Unknown<SourceRange['start']> = value;
  return isIndex(line) && isIndex(character);
}

export function isRange(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { start, end }: Unknown<SourceRange> = value;
  return isPosition(start) && isPosition(end);
}

/** A webview is a page like any other: what it posts is checked before it is believed. */
export function isFromWebview(message: unknown): message is FromWebview {
  if (!isObject(message)) return false;
  const { type, uri, range }: { type?: unknown; uri?: unknown; range?: unknown } = message;
  switch (type) {
    case 'ready':
    case 'resync':
      return true;
    case 'reveal':
      return typeof uri === 'string' && isRange(range);
    default:
      return false;
  }
}
