import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const { capabilities } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

/** What a folder that nobody trusts must not bring about: programs, connections, code, pages. */
const FORBIDDEN: Readonly<Record<string, RegExp>> = {
  'runs programs': /child_process|createTerminal|vscode\.tasks|ShellExecution|ProcessExecution/,
  'reaches the network': /from 'node:(?:https?|http2|net|dgram|tls|dns)'|\bfetch\(|XMLHttpRequest|WebSocket\(/,
  'runs code of others': /\beval\(|new Function\(|from 'node:vm'/,
  'opens pages unasked': /openExternal/,
};

const sources = ['extension', 'language-server'].flatMap((room) =>
  readdirSync(new URL(room, root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/^cli(?:\/|\.ts$)/.test(name))
    .map((name) => [`${room}/${name}`, readFileSync(new URL(`${room}/${name}`, root), 'utf8')] as const),
);

/** Where the extension starts its own server. */
const SERVER = 'extension/server-process.node.ts';

const withoutTypes = (text: string): string => text.replace(/^import type .*$/gm, '');

describe('untrusted and virtual workspaces', () => {
  it('are supported, untrusted ones without limits, as the manifest says', () => {
    expect(capabilities).toEqual({
      untrustedWorkspaces: { supported: true },
      virtualWorkspaces: { supported: 'limited', description: '%capabilities.virtualWorkspaces%' },
    });
    expect(sources.length).toBeGreaterThan(200);
  });

  it.each(Object.entries(FORBIDDEN))('because nothing %s', (_, pattern) => {
    const found = sources.filter(([name, text]) => name !== SERVER && pattern.test(withoutTypes(text)));
    expect(found.map(([name]) => name)).toEqual([]);
  });

  it('but the language server, which the extension brings', () => {
    const [, text = ''] = sources.find(([name]) => name === SERVER) ?? [];
    expect(text.match(/\b(?:fork|spawn|exec|execFile)(?:Sync)?\(\s*[^\n]*/g)).toEqual([
      expect.stringMatching(/^fork\(\s*join\(__dirname, '\.\.', 'language-server', 'server\.js'\),$/),
    ]);
  });

  it('because one file reads the disk that is not the extension’s own, and holds what lies in the workspace', () => {
    const importers = sources.filter(([, text]) => /from 'node:fs(?:\/promises)?'/.test(text)).map(([name]) => name);
    expect(importers.sort()).toEqual([
      // What it keeps of its own.
      'extension/compile-cache.node.ts',
      'language-server/files.node.ts',
      // Whether the documentation is there.
      'language-server/server.node.ts',
    ]);
  });
});
