/** The themes of pictures that are made without VS Code: those that the page falls back on where a theme has no colour. */
import { readTheme, type Theme } from '../theme.ts';

const KINDS = { light: 'vscode-light', dark: 'vscode-dark', 'high-contrast': 'vscode-high-contrast' } as const;

export type PrintTheme = keyof typeof KINDS;

export const printThemes = Object.keys(KINDS) as readonly PrintTheme[];

const backgrounds: Readonly<Record<PrintTheme, Readonly<Record<string, string>>>> = {
  light: {},
  dark: {},
  'high-contrast': { '--vscode-editor-background': '#000000', '--vscode-editor-foreground': '#ffffff' },
};

export const printTheme = (name: PrintTheme): Theme =>
  readTheme((variable) => backgrounds[name][variable] ?? '', KINDS[name], parseHex);

/** `#rrggbb` */
function parseHex(colour: string): readonly [number, number, number] | undefined {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (digits === null) return undefined;
  const [red, green, blue] = digits.slice(1).map((pair) => Number.parseInt(pair, 16));
  return [red!, green!, blue!];
}
