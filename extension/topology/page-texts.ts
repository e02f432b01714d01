/**
 * The texts of a language, for a page to speak: data in a script block, which is no script to the page's policy. What
 * they say cannot end the block. Without texts the page speaks English.
 */
export const textsForPage = (texts: Readonly<Record<string, string>> | undefined): string =>
  texts === undefined
    ? ''
    : `<script type="application/json" id="translations">${JSON.stringify(texts).replaceAll('<', '\\u003c')}</script>`;
