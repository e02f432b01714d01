import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Session } from './session.ts';

describe('in the themes of VS Code', () => {
  let session: Session;
  beforeAll(async () => {
    session = await Session.start({ file: 'docker-networks.dnet' });
    await session.workbench.editor('docker-networks.dnet');
    await session.workbench.openSideBar('DNet');
    await session.workbench.topology('view');
    await session.workbench.clickEditorAction('Open Topology to the Side');
    await session.workbench.topology('panel');
  });
  beforeEach((context) => session.photographFailure(context));
  afterAll(() => session?.close());

  it.each([
    { theme: 'Dark Modern', kind: 'vscode-dark' },
    { theme: 'Light Modern', kind: 'vscode-light' },
    { theme: 'Dark High Contrast', kind: 'vscode-high-contrast' },
    { theme: 'Light High Contrast', kind: 'vscode-high-contrast-light' },
  ])('$theme', async ({ theme, kind }) => {
    await session.workbench.chooseTheme(theme);
    for (const place of ['view', 'panel'] as const) {
      const { frame } = await session.workbench.topology(place);
      await expect.poll(() => frame.evaluate(() => document.body.dataset.vscodeThemeKind)).toBe(kind);
      const [canvas, editor] = await frame.evaluate(() => {
        const probe = document.body.appendChild(document.createElement('i'));
        probe.style.backgroundColor = 'var(--vscode-editor-background)';
        const colours = [document.querySelector('#canvas')!, probe].map((at) => getComputedStyle(at).backgroundColor);
        probe.remove();
        return colours;
      });
      expect(canvas).toBe(editor);
    }
    await session.photograph(theme.toLowerCase().replaceAll(' ', '-'));
  });
});
