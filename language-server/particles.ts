/**
 * Korean particles that depend on whether the word before them ends in a consonant. A translation writes both, as in
 * `{0}은(는)`; the value decides. Where the reading of a value is not certain, both stay.
 */

/** Both forms as translations write them: after a consonant, after a vowel. */
const PARTICLES: Readonly<Record<string, readonly [consonant: string, vowel: string]>> = {
  '은(는)': ['은', '는'],
  '이(가)': ['이', '가'],
  '을(를)': ['을', '를'],
  '과(와)': ['과', '와'],
  '(으)로': ['으로', '로'],
  '(이)라는': ['이라는', '라는'],
};

type Ending = 'vowel' | 'consonant' | 'ㄹ';

/** 영, 일, 이, 삼, 사, 오, 육, 칠, 팔, 구. */
const DIGITS: readonly Ending[] = [
  ...(['consonant', 'ㄹ', 'vowel', 'consonant', 'vowel'] as const),
  ...(['vowel', 'consonant', 'ㄹ', 'ㄹ', 'vowel'] as const),
];

const SYLLABLES = 0xac00;
const FINALS = 28;
/** The place of ㄹ among the final consonants of a syllable. */
const RIEUL = 8;

/** How a word ends when it is read aloud; undefined where that cannot be told. */
function endingOf(word: string): Ending | undefined {
  const last = /([\p{L}\p{N}])[^\p{L}\p{N}]*$/u.exec(word)?.[1];
  if (last === undefined) return undefined;
  if (/[0-9]/.test(last)) return DIGITS[Number(last)];
  if (/[가-힣]/.test(last)) {
    const final = (last.charCodeAt(0) - SYLLABLES) % FINALS;
    return final === 0 ? 'vowel' : final === RIEUL ? 'ㄹ' : 'consonant';
  }
  return undefined;
}

/** What follows a value, with the particle at its start chosen: `은(는) 실행 중` after `172.17.0.2` is `는 실행 중`. */
export function withParticle(value: string, following: string): string {
  for (const [both, [consonant, vowel]] of Object.entries(PARTICLES)) {
    const at = following.startsWith(both) ? 0 : following.startsWith(both, 1) && /^[`"]/.test(following) ? 1 : -1;
    if (at < 0) continue;
    const ending = endingOf(value);
    if (ending === undefined) return following;
    const isOpen = ending === 'vowel' || (ending === 'ㄹ' && both === '(으)로');
    return following.slice(0, at) + (isOpen ? vowel : consonant) + following.slice(at + both.length);
  }
  return following;
}

/** A template with values in the places of `{0}`, `{1}` …, and the particles behind them chosen. */
export function filled(template: string, values: readonly unknown[]): string {
  let said = '';
  template.split(/\{(\d+)\}/).forEach((piece, index) => {
    said += index % 2 === 0 ? withParticle(said, piece) : String(values[Number(piece)] ?? `{${piece}}`);
  });
  return said;
}
