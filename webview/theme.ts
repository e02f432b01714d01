/** The editor's colours and fonts, as VS Code hands them to its webviews: CSS variables and a class on the body. */

export interface Theme {
  readonly kind: 'light' | 'dark' | 'high-contrast';
  readonly background: string;
  readonly foreground: string;
  /** Text and lines of second rank. */
  readonly muted: string;
  readonly line: string;
  readonly card: string;
  readonly cardBorder: string;
  /** Of a card from afar, without anything on it. */
  readonly sketchedCard: string;
  readonly frame: string;
  readonly frameBorder: string;
  readonly accent: string;
  /** What a search has found. */
  readonly match: string;
  readonly error: string;
  readonly warning: string;
  readonly information: string;
  readonly publish: string;
  /** One colour a network, in the order in which they are given away. */
  readonly tones: readonly string[];
  /** The same colours to fill with. */
  readonly tints: readonly string[];
  readonly font: string;
  readonly codeFont: string;
}

/** Reads a CSS variable; empty when the theme does not have it. */
export type ReadVariable = (name: string) => string;

type Rgb = readonly [red: number, green: number, blue: number];

/** Builds the theme. `kindName` is `data-vscode-theme-kind`; `parse` turns any CSS colour into red, green, blue. */
export function readTheme(read: ReadVariable, kindName: string, parse: (colour: string) => Rgb | undefined): Theme {
  const isContrast = kindName.includes('high-contrast');
  const isDark = kindName === 'vscode-dark' || kindName === 'vscode-high-contrast';
  const pick = (names: readonly string[], fallback: string): Rgb => {
    for (const name of names) {
      const value = read(`--vscode-${name}`);
      const colour = value === '' ? undefined : parse(value);
      if (colour !== undefined) return colour;
    }
    return parse(fallback)!;
  };
  const background = pick(['editor-background', 'sideBar-background'], isDark ? '#1f1f1f' : '#ffffff');
  const foreground = pick(['editor-foreground', 'foreground'], isDark ? '#cccccc' : '#3b3b3b');
  const blend = (colour: Rgb, share: number): string => hex(mix(background, colour, share));
  const readable = (names: readonly string[], fallback: string, least: number): string =>
    hex(legible(pick(names, fallback), background, foreground, least));
  const contrast = pick(['contrastBorder', 'foreground'], isDark ? '#ffffff' : '#000000');
  const tone = (names: readonly string[], fallback: string): string => readable(names, fallback, isContrast ? 4.5 : 3);
  const tones = [
    tone(['charts-blue', 'textLink-foreground'], '#3794ff'),
    tone(['charts-green', 'testing-iconPassed'], '#388a34'),
    tone(['charts-purple'], '#9d5bd2'),
    tone(['terminal-ansiCyan'], '#11a8cd'),
    tone(['charts-yellow', 'terminal-ansiYellow'], '#bf8803'),
    tone(['terminal-ansiMagenta'], '#bc3fbc'),
  ];
  return {
    kind: isContrast ? 'high-contrast' : isDark ? 'dark' : 'light',
    background: hex(background),
    foreground: hex(foreground),
    muted: readable(['descriptionForeground', 'foreground'], isDark ? '#9d9d9d' : '#717171', isContrast ? 7 : 4.5),
    line: isContrast ? hex(foreground) : blend(foreground, 0.6),
    card: isContrast ? hex(background) : blend(foreground, isDark ? 0.055 : 0.012),
    cardBorder: isContrast ? hex(contrast) : blend(foreground, isDark ? 0.36 : 0.34),
    sketchedCard: isContrast ? hex(background) : blend(foreground, isDark ? 0.14 : 0.08),
    frame: isContrast ? hex(background) : blend(foreground, isDark ? 0.022 : 0.03),
    frameBorder: isContrast ? hex(contrast) : blend(foreground, 0.24),
    accent: readable(['focusBorder', 'charts-blue'], '#0078d4', 3),
    match: readable(['editor-findMatchBorder', 'charts-yellow', 'editorWarning-foreground'], '#bf8803', 3),
    error: readable(['editorError-foreground', 'errorForeground'], '#e51400', 3),
    warning: readable(['editorWarning-foreground'], '#bf8803', 3),
    information: readable(['editorInfo-foreground', 'charts-blue'], '#1a85ff', 3),
    publish: tone(['charts-orange'], '#d18616'),
    tones,
    tints: tones.map((colour) => (isContrast ? hex(background) : blend(parse(colour)!, 0.18))),
    font: fontList(read('--vscode-font-family'), 'system-ui, sans-serif'),
    codeFont: fontList(read('--vscode-editor-font-family'), 'ui-monospace, monospace'),
  };
}

/** Cytoscape takes names in double quotes only, and none of CSS's other marks. */
function fontList(families: string, fallback: string): string {
  const names = families
    .split(',')
    .map((name) => name.replace(/["']/g, '').trim())
    .filter((name) => /^[\w -]+$/.test(name));
  return [...names.map((name) => (/^[\w-]+$/.test(name) ? name : `"${name}"`)), fallback].join(', ');
}

const mix = (under: Rgb, over: Rgb, share: number): Rgb =>
  under.map((value, i) => Math.round(value + (over[i]! - value) * share)) as unknown as Rgb;

export const hex = (colour: Rgb): string => `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`;

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** The contrast ratio of WCAG 2, from 1 to 21. */
export function contrastRatio(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

/** The colour, drawn towards the foreground until it stands out from the background by the ratio `least`. */
function legible(colour: Rgb, background: Rgb, foreground: Rgb, least: number): Rgb {
  for (let share = 0; share < 1; share += 0.1) {
    const candidate = mix(colour, foreground, share);
    if (contrastRatio(candidate, background) >= least) return candidate;
  }
  return foreground;
}
