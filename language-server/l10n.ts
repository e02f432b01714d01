/**
 * The language of what is said to people. English texts are their own keys: `t` marks a text where it is said, and says
 * it in the language that was chosen. Every room may use it; it knows none of them. What programs say themselves,
 * Docker first, is quoted and stays as it is.
 *
 * The language is chosen once, before anything is said, so that what follows from a snapshot stays a function of it.
 */

import { withParticle } from './particles.ts';

/** English texts with those of another language; `{0}`, `{1}` … stand for values. */
export type Translations = Readonly<Record<string, string>>;

let translations: Translations | undefined;
/** The pieces between the values and the values' order, by the place of a template in the source. */
const templates = new Map<TemplateStringsArray, readonly (string | number)[]>();

/** Chooses the language for all that is said from now on; without translations it is English. */
export function speak(language: Translations | undefined): void {
  translations = language;
  templates.clear();
}

/** Says a text: t`${name} is not running.` with values, or a whole text from a table. */
export function t(text: TemplateStringsArray | string, ...values: readonly unknown[]): string {
  if (typeof text === 'string') return translations?.[text] ?? text;
  if (translations === undefined) return joined(text, values);
  let template = templates.get(text);
  if (template === undefined) {
    const key = keyOf(text);
    template = piecesOf(translations[key] ?? key);
    templates.set(text, template);
  }
  let said = '';
  for (const piece of template) said += typeof piece === 'string' ? withParticle(said, piece) : String(values[piece]);
  return said;
}

/** Says a text of a table, where there is one. */
export function spoken(text: string | undefined): string | undefined {
  return text === undefined ? undefined : t(text);
}

/** Marks a text of a table, which is said later by `t`. */
export function translatable<Text extends string>(text: Text): Text {
  return text;
}

function joined(strings: readonly string[], values: readonly unknown[]): string {
  let text = strings[0] ?? '';
  for (let i = 0; i < values.length; i++) text += String(values[i]) + strings[i + 1];
  return text;
}

function keyOf(strings: readonly string[]): string {
  return joined(
    strings,
    strings.slice(1).map((_, index) => `{${index}}`),
  );
}

/** `a {1} b` as `a `, 1, ` b`. */
function piecesOf(template: string): readonly (string | number)[] {
  return template.split(/\{(\d+)\}/).map((piece, index) => (index % 2 === 0 ? piece : Number(piece)));
}
