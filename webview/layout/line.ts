/** A line of text that fits its place. */

export interface Line {
  readonly text: string;
  readonly width: number;
}

/** Control characters would break the line, and directional overrides would reach into what is written beside it. */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;
/** No line is wider than this many characters: the rest of a longer text need not be measured. */
const MOST_CHARACTERS = 120;

/** Most text is nothing else. */
const PLAIN = /^[ -~]*$/;

/** One printable line, no wider than `room`. */
export function ellipsize(text: string, room: number, measure: (text: string) => number): Line {
  if (text.length <= MOST_CHARACTERS && PLAIN.test(text)) {
    const width = measure(text);
    if (width <= room) return { text, width };
  }
  const characters = Array.from(text.slice(0, 4 * MOST_CHARACTERS).replace(UNPRINTABLE, ' '));
  const whole = characters.join('');
  const isWhole = text.length <= 4 * MOST_CHARACTERS && characters.length <= MOST_CHARACTERS;
  const width = isWhole ? measure(whole) : Number.POSITIVE_INFINITY;
  if (width <= room) return { text: whole, width };
  let [low, high] = [0, Math.min(characters.length, MOST_CHARACTERS)];
  const shortened = (length: number): string => `${characters.slice(0, length).join('').trimEnd()}…`;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(shortened(middle)) <= room) low = middle;
    else high = middle - 1;
  }
  return { text: shortened(low), width: measure(shortened(low)) };
}
