import { describe, expect, it } from 'vitest';
import { dnet, file } from './dnet.ts';

const lab = `network back
container web { image nginx; network back }
container db { image postgres; network back }
`;
const before = file('before.dnet', lab);
const cut = file('cut.dnet', `${lab}disconnect db from back\n`);
const opened = file('opened.dnet', lab.replace('network back }', 'network back; publish 8080:80 }'));

describe('dnet diff of two files', () => {
  it('answers 1 when a pair is lost', () => {
    const { status, out } = dnet('diff', before, cut);
    expect(status).toBe(1);
    expect(out).toBe(`${before} → ${cut}
  lost     web, host → db by ping and on 5432/tcp (no address)
  lost     db → web by ping and on 80/tcp (isolated)
  lost     db → outside by ping and on 80/tcp, 5353/udp (isolated)
  lost     db → host by ping (isolated)
`);
  });

  it('answers 0 when pairs are gained, or nothing changes', () => {
    const gained = dnet('diff', before, opened);
    expect(gained).toMatchObject({
      status: 0,
      out: expect.stringContaining('gained   web, db, host, outside → host 8080/tcp\n'),
    });
    expect(dnet('diff', before, before).out).toContain('Who can talk to whom stays the same.');
  });

  it('writes Markdown for a pull request, and JSON for programs', () => {
    expect(dnet('diff', before, cut, '--format', 'markdown').out).toContain(
      '**Lost**\n\n- `web, host` → `db` by ping and on 5432/tcp (no address)\n',
    );
    const { pairs } = JSON.parse(dnet('diff', before, cut, '--format', 'json').out);
    expect(pairs[0]).toEqual({
      kind: 'lost',
      from: ['web', 'host'],
      to: ['db'],
      on: ['ping', '5432/tcp'],
      before: 'reached',
      after: 'no address',
    });
  });

  it('compares versions of one file only', () => {
    expect(dnet('diff', before, cut, '--engine', '29')).toMatchObject({ status: 2 });
    expect(dnet('diff', before)).toMatchObject({ status: 2, err: expect.stringContaining('two files') });
  });
});
