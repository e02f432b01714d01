/** The width of text, as the canvas has it. */
import type { Measure, TextStyle } from './layout/scene.ts';
import type { Theme } from './theme.ts';

const FONTS: { readonly [Style in TextStyle]: (theme: Theme) => string } = {
  title: ({ font }) => `600 13px ${font}`,
  detail: ({ codeFont }) => `11px ${codeFont}`,
};
/** Letters that stand one beside the other: Latin ones, and the signs that our own texts are set with. */
const SIMPLE = /^[ -~\u00a0-\u024f\u2010-\u2026\u2190-\u21ff\u25a0-\u25ff]*$/;

/** What has been measured in one font. */
interface Widths {
  readonly font: string;
  readonly characters: Map<string, number>;
  readonly texts: Map<string, number>;
}

/**
 * Measures every text once for each font. Names and addresses are of few letters: they are measured letter by letter,
 * which is many times faster and never too little, since kerning and ligatures only save room.
 */
export function textMeasure(theme: () => Theme): Measure {
  const context = document.createElement('canvas').getContext('2d')!;
  const known: { [Style in TextStyle]?: Widths } = {};
  const widthsIn = (style: TextStyle): Widths => {
    const font = FONTS[style](theme());
    const widths = known[style];
    if (widths?.font === font) return widths;
    const none: Widths = { font, characters: new Map(), texts: new Map() };
    known[style] = none;
    return none;
  };
  const measureOnce = (text: string, font: string, widths: Map<string, number>): number => {
    let width = widths.get(text);
    if (width === undefined) {
      context.font = font;
      width = context.measureText(text).width;
      widths.set(text, width);
    }
    return width;
  };
  return (text, style) => {
    const { font, characters, texts } = widthsIn(style);
    if (!SIMPLE.test(text)) return Math.ceil(measureOnce(text, font, texts));
    let width = 0;
    for (const character of text) width += measureOnce(character, font, characters);
    return Math.ceil(width);
  };
}
