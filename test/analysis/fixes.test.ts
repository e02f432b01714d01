import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Finding, Fix } from '../../language-server/analysis/finding.ts';
import type { Snapshot } from '../../language-server/service.ts';
import { open } from '../lab.ts';

const root = new URL('../../', import.meta.url);
const codes = readdirSync(new URL('docs/diagnostics', root)).map((name) => name.replace(/\.md$/, ''));

/** The wrong example of a page, and the files that it includes. */
function wrongExample(code: string) {
  const page = readFileSync(new URL(`docs/diagnostics/${code}.md`, root), 'utf8');
  const fences = [...page.matchAll(/^```dnet(?: (\S+))?\n(.*?)^```$/gms)];
  const files = Object.fromEntries(fences.flatMap(([, name, text]) => (name ? [[name, text!]] : [])));
  return { text: fences.find(([, name]) => !name)![2]!, files };
}

function applied({ text }: Snapshot, { edits }: Fix): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((done, { start, end, newText }) => done.slice(0, start) + newText + done.slice(end), text);
}

const weight = { error: 3, warning: 2, information: 1, hint: 0 };
const worst = (findings: readonly Finding[]) => Math.max(-1, ...findings.map(({ severity }) => weight[severity]));
const count = (findings: readonly Finding[], severity: Finding['severity']) =>
  findings.filter((finding) => finding.severity === severity).length;

/** What a page's example leaves out: a file to include, whose name is not the point. */
const elsewhere = { 'networks.dnet': 'network backend\n' };

/** The codes without a repair, as the documentation gives its reasons. */
function codesWithout(): readonly string[] {
  const text = readFileSync(new URL('docs/quick-fixes.md', root), 'utf8');
  return [...text.matchAll(/^\| \[`([a-z0-9-]+)`\]\(diagnostics\/\1\.md\) \| \S/gm)].map(([, code]) => code!);
}

describe('the repairs of', () => {
  const without = codesWithout();

  it.each(codes)('%s: the finding is gone then, and nothing is worse', (code) => {
    const { text, files } = wrongExample(code);
    const before = open(text, { ...elsewhere, ...files });
    const finding = before.findings.find((each) => each.code === code)!;
    expect(finding.fixes.length > 0).toBe(!without.includes(code));
    for (const fix of finding.fixes) {
      const repaired = applied(before, fix);
      const after = open(repaired, { ...elsewhere, ...files }).findings;
      const told = [fix.title, repaired, ...after.map((each) => `${each.code}: ${each.message}`)].join('\n');
      const errors = count(before.findings, 'error') - (finding.severity === 'error' ? 1 : 0);
      expect(
        after.map((each) => each.code),
        told,
      ).not.toContain(code);
      expect(count(after, 'error'), told).toBeLessThanOrEqual(errors);
      expect(worst(after), told).toBeLessThanOrEqual(worst(before.findings));
    }
  });
});
