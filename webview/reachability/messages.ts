import type { ToReachability } from '../../language-server/protocol.ts';

const TYPES: ReadonlySet<unknown> = new Set<ToReachability['type']>(['classes', 'rows', 'trace', 'empty']);

/** Messages come from the extension; other scripts of VS Code post to the window as well. */
export function isToReachability(message: unknown): message is ToReachability {
  return typeof message === 'object' && message !== null && TYPES.has((message as { type?: unknown }).type);
}
