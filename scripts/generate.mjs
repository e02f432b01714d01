// Writes what follows from the source: the reference in docs/language.md, the TextMate grammar and the snippets from the
// vocabulary, the table of version differences in docs/simulation.md from the simulation's rules, the list of the
// findings' codes from their pages.
// `--check` writes nothing and fails when a file is not what it should be.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const entryPoint = `
  export * from './language-server/vocabulary/vocabulary.ts';
  export * from './language-server/vocabulary/values.ts';
  export * from './language-server/vocabulary/drivers.ts';
  export { engineVersions, rules } from './language-server/simulation/engine-versions.ts';
`;
const bundle = await build({
  stdin: { contents: entryPoint, resolveDir: process.cwd(), loader: 'ts' },
  bundle: true,
  write: false,
  format: 'esm',
  logLevel: 'warning',
});
const { vocabulary, usage, valueKinds, drivers, engineVersions, rules } = await import(
  `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString('base64')}`
);

const LANGUAGE = 'docs/language.md';
const BEGIN = '<!-- generated from the vocabulary by `npm run generate` -->';

const SIMULATION = 'docs/simulation.md';
const RULES_BEGIN = '<!-- generated from engine-versions.ts by `npm run generate` -->';
const RULES_END = '<!-- end of the generated table -->';

const PLACES = {
  file: ['Statements', 'What may stand in the file itself.'],
  host: ['In the block of `host`', 'The machine, its engine and the options of its daemon.'],
  interface: ['In the block of `interface`', 'A network interface of a host.'],
  network: ['In the block of `network`', 'The options of `docker network create`.'],
  container: ['In the block of `container`', 'The options of `docker run`.'],
  attachment: [
    'In the block of `network` in a container, and of `connect`',
    'How a container is attached to one network.',
  ],
};

function reference() {
  const lines = [];
  for (const [place, entries] of Object.entries(vocabulary)) {
    const [title, introduction] = PLACES[place];
    lines.push(`## ${title}`, '', introduction, '');
    for (const entry of entries) lines.push(...section(entry));
  }
  lines.push('## Values', '', '| value | is | for example |', '| --- | --- | --- |');
  for (const kind of Object.values(valueKinds)) {
    const examples = kind.examples.map((example) => code(example)).join(', ');
    lines.push(
      `| ${code(kind.placeholder)} | ${cell(capitalised(kind.title))}. ${cell(kind.documentation)} | ${examples} |`,
    );
  }
  lines.push('', '## Drivers and network modes', '');
  for (const [name, { documentation, url }] of Object.entries(drivers)) {
    lines.push(`### \`${name}\``, '', documentation, '', `[Docker's documentation](${url})`, '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function section(entry) {
  const lines = [`### \`${entry.name}\``, '', entry.summary, ''];
  lines.push(
    '```text',
    ...usage(entry).map((line) => (entry.block ? `${line} [{ … }]` : line)),
    '```',
    '',
    entry.documentation,
    '',
  );
  const facts = [
    ['Docker', entry.docker && code(entry.docker)],
    ['Default', entry.default],
    ['Repeats', entry.repeatable && entry.place !== 'file' && 'yes, each line adds to the ones before'],
    ['Engine', entry.rule],
  ].filter(([, fact]) => fact);
  for (const [name, fact] of facts) lines.push(`- ${name}: ${fact}`);
  if (entry.url) lines.push(`- [Docker's documentation](${entry.url})`);
  if (lines.at(-1) !== '') lines.push('');
  lines.push('```dnet', entry.example, '```', '');
  return lines;
}

const code = (text) => `\`${cell(text)}\``;
const cell = (text) => text.replaceAll('|', '\\|');
const capitalised = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** Words that stand between arguments, and the choices among words, of all entries. */
function wordsOf(parts) {
  return parts.flatMap((part) => {
    if (part.part === 'word') return [part.word];
    if (part.part === 'choice') return part.options.map(({ word }) => word);
    return part.part === 'optional' ? wordsOf(part.parts) : [];
  });
}

function grammar() {
  const entries = Object.values(vocabulary).flat();
  const properties = unique(entries.filter(({ place }) => place !== 'file').map(({ name }) => name));
  const words = unique(entries.flatMap(({ forms }) => forms.flatMap(({ parts }) => wordsOf(parts))));
  const definitions = vocabulary.file
    .filter(({ forms }) => forms[0].parts[0].kind?.startsWith('new '))
    .map(({ name }) => name);
  const actions = vocabulary.file.map(({ name }) => name).filter((name) => !definitions.includes(name));
  const constants = unique(
    ['boolean', 'driver', 'swarm role', 'sender', 'network mode', 'gateway address']
      .flatMap((kind) => valueKinds[kind].words.map(({ word }) => word))
      .filter((word) => !word.endsWith(':')),
  );
  const end = '(?=[\\s{};,"]|$)';
  const start = '(?:^|(?<=[{};]|\\*/))\\s*';
  const before = '(?<=[\\s{};,"]|^)';
  const string = '"(?:[^"\\\\]|\\\\.)*"';
  return {
    $schema: 'https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json',
    name: 'dnet',
    scopeName: 'source.dnet',
    fileTypes: ['dnet'],
    patterns: [{ include: '#comments' }, { include: '#statements' }, { include: '#values' }],
    repository: {
      comments: {
        patterns: [
          { name: 'comment.line.number-sign.dnet', match: `${before}#.*$` },
          { name: 'comment.line.double-slash.dnet', match: `${before}//.*$` },
          { name: 'comment.block.dnet', begin: `${before}/\\*`, end: '\\*/' },
        ],
      },
      statements: {
        patterns: [
          {
            match: `${start}(${alternatives(definitions)})\\s+(${string}|(?!container:)[^\\s{};,"]+)`,
            captures: { 1: { name: 'keyword.declaration.dnet' }, 2: { name: 'entity.name.type.dnet' } },
          },
          {
            match: `${start}(${alternatives([...definitions, ...actions])})${end}`,
            captures: { 1: { name: 'keyword.control.dnet' } },
          },
          {
            match: `${start}(${alternatives(properties)})${end}`,
            captures: { 1: { name: 'support.type.property-name.dnet' } },
          },
        ],
      },
      values: {
        patterns: [
          {
            name: 'string.quoted.double.dnet',
            begin: '"',
            end: '"|$',
            patterns: [
              { name: 'constant.character.escape.dnet', match: '\\\\["\\\\nt]' },
              { name: 'invalid.illegal.escape.dnet', match: '\\\\.' },
            ],
          },
          { name: 'keyword.operator.word.dnet', match: `${before}(?:${alternatives(words)})${end}` },
          { name: 'constant.language.dnet', match: `${before}(?:${alternatives(constants)})${end}` },
          {
            match: `${before}(container:)([^\\s{};,"]+)`,
            captures: { 1: { name: 'constant.language.dnet' }, 2: { name: 'variable.other.dnet' } },
          },
          {
            name: 'constant.numeric.mac-address.dnet',
            match: `${before}[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}${end}`,
          },
          { name: 'constant.numeric.ip-address.dnet', match: `${before}\\d+(?:\\.\\d+){3}(?:/\\d+)?${end}` },
          {
            name: 'constant.numeric.ip-address.dnet',
            match: `${before}(?=[^\\s{};,"]*::|(?:[0-9A-Fa-f]*:){3})[0-9A-Fa-f:.]+(?:/\\d+)?${end}`,
          },
          {
            name: 'constant.numeric.port.dnet',
            match: `${before}(?:[\\d.]+:|\\[[0-9A-Fa-f:.]+\\]:)*\\d+(?:-\\d+)?(?::\\d+(?:-\\d+)?)?(?:/(?:tcp|udp|sctp))?${end}`,
          },
          { name: 'punctuation.separator.dnet', match: '[,;]' },
          { name: 'punctuation.section.block.dnet', match: '[{}]' },
        ],
      },
    },
  };
}

const unique = (list) => [...new Set(list)];
/** Longer words first, so that none hides another that starts with it. */
const alternatives = (words) =>
  unique(words)
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .join('|');

function snippets() {
  const described = vocabulary.file.map((entry) => [
    entry.name,
    { prefix: entry.name, body: entry.snippet.split('\n'), description: entry.summary },
  ]);
  return Object.fromEntries(described);
}

/** The rules in which engine versions differ: what each has, and the comment that explains the rule in the source. */
function versionDifferences() {
  const source = readFileSync('language-server/simulation/engine-versions.ts', 'utf8');
  const declared = source.slice(source.indexOf('interface EngineRules'), source.indexOf('\n}\n'));
  const explanations = new Map();
  let explanation = '';
  for (const [, comment, name] of declared.matchAll(/\/\*\*(.*?)\*\/|readonly (\w+):/gs)) {
    if (comment) explanation = comment.replace(/\s*\n\s*\*?\s*/g, ' ').trim();
    else explanations.set(name, explanation);
  }
  const value = (rule) => (typeof rule === 'boolean' ? (rule ? 'yes' : 'no') : rule);
  return [
    `| rule | ${engineVersions.join(' | ')} | meaning and source |`,
    `| --- |${' --- |'.repeat(engineVersions.length)} --- |`,
    ...Object.keys(rules[engineVersions[0]]).map((name) => {
      const values = engineVersions.map((version) => value(rules[version][name]));
      return `| \`${name}\` | ${values.join(' | ')} | ${cell(explanations.get(name))} |`;
    }),
  ].join('\n');
}

/** Every code that has a page. */
function findingCodes() {
  const codes = readdirSync('docs/diagnostics')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `  '${name.slice(0, -'.md'.length)}',\n`)
    .sort();
  return `/** The codes that findings have: those of the pages in docs/diagnostics, by \`npm run generate\`. */\nexport const findingCodes: readonly string[] = [\n${codes.join('')}];\n`;
}

/** A file with the part between two marks replaced. */
function between(path, begin, end, text) {
  const [before, rest] = readFileSync(path, 'utf8').split(begin);
  return `${before}${begin}\n\n${text}\n\n${end}${rest.split(end)[1]}`;
}

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
const introduction = readFileSync(LANGUAGE, 'utf8').split(BEGIN)[0];
const files = {
  [LANGUAGE]: `${introduction}${BEGIN}\n\n${reference()}`,
  [SIMULATION]: between(SIMULATION, RULES_BEGIN, RULES_END, versionDifferences()),
  'extension/syntaxes/dnet.tmLanguage.json': json(grammar()),
  'extension/snippets/dnet.json': json(snippets()),
  'language-server/analysis/finding-codes.ts': findingCodes(),
};

const check = process.argv.includes('--check');
for (const [path, wanted] of Object.entries(files)) {
  if (read(path) === wanted) continue;
  if (check) {
    console.error(`${path} does not follow from the source any more. Run \`npm run generate\`.`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, wanted);
    console.log(`Wrote ${path}`);
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
