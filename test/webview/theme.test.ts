import { describe, expect, it } from 'vitest';
import { stylesheet } from '../../webview/style.ts';
import { contrastRatio, readTheme, type Theme } from '../../webview/theme.ts';
import { THEMES, type ThemeName } from './browser/themes.ts';

type Rgb = [number, number, number];

function parse(colour: string): Rgb | undefined {
  const digits = /^#([0-9a-f]{6})$/i.exec(colour)?.[1];
  const list = /^rgba?\(([\d., ]+)\)$/.exec(colour)?.[1];
  if (digits !== undefined) return [0, 2, 4].map((i) => Number.parseInt(digits.slice(i, i + 2), 16)) as Rgb;
  return list?.split(',').slice(0, 3).map(Number) as Rgb | undefined;
}

const themeOf = (name: ThemeName): Theme => {
  const { kind, variables } = THEMES[name];
  return readTheme(
    (variable) => (variables as Record<string, string>)[variable.replace('--vscode-', '')] ?? '',
    kind,
    parse,
  );
};
const ratio = (a: string, b: string): number => contrastRatio(parse(a)!, parse(b)!);

describe.each(Object.keys(THEMES) as ThemeName[])('in %s', (name) => {
  const theme = themeOf(name);

  it('text is legible on everything that it stands on', () => {
    const grounds = [theme.background, theme.card, theme.frame, ...theme.tints];
    for (const ground of grounds) expect(ratio(theme.foreground, ground), ground).toBeGreaterThanOrEqual(4.5);
    for (const ground of grounds.slice(0, 3)) expect(ratio(theme.muted, ground), ground).toBeGreaterThanOrEqual(4.5);
    for (const tint of theme.tints) expect(ratio(theme.muted, tint), tint).toBeGreaterThanOrEqual(3);
  });

  it('lines and signs stand out', () => {
    for (const colour of [
      ...theme.tones,
      theme.publish,
      theme.line,
      theme.accent,
      theme.error,
      theme.warning,
      theme.information,
    ]) {
      expect(ratio(colour, theme.background), colour).toBeGreaterThanOrEqual(2.9);
    }
  });

  it('networks have colours of their own', () => expect(new Set(theme.tones).size).toBe(theme.tones.length));
});

describe('the theme', () => {
  it('is drawn in outlines where contrast is high', () => {
    const theme = themeOf('Default High Contrast');
    expect(theme.kind).toBe('high-contrast');
    expect(new Set([theme.background, theme.card, theme.frame, ...theme.tints]).size).toBe(1);
    expect(theme.cardBorder).toBe('#6fc3df');
  });

  it('does without any variable, and with colours and fonts that are none', () => {
    expect(readTheme(() => '', 'vscode-light', parse).background).toBe('#ffffff');
    const odd = readTheme(
      (name) => (name.endsWith('font-family') ? `"A B", 'C', url(x), a;b` : 'no colour'),
      '',
      parse,
    );
    expect(odd.font).toBe('"A B", C, system-ui, sans-serif');
  });

  it('tells kinds of links and states of containers apart without colour', () => {
    const shapes = new Map(
      (stylesheet(themeOf('Dark Modern')) as unknown as { selector: string; style: Record<string, unknown> }[]).map(
        ({ selector, style }) => {
          const icon = decodeURIComponent(String(style['background-image'] ?? '')).replace(/#[0-9a-f]{6}/g, '');
          return [selector, JSON.stringify([style['line-style'], style['target-arrow-shape'], style.width, icon])];
        },
      ),
    );
    const links = ['.veth', '.attachment', '.uplink', '.wire', '.publish'].map((selector) => shapes.get(selector));
    expect(new Set(links).size).toBe(5);
    const states = ['.container', '.created, .exited', '.paused', '.failed'].map((selector) => shapes.get(selector));
    expect(new Set(states).size).toBe(4);
  });
});
