import { describe, expect, it } from 'vitest';
import { dnet, file } from './dnet.ts';

const good = file('good-formats.dnet', 'container web { image nginx }\nexpect outside cannot reach host on 80\n');
const bad = file(
  'bad, formats.dnet',
  'network n { internal }\ncontainer db { network n; publish 80:80 }\ncontainer db2 { network "a<b" }\nexpect db can reach outside\n',
);

describe('dnet check --format junit', () => {
  const { status, out } = dnet('check', good, bad, '--format', 'junit');

  it('has a suite for each file, a case for each expectation and for each thing that Docker refuses', () => {
    expect(status).toBe(1);
    expect(out).toContain(
      '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="dnet" tests="3" failures="1" errors="1">',
    );
    expect(out).toContain(`  <testsuite name="${good}" tests="1" failures="0" errors="0">`);
    expect(out).toContain(
      `    <testcase classname="${good}" name="expect outside cannot reach host on 80" file="${good}" line="2"/>`,
    );
    expect(out).toContain(
      `    <testcase classname="${bad}" name="expect db can reach outside" file="${bad}" line="4">`,
    );
  });

  it('tells a failure with what was expected and what there is', () => {
    expect(out).toContain('<failure message="Expectation failed: db has no route to');
    expect(out).toContain('expected: delivered\nactual: no route</failure>');
  });

  it('escapes what XML would take for markup', () => {
    expect(out).toContain('a&lt;b');
    expect(out).not.toContain('a<b');
    // Every element that is opened is closed, in order.
    const open: string[] = [];
    for (const [, end, name, rest] of out.replace(/<\?.*?\?>/, '').matchAll(/<(\/?)([a-z]+)([^<>]*)>/g)) {
      if (end) expect(open.pop()).toBe(name);
      else if (!rest!.endsWith('/')) open.push(name!);
    }
    expect(open).toEqual([]);
  });
});

describe('dnet check --format github', () => {
  const { status, out } = dnet('check', good, bad, '--format', 'github');

  it('annotates the places of findings, by their severities', () => {
    expect(status).toBe(1);
    const path = bad.replace(',', '%2C');
    expect(out).toContain(
      `::error file=${path},line=4,endLine=4,col=1,endColumn=28,title=expectation-failed::Expectation failed: db has no route to`,
    );
    expect(out).toContain(`::warning file=${path},line=2,`);
    expect(out).toContain(`%0Anote: \`n\` is internal: it has no way out. (${bad}:1)`);
  });

  it('is one line for each, and a summary', () => {
    const lines = out.trimEnd().split('\n');
    expect(lines.at(-1)).toMatch(/^2 files, 2 errors, .* 1 of 2 expectations met$/);
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/^::(error|warning|notice) /);
  });
});

describe('dnet check --format json', () => {
  it('reports the expectations', () => {
    const { files } = JSON.parse(dnet('check', bad, '--format', 'json').out);
    expect(files[0].expectations).toEqual([
      { expectation: 'db can reach outside', line: 4, holds: false, expected: 'delivered', actual: 'no route' },
    ]);
  });
});

describe('dnet check --severity', () => {
  const lab = file(
    'severities.dnet',
    'network spare\nnetwork n { subnet 10.8.0.0/24 }\ncontainer db { image postgres; network n; publish 5432:5432 }\n',
  );
  const found = (out: string) =>
    [...out.matchAll(/(?:^|: )(error|warning|information|hint)\[([a-z-]+)\]/gm)].map(
      ([, severity, code]) => `${severity} ${code}`,
    );

  it('is the least that is reported: everything unless said otherwise', () => {
    const { status, out } = dnet('check', lab);
    expect(status).toBe(0);
    expect(found(out).sort()).toEqual([
      'hint unused-network',
      'information subnet-overlaps-vpn',
      'warning publish-bypasses-firewall',
    ]);
    expect(out).toContain('1 file, 0 errors, 1 warning, 1 note, 1 hint\n');
    expect(found(dnet('check', lab, '--severity', 'information').out)).toHaveLength(2);
    expect(found(dnet('check', lab, '--severity', 'warning').out)).toEqual(['warning publish-bypasses-firewall']);
    expect(dnet('check', lab, '--severity', 'error').out).toBe('1 file, 0 errors\n');
  });

  it('holds for every format', () => {
    const junit = dnet('check', lab, '--format', 'junit').out;
    expect(found(junit).sort()).toEqual([
      'hint unused-network',
      'information subnet-overlaps-vpn',
      'warning publish-bypasses-firewall',
    ]);
    expect(junit).toContain(`<testsuite name="${lab}" tests="0" failures="0" errors="0">`);
    expect(found(dnet('check', lab, '--format', 'junit', '--severity', 'error').out)).toEqual([]);
    expect(dnet('check', lab, '--format', 'github').out).toContain('title=unused-network::');
    expect(dnet('check', lab, '--format', 'github', '--severity', 'warning').out).not.toContain('::notice');
    const codes = (...more: string[]) =>
      JSON.parse(dnet('check', lab, '--format', 'json', ...more).out).files[0].findings.map(
        ({ code }: { code: string }) => code,
      );
    expect(codes()).toContain('unused-network');
    expect(codes('--severity', 'warning')).toEqual(['publish-bypasses-firewall']);
  });

  it('knows four levels', () => {
    expect(dnet('check', lab, '--severity', 'fatal').status).toBe(2);
  });
});
