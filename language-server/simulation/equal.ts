/** Whether two immutable values hold the same: plain objects, arrays, and collections with their entries in order. */
import { isCollection } from 'immutable';

export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a.constructor !== b.constructor) return false;
  if (Array.isArray(a)) return sameItems(a, b as readonly unknown[]);
  if (isCollection(a)) return a.count() === (b as typeof a).count() && sameItems([...a], [...(b as typeof a)]);
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => equal((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}

const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, index) => equal(item, b[index]));
