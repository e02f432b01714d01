/** Files as they are while somebody types, cuts and pastes: damaged in ways that are the same in every run. */
export interface Damaged {
  readonly text: string;
  /** Places worth asking about: around the damage, and anywhere. */
  readonly offsets: readonly number[];
}

/** What keyboards and clipboards leave behind. */
const DEBRIS = [
  '{', '}', '"', ',', ';', '\n', '\r\n', '\r', ' ', '#', '/*', '*/', '//', '\\', '\u0000', '🐳', 'é',
  'network', 'container ', 'expect ', 'expect web can reach ', 'connect ', 'image', 'include "',
  'container:', ' on 80/tcp', ' { ', 'replicas 3', 'alias a, ', '10.0.0.0/33', 'fe80::1%eth0', '99999999999', '-1',
]; // biome-ignore format: a table

/** A small generator of numbers below one, by its seed alone (Lehmer's, of 1951). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

export function* damaged(sources: readonly string[], count: number): Iterable<Damaged> {
  for (let file = 0; file < count; file++) {
    const random = randomNumbers(file + 1);
    const below = (limit: number) => Math.floor(random() * limit);
    const source = sources[file % sources.length]!;
    // A part of a file, so that many can be simulated in a second.
    const lines = source.split('\n');
    const first = below(lines.length);
    let text = lines.slice(first, first + 5 + below(20)).join('\n');
    const offsets: number[] = [];
    for (let hits = 1 + below(4); hits > 0; hits--) {
      const at = below(text.length + 1);
      const end = Math.min(text.length, at + (random() < 0.5 ? 0 : below(12)));
      const put = random() < 0.3 ? text.slice(below(text.length), below(text.length)) : DEBRIS[below(DEBRIS.length)]!;
      text = text.slice(0, at) + put + text.slice(end);
      offsets.push(at, at + put.length);
    }
    offsets.push(below(text.length + 1), text.length);
    yield { text, offsets: [...new Set(offsets.map((offset) => Math.min(offset, text.length)))] };
  }
}
