/** The theme that VS Code has put into the page, and when it puts another one. */
import { loadIcons } from './icon-images.ts';
import { readTheme, type Theme } from './theme.ts';

export function currentTheme(): Theme {
  const variables = getComputedStyle(document.documentElement);
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  return readTheme(
    (name) => variables.getPropertyValue(name).trim(),
    document.body.dataset.vscodeThemeKind ?? 'vscode-dark',
    (colour) => {
      if (!CSS.supports('color', colour)) return undefined;
      context.fillStyle = colour;
      context.clearRect(0, 0, 1, 1);
      context.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
      return alpha === 0 ? undefined : [red!, green!, blue!];
    },
  );
}

/** Tells of another theme once its icons are there. */
export function onThemeChange(changed: (theme: Theme) => void): void {
  let newest: Theme;
  const observer = new MutationObserver(async () => {
    const theme = currentTheme();
    newest = theme;
    await loadIcons(theme);
    if (newest === theme) changed(theme);
  });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, {
    attributes: true,
    attributeFilter: ['data-vscode-theme-kind', 'data-vscode-theme-id'],
  });
}
