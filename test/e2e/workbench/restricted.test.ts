import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Workbench } from '../../../scripts/vscode/workbench.mjs';
import { Session } from './session.ts';

/** As a folder from somebody else is opened: nobody has said that it is to be trusted. */
const UNTRUSTED = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'always',
};

describe('a lab in restricted mode', () => {
  let session: Session;
  let workbench: Workbench;
  beforeAll(async () => {
    session = await Session.start({ file: 'docker-networks.dnet', settings: UNTRUSTED });
    workbench = session.workbench;
    await workbench.editor('docker-networks.dnet');
  });
  beforeEach((context) => session.photographFailure(context));
  afterAll(() => session?.close());

  it('is explained, checked and drawn as in any other', async () => {
    await workbench.page.getByText('Restricted Mode').first().waitFor();
    const [line, column] = session.find('docker-networks.dnet', 'container web {', 'web');
    await workbench.moveCursor(line, column);
    expect(await workbench.hoverText()).toContain('172.17.0.2');
    expect(await workbench.squiggles('error').count()).toBe(0);
    await workbench.goToEnd();
    await workbench.type('\ncontaner proxy');
    await expect.poll(() => workbench.squiggles('error').count()).toBeGreaterThan(0);
    await workbench.openSideBar('DNet');
    const rows = workbench.page.locator('.part.sidebar .monaco-list-row');
    await rows
      .filter({ has: workbench.page.getByText('web', { exact: true }) })
      .first()
      .waitFor();
    await session.photograph('restricted-mode');
  });
});
