/** The page speaks the language in which the extension wrote it: the texts stand in the page, as data. */
import { speak, type Translations } from '../language-server/l10n.ts';

/** To be called before anything is said. A page without texts speaks English. */
export function speakLanguageOfPage(): void {
  const texts = document.getElementById('translations')?.textContent;
  if (texts) speak(JSON.parse(texts) as Translations);
}
