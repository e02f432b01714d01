import { chmodSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dnet, file } from './dnet.ts';

const examples = ['classic-mistakes', 'docker-networks', 'swarm-overlay', 'three-tier-app'].map(
  (name) => new URL(`../../examples/${name}.dnet`, import.meta.url).pathname,
);

describe('dnet format', () => {
  it('writes the files that change, and names them', () => {
    const ugly = file('ugly.dnet', 'network   a{internal}\nstop  web\n');
    const fine = file('fine.dnet', 'stop web\n');
    expect(dnet('format', ugly, fine)).toEqual({ status: 0, out: `${ugly}\n`, err: '1 of 2 files changed\n' });
    expect(readFileSync(ugly, 'utf8')).toBe('network a { internal }\nstop web\n');
    expect(dnet('format', ugly, fine)).toEqual({ status: 0, out: '', err: '0 of 2 files changed\n' });
  });

  it('only looks with --check, and fails where a file would change', () => {
    const ugly = file('unchecked.dnet', 'stop  web\n');
    expect(dnet('format', '--check', ugly)).toEqual({ status: 1, out: `${ugly}\n`, err: '1 of 1 file would change\n' });
    expect(readFileSync(ugly, 'utf8')).toBe('stop  web\n');
    expect(dnet('format', ugly).status).toBe(0);
    expect(dnet('format', '--check', ugly).status).toBe(0);
  });

  it('indents and aligns as it is told', () => {
    const lab = file('style.dnet', 'network ab {\ninternal\n}\nnetwork abc {internal}\nnetwork a {internal}\n');
    dnet('format', '--indent', 'tab', '--no-align', lab);
    expect(readFileSync(lab, 'utf8')).toBe(
      'network ab {\n\tinternal\n}\nnetwork abc { internal }\nnetwork a { internal }\n',
    );
    dnet('format', '--indent', '4', lab);
    expect(readFileSync(lab, 'utf8')).toBe(
      'network ab {\n    internal\n}\nnetwork abc { internal }\nnetwork a   { internal }\n',
    );
  });

  it('says what it cannot read or write', () => {
    expect(dnet('format', 'nobody.dnet')).toMatchObject({
      status: 2,
      err: 'dnet: nobody.dnet: there is no such file.\n',
    });
    const lab = file('locked.dnet', 'stop  web\n');
    chmodSync(lab, 0o444);
    if (process.getuid?.() !== 0) expect(dnet('format', lab).err).toContain('you have no permission for that');
  });

  it('has nothing to change in the examples', () => {
    expect(dnet('format', '--check', ...examples).out).toBe('');
  });
});
