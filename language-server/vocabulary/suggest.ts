/** `Did you mean …?`: the known word nearest to a misspelt one. */

/**
 * The candidate that differs least from `word`: at most one slip in three characters, case aside, a swap of neighbours
 * counted as one slip (Damerau and Levenshtein's distance); else the only one that it is the beginning of. `undefined`
 * when nothing is near.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  if (wanted.length > LONGEST) return undefined;
  /** What the word is the beginning of: half typed, it means that already. */
  let begun: string | undefined;
  let isBegunOnce = wanted.length >= SHORTEST_START;
  for (const candidate of candidates) {
    if (isBegunOnce && candidate.length > word.length && candidate.toLowerCase().startsWith(wanted)) {
      isBegunOnce = begun === undefined;
      begun = candidate;
    }
    if (candidate === word || Math.abs(candidate.length - wanted.length) >= bestDistance) continue;
    const distance = slips(wanted, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance && distance < candidate.length) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best ?? (isBegunOnce ? begun : undefined);
}

/** Longer words are no slips of the pen; the bound keeps the cost of hostile input small. */
const LONGEST = 64;

const SHORTEST_START = 3;

/** The number of insertions, deletions, replacements and swaps between two words; `limit` or more when it is not less. */
function slips(a: string, b: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let smallest = i;
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(replaced, last[j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row.push(cost);
      smallest = Math.min(smallest, cost);
    }
    if (smallest >= limit) return limit;
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
