import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { version } from '../../package.json';
import { folder } from './dnet.ts';

const bundle = join(folder, 'dnet.cjs');
buildSync({ entryPoints: ['language-server/cli.ts'], bundle: true, platform: 'node', outfile: bundle });

const dnet = (input: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, ...args], { input, encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
};

describe('a file named -', () => {
  it('is standard input', () => {
    const { status, out } = dnet('container web { network nowhere }\n', 'check', '-');
    expect(status).toBe(1);
    expect(out).toContain('--> standard input:1:25');
  });

  it('may be a script of docker commands', () => {
    const { status, out } = dnet('#!/bin/sh\ndocker run -d --name web nginx\n', 'simulate', '-');
    expect(status).toBe(0);
    expect(out).toContain('container web  running');
  });

  it('is formatted to standard output', () => {
    expect(dnet('network   a{internal}', 'format', '-').out).toBe('network a { internal }\n');
  });

  it('is not written to', () => {
    const { status, err } = dnet('container web\ncontainer db\n', 'trace', '-', 'web', '172.17.0.3', '--pin');
    expect(status).toBe(2);
    expect(err).toContain('What comes by standard input cannot be changed in its place.');
  });
});

it('tells its version', () => {
  expect(dnet('', '--version')).toEqual({ status: 0, out: `${version}\n`, err: '' });
});
