/** The command line in other languages: nothing is forgotten, and the language is the one that was asked for. */
import { basename } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from '../../language-server/cli/run.ts';
import { speak } from '../../language-server/l10n.ts';
import { file, folder, spoken } from '../cli/dnet.ts';
import { open } from '../lab.ts';
import { forgotten, pseudoLocale } from './pseudo-locale.ts';

afterAll(() => speak(undefined));

const TEXT = `host box { engine 28 }
network front { subnet 10.1.0.0/24; internal }
network spare
container web { image nginx; network front; publish 8080:80 }
container api { image busybox; publish 8080:80 }
container helper { image busybox; network container:web }
container metrics { image busybox; network host }
expect web can reach api
expect web can reach helper
`;
const lab = file('lab.dnet', TEXT);
const changed = file('changed.dnet', TEXT.replace('; internal', '').replace('web can reach api', 'api can reach web'));
const moved = file('moved.dnet', `${TEXT}disconnect web from front\n`);
const script = file(
  'lab.sh',
  `docker network create --label a=b front
docker run -v /a:/b --link x nginx sh -c true
docker run --nam x nginx
docker rm web
docker kill web
docker network disconnect --force front web
docker pause web
docker compose up
docker ps
curl x
echo $(date)
for i in 1 2; do echo; done
docker run -d nginx | cat
`,
);
const latin = file('latin.dnet', new Uint8Array([0xe9]));
const binary = file('binary.dnet', new Uint8Array([0]));

const HELP = ['check', 'format', 'simulate', 'trace', 'matrix', 'import', 'export', 'diff'];

const CASES: readonly (readonly string[])[] = [
  ['--help'],
  ...HELP.map((command) => [command, '--help']),
  ['check', lab],
  ['check', lab, changed],
  ['check', lab, '--format', 'junit'],
  ['check', lab, '--format', 'github'],
  ['format', '--check', lab, changed],
  ['simulate', lab],
  ['trace', lab, 'web', 'api'],
  ['trace', lab, 'outside', 'host', '--on', '8080'],
  ['matrix', lab],
  ['matrix', lab, '--format', 'markdown'],
  ['export', lab, '--to', 'svg'],
  ['diff', lab, changed],
  ['diff', lab, moved],
  ['diff', lab, lab],
  ['diff', lab, moved, '--format', 'markdown'],
  ['diff', lab, '--engine', '20.10', '--engine', '29'],
  // What cannot be done.
  [],
  ['chek'],
  ['check'],
  ['check', lab, '--frmat', 'json'],
  ['check', lab, '--format'],
  ['check', lab, '--format', 'xml'],
  ['check', 'missing.dnet'],
  ['check', '/'],
  ['check', latin],
  ['check', binary],
  ['import', script, script],
  ['trace', lab],
  ['trace', lab, 'web', 'api', lab, lab],
  ['trace', lab, 'nobody', 'api'],
  ['trace', lab, 'web', 'api', '--on', 'x'],
  ['trace', lab, 'web', 'api', '--at', '99'],
  ['export', lab],
  ['diff', lab],
  ['diff', lab, changed, '--engine', '29'],
  ['diff', lab, '--engine', '12', '--engine', '29'],
  ['diff', lab, '--engine', '20.10', '--engine', '29', '--format', 'markdown'],
];

/** What is the same in every language: names of commands, arguments and options, and what the cases are about. */
const SAME = new Set([
  ...HELP,
  ...['help', 'version', 'locale', 'options', 'command', 'dnet', 'file', 'script', 'from', 'to', 'other'],
  ...['human', 'json', 'junit', 'github', 'xml', 'null', 'chek', 'nobody'],
]);

/** What is left without translated texts, and without code, options, routes and quotations of the file. */
const plain = (said: string): string =>
  [folder, ...TEXT.split('\n').filter(Boolean)]
    .reduce((left, same) => left.replaceAll(same, ''), said)
    .replace(/^ *(\$ |\d* \||-->|[\d.]+\/\d+ dev ).*$/gm, '')
    .replace(/\[[a-zA-Z-]+\]/g, ' ')
    .replace(/⟦([^⟦⟧]*)⟧/g, (_, text: string) => text.replace(/[^`“”]/g, ' '))
    .replace(/^::\w+ [^:]*::|-{1,2}[a-z]+|<[^>]*>|"\w[\w-]*"/gm, ' ')
    .replace(/\b\w+\.(dnet|sh)\b/g, ' ')
    .replace(/\b\w+\b/g, (word) => (SAME.has(word) ? '' : word));

describe('in a language in which every translated text stands in brackets', () => {
  it.each(CASES.map((args) => [args.map((arg) => basename(arg)).join(' '), args] as const))('dnet %s', (_, args) => {
    speak(pseudoLocale);
    const { out, err } = spoken(...args);
    expect(out + err).not.toBe('');
    expect(forgotten(plain(`${out}${err}`).split('\n'), open(TEXT))).toEqual([]);
  });
});

it('remarks on a script in that language', () => {
  speak(pseudoLocale);
  const { err } = spoken('import', script);
  const remarks = err.trimEnd().split('\n');
  expect(remarks.length).toBeGreaterThan(8);
  for (const remark of remarks) expect(remark).toMatch(/^\S+:\d+: ⟦[^⟧]*⟧: (⟦.*⟧$|unknown flag: --nam$)/);
});

describe('the language', () => {
  const summary = (args: readonly string[], locale?: string) => {
    let said = '';
    const say = (text: string) => {
      said += text;
    };
    run(['check', lab, ...args], { out: say, err: say, color: false }, locale);
    return said.trimEnd().split('\n').at(-1);
  };

  it('is the one of --locale, else the one of the environment, else English', () => {
    const [english, korean] = [summary([]), summary(['--locale', 'ko'])];
    expect(english).toMatch(/^1 file, /);
    expect(korean).toMatch(/^파일 1개, /);
    expect(summary(['--locale=ko-KR'])).toBe(korean);
    expect(summary([], 'ko_KR.UTF-8')).toBe(korean);
    expect(summary(['--locale', 'en'], 'ko_KR.UTF-8')).toBe(english);
    for (const locale of ['C', 'POSIX', 'de_DE.UTF-8', '']) expect(summary([], locale), locale).toBe(english);
  });

  it('leaves codes, keys and fields to programs as they are', () => {
    const inBoth = (...args: string[]) =>
      ['en', 'ko'].map((locale) => {
        let said = '';
        const out = (text: string) => {
          said += text;
        };
        run([...args, '--locale', locale], { out, err: () => undefined, color: false });
        return said;
      }) as [string, string];
    const [english, korean] = inBoth('check', lab, '--format', 'json').map((text) => JSON.parse(text));
    const codes = (report: typeof english) =>
      report.files[0].findings.map(({ code, severity, line }: Record<string, unknown>) => [code, severity, line]);
    expect(codes(korean)).toEqual(codes(english));
    expect(korean.files[0].findings[0].message).toMatch(/[가-힣]/);
    const ids = (text: string) => [...text.matchAll(/ (name|classname|type)="[^"]*"/g)].map(([id]) => id);
    const [suite, koreanSuite] = inBoth('check', lab, '--format', 'junit');
    expect(ids(koreanSuite)).toEqual(ids(suite));
    const commands = (text: string) => [...text.matchAll(/^::\w+ [^:]*::/gm)].map(([command]) => command);
    const [actions, koreanActions] = inBoth('check', lab, '--format', 'github');
    expect(commands(koreanActions)).toEqual(commands(actions));
    const [csv, koreanCsv] = inBoth('matrix', lab, '--format', 'csv');
    expect(koreanCsv.split('\n')[0]).toBe(csv.split('\n')[0]);
    const [differences, koreanDifferences] = inBoth(
      'diff',
      lab,
      '--engine',
      '20.10',
      '--engine',
      '29',
      '--format',
      'json',
    );
    const topics = (text: string) => JSON.parse(text).differences.map(({ topic }: { topic: string }) => topic);
    expect(topics(koreanDifferences)).toEqual(topics(differences));
  });
});
