/** The languages that the server speaks besides English. */
import korean from '../../l10n/bundle.l10n.ko.json';
import type { Translations } from '../l10n.ts';

const languages: Readonly<Record<string, Translations>> = { ko: korean };

/** The texts for a client's locale, such as `ko` or `ko-KR`; undefined where the server speaks English. */
export function translationsFor(locale: unknown): Translations | undefined {
  return typeof locale === 'string' ? languages[locale.split(/[-_]/)[0]!.toLowerCase()] : undefined;
}
