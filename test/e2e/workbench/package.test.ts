import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../../scripts/run.mjs';
import { runVSCodeCommand } from '../../../scripts/vscode/server.mjs';
import { Session } from './session.ts';

describe('the package', () => {
  const directory = mkdtempSync(join(tmpdir(), 'dnet-package-'));
  const vsix = join(directory, 'dnet.vsix');
  let session: Session;
  beforeAll(async () => {
    await run(process.execPath, ['scripts/package.mjs', vsix]);
    const dataDirectory = join(directory, 'vscode');
    await runVSCodeCommand(dataDirectory, ['--install-extension', vsix]);
    session = await Session.start({ file: 'three-tier-app.dnet', dataDirectory });
  });
  beforeEach((context) => session.photographFailure(context));
  afterAll(async () => {
    await session?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('holds the bundles, and neither sources nor packages', async () => {
    const extensions = join(directory, 'vscode', 'extensions');
    const [installed = ''] = readdirSync(extensions).filter((name) => name.startsWith('dnet.dnet-'));
    const entries = readdirSync(join(extensions, installed), { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(join(extensions, installed), join(parentPath, name)));
    expect(files).toEqual(
      expect.arrayContaining([
        'dist/extension/main.js',
        'dist/extension/main.browser.js',
        'dist/language-server/server.js',
        'dist/language-server/server.browser.js',
        'dist/webview/topology.js',
        'extension/syntaxes/dnet.tmLanguage.json',
      ]),
    );
    expect(files.filter((file) => /node_modules|\.m?ts$|\.map$|^test|^scripts/.test(file))).toEqual([]);
    expect(statSync(vsix).size).toBeLessThan(2_000_000);
  });

  it('works in a fresh VS Code', async () => {
    const { workbench } = session;
    await workbench.editor('three-tier-app.dnet');
    await workbench.clickEditorAction('Open Topology to the Side');
    const topology = await workbench.topology();
    await expect.poll(async () => (await topology.nodes()).length).toBeGreaterThan(5);
  });
});
