import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, inject, it } from 'vitest';
import { compileCacheOf, removeOldCompileCaches } from '../../extension/compile-cache.node.ts';
import { bundles } from '../../scripts/bundles.mjs';

/** The text of each bundle that is made with that one, by its file. */
async function bundlesWith(entry: string): Promise<Readonly<Record<string, string>>> {
  const options = bundles().find(({ entryPoints }) => entry in (entryPoints as Record<string, string>))!;
  const { outputFiles } = await build({ ...options, sourcemap: false, write: false });
  return Object.fromEntries(outputFiles!.map(({ path, text }) => [path.split(/[\\/]/).at(-1)!, text]));
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

describe('what is loaded before the extension is active', () => {
  it('is its own code: the language client is in a file that is read later', async () => {
    const { 'main.js': main = '', 'client.js': client = '' } = await bundlesWith('extension/main');
    expect(main).toContain('require("./client.js")');
    expect(main).not.toContain('// node_modules/');
    expect(client).toContain('// node_modules/vscode-languageclient/');
    // Which names VS Code has is asked once for each file, and they are not copied.
    for (const text of [main, client]) {
      expect(count(text, /require\("vscode"\)/g)).toBe(1);
      expect(text).not.toMatch(/(?:__toESM|__importStar)\(require_vscode\(/);
    }
  });

  it('is one file in a browser, where an extension can load no other', async () => {
    const { 'main.browser.js': main = '' } = await bundlesWith('extension/main.browser');
    expect([...main.matchAll(/(?<![\w.])require\("([^"]+)"\)/g)].map(([, name]) => name)).toEqual(['vscode']);
  });

  it('leaves the server little to read and to copy', async () => {
    const { 'server.js': server = '' } = await bundlesWith('language-server/server');
    expect(count(server, /__toESM\(require_api/g)).toBe(1);
    // Or else V8 keeps all of it in two bytes a character.
    expect(server).not.toMatch(/[^\u0000-\u007f]/);
  });
});

describe('the compiled code of the language server', () => {
  it('is kept for this version of the extension, and not for earlier ones', async () => {
    const globalStorage = mkdtempSync(join(inject('temporaryFolder'), 'storage-'));
    const context = {
      globalStorageUri: { fsPath: globalStorage },
      extension: { packageJSON: { version: '1.2.0' } },
    } as Parameters<typeof compileCacheOf>[0];
    await removeOldCompileCaches(context);
    for (const version of ['1.0.0', '1.1.0'])
      mkdirSync(join(globalStorage, 'compiled', version, 'v22'), { recursive: true });
    mkdirSync(compileCacheOf(context));
    await removeOldCompileCaches(context);
    expect(readdirSync(join(globalStorage, 'compiled'))).toEqual(['1.2.0']);
  });
});
