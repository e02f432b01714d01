/**
 * Widths of text where nothing can measure it: the advance widths of Helvetica Bold (Adobe's font metrics, thousandths
 * of the font size) for titles, and a fixed width for details. Boxes are a little wider than with the reader's own font.
 */
import type { Measure } from '../layout/scene.ts';

const TITLE_SIZE = 13;
const DETAIL_SIZE = 11;
const FIXED_WIDTH = 0.61;

/** By width: the characters that have it. */
const HELVETICA_BOLD: readonly (readonly [width: number, characters: string])[] = [
  [278, " ',./:;ijl|\\"],
  [333, '!()-[]`ftI"r'],
  [389, '*{}'],
  [556, '0123456789aceksvxyz_$#J?'],
  [584, '+<=>~^'],
  [611, 'bdghnopquFLTZ'],
  [667, 'EPSVXY'],
  [722, 'ABCDHKNRU&'],
  [778, 'GOQw'],
  [833, 'M'],
  [889, 'm%'],
  [944, 'W'],
  [975, '@'],
];
const WIDTHS = new Map(
  HELVETICA_BOLD.flatMap(([width, characters]) => [...characters].map((c) => [c, width] as const)),
);
const AVERAGE = 611;
/** Han, Hangul and Kana are as wide as they are high. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|[\u{1f300}-\u{1faff}]/u;

export const approximateWidth: Measure = (text, style) => {
  const characters = [...text];
  const size = style === 'title' ? TITLE_SIZE : DETAIL_SIZE;
  const share = (character: string): number => {
    if (WIDE.test(character)) return 1;
    return style === 'title' ? (WIDTHS.get(character) ?? AVERAGE) / 1000 : FIXED_WIDTH;
  };
  return Math.ceil(size * characters.reduce((sum, character) => sum + share(character), 0));
};
