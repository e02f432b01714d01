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

describe('untrusted and virtual workspaces', () => {
  it('are supported without limits, as the manifest says', () => {
    expect(capabilities).toEqual({ untrustedWorkspaces: { supported: true }, virtualWorkspaces: true });
    expect(sources.length).toBeGreaterThan(200);
  });

  it.each(Object.entries(FORBIDDEN))('because nothing %s', (_, pattern) => {
    expect(sources.filter(([, text]) => pattern.test(text)).map(([name]) => name)).toEqual([]);
  });

  it('because one file reads the disk, and holds what lies in the workspace', () => {
    const importers = sources.filter(([, text]) => /from 'node:fs(?:\/promises)?'/.test(text)).map(([name]) => name);
    // The other one looks whether the documentation is there.
    expect(importers.sort()).toEqual(['language-server/files.node.ts', 'language-server/server.node.ts']);
  });
});
