/** `dnet check --format junit`: expectations as test cases, for CI systems. */

import type { Finding } from '../analysis/finding.ts';
import { expectations } from '../features/expectations.ts';
import { t } from '../l10n.ts';
import type { CheckedLab } from './check.ts';
import { label } from './report.ts';

/** One test suite a file. What Docker refuses and what cannot be read are test cases that could not run. */
export function junitReport(labs: readonly CheckedLab[]): string {
  const suites = labs.map(suite);
  const sum = (key: 'tests' | 'failures' | 'errors') => suites.reduce((total, each) => total + each[key], 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    element('testsuites', { name: 'dnet', tests: sum('tests'), failures: sum('failures'), errors: sum('errors') }, [
      ...suites.map(({ xml }) => xml),
    ]),
    '',
  ].join('\n');
}

function suite({ input: { path }, snapshot, findings, find }: CheckedLab) {
  const { expectations: results } = expectations(snapshot);
  const errors = findings.filter(({ severity, code }) => severity === 'error' && code !== 'expectation-failed');
  const remarks = findings.flatMap((finding): readonly string[] => {
    if (finding.severity === 'error') return [];
    const { path: file, lines } = find(finding.uri);
    return [`${file}:${lines.positionAt(finding.span.start).line + 1}: ${label(finding)}: ${finding.message}`];
  });
  const cases = [
    ...results.map(({ label, range, holds, message, expected, actual }) =>
      testCase(
        path,
        `expect ${label}`,
        path,
        range.start.line + 1,
        holds ? undefined : failure(message, expected, actual),
      ),
    ),
    ...errors.map((finding) => {
      const { path: file, lines } = find(finding.uri);
      const line = lines.positionAt(finding.span.start).line + 1;
      return testCase(path, `line ${line}: ${finding.code}`, file, line, refusal(finding));
    }),
  ];
  const failures = results.filter(({ holds }) => !holds).length;
  const counts = { tests: cases.length, failures, errors: errors.length };
  // What fails nothing stands in the output of the suite.
  const said = remarks.length > 0 ? [element('system-out', {}, [escaped(remarks.join('\n'))], '')] : [];
  return {
    ...counts,
    xml: indented(element('testsuite', { name: path, ...counts }, [...cases, ...said].map(indented))),
  };
}

/** `file` and `line` are what GitLab and others look for besides what the format of old prescribes. */
function testCase(suite: string, name: string, file: string, line: number, problem: string | undefined): string {
  return element('testcase', { classname: suite, name, file, line }, problem === undefined ? [] : [indented(problem)]);
}

function failure(message: string, expected: string, actual: string): string {
  const text = [message, t`expected: ${inOneLine(expected)}`, t`actual: ${inOneLine(actual)}`].join('\n');
  return element('failure', { message: firstLine(message), type: 'expectation-failed' }, [escaped(text)], '');
}

function refusal({ code, message }: Finding): string {
  return element('error', { message: firstLine(message), type: code }, [escaped(message)], '');
}

const inOneLine = (text: string) => text.replaceAll('\n', ', ');
const firstLine = (text: string) => text.split('\n', 1)[0]!;
const indented = (xml: string) => xml.replace(/^(?= *<)/gm, '  ');

function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: readonly string[],
  separator = '\n',
): string {
  const start = `<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
    .join('')}`;
  return content.length === 0 ? `${start}/>` : `${start}>${separator}${content.join('\n')}${separator}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Also without the control characters that no XML document may contain. */
function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]/g, (c) => ENTITIES[c]!);
}
