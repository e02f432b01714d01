/**
 * The themes of pictures that are made without VS Code: those that the page falls back on where a theme has no colour;
 * and one for pictures that VS Code shows, in whatever colours it has then.
 */
import { readTheme, type Theme } from '../theme.ts';

const KINDS = { light: 'vscode-light', dark: 'vscode-dark', 'high-contrast': 'vscode-high-contrast' } as const;

export type PrintTheme = keyof typeof KINDS | 'vscode';

export const printThemes: readonly PrintTheme[] = [...(Object.keys(KINDS) as (keyof typeof KINDS)[]), 'vscode'];

const backgrounds: Readonly<Record<keyof typeof KINDS, Readonly<Record<string, string>>>> = {
  light: {},
  dark: {},
  'high-contrast': { '--vscode-editor-background': '#000000', '--vscode-editor-foreground': '#ffffff' },
};

export const printTheme = (name: PrintTheme): Theme =>
  name === 'vscode' ? inVSCode() : readTheme((variable) => backgrounds[name][variable] ?? '', KINDS[name], parseHex);

/** `#rrggbb` */
function parseHex(colour: string): readonly [number, number, number] | undefined {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (digits === null) return undefined;
  const [red, green, blue] = digits.slice(1).map((pair) => Number.parseInt(pair, 16));
  return [red!, green!, blue!];
}

/** CSS that is resolved where the picture is shown. */
function inVSCode(): Theme {
  const colour = (name: string) => `var(--vscode-${name})`;
  const mixed = (text: string, share: number) =>
    `color-mix(in srgb, ${text} ${share}%, ${colour('editor-background')})`;
  const foreground = colour('foreground');
  const tones = ['blue', 'green', 'purple', 'orange', 'yellow', 'red'].map((name) => colour(`charts-${name}`));
  return {
    ...readTheme(() => '', KINDS.light, parseHex),
    background: 'none',
    foreground,
    muted: colour('descriptionForeground'),
    line: mixed(foreground, 60),
    card: mixed(foreground, 5),
    cardBorder: mixed(foreground, 35),
    frame: mixed(foreground, 2),
    frameBorder: mixed(foreground, 24),
    accent: colour('focusBorder'),
    publish: colour('charts-orange'),
    tones,
    tints: tones.map((tone) => mixed(tone, 18)),
    font: colour('font-family'),
    codeFont: colour('editor-font-family'),
  };
}
