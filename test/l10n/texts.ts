/** Every English text that dnet can say to people, read from the sources and the tables. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vite';
import { messageCodes, messageExplanation } from '../../language-server/simulation/messages.ts';
import { drivers } from '../../language-server/vocabulary/drivers.ts';
import type { Part } from '../../language-server/vocabulary/entry.ts';
import { valueKinds } from '../../language-server/vocabulary/values.ts';
import { vocabulary } from '../../language-server/vocabulary/vocabulary.ts';

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string';

function nodesIn(node: Node): readonly Node[] {
  const children = Object.values(node).flat().filter(isNode);
  return [node, ...children.flatMap(nodesIn)];
}

/** The text of a literal, or of a template with `{0}`, `{1}` … in the places of its values. */
function textOf(node: Node): string | undefined {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type !== 'TemplateLiteral') return undefined;
  const quasis = node.quasis as readonly { readonly value: { readonly cooked: string } }[];
  return quasis.map(({ value }, index) => (index === 0 ? '' : `{${index - 1}}`) + value.cooked).join('');
}

const SAY = ['t', 'translatable'];

/** The texts that a source marks: t`…`, t('…'), translatable('…'), vscode.l10n.t('…'). */
function marked(node: Node): readonly string[] {
  if (node.type === 'TaggedTemplateExpression' && SAY.includes((node.tag as Node).name as string)) {
    return [textOf(node.quasi as Node)!];
  }
  if (node.type !== 'CallExpression') return [];
  const callee = node.callee as Node;
  const name = (callee.name ?? (callee.property as Node | undefined)?.name) as string;
  const [text] = node.arguments as readonly Node[];
  return SAY.includes(name) && text ? [textOf(text)].filter((each) => each !== undefined) : [];
}

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

const treeOf = (file: string): Node => parseAst(readFileSync(file, 'utf8'), { lang: 'ts' }, file) as unknown as Node;

const markedIn = (folder: string): readonly string[] =>
  sources(folder).flatMap((file) => nodesIn(treeOf(file)).flatMap(marked));

/** What is marked, or cannot be read by anybody: where a module is, and types. */
const isSilent = (node: Node): boolean =>
  marked(node).length > 0 || /^(Import|ExportAll|TS(?!As|Satisfies|NonNull))/.test(node.type);

function* unmarked(node: Node): Iterable<string> {
  if (isSilent(node)) return;
  const text = textOf(node);
  if (text !== undefined) yield text;
  for (const child of Object.values(node).flat().filter(isNode)) yield* unmarked(child);
}

/** Two words beside each other, or one as a label begins. */
const SENTENCE = /[a-z]{2,} [a-z]{2,}|^[A-Z][a-z]+…?$/;

/** The texts in the sources of a folder that look as if somebody read them, and that are not marked. */
export const unmarkedIn = (folder: string): readonly string[] =>
  sources(folder).flatMap((file) => [...unmarked(treeOf(file))].filter((text) => SENTENCE.test(text)));

function partTexts(part: Part): readonly (string | undefined)[] {
  if (part.part === 'word') return [part.documentation];
  if (part.part === 'choice') return part.options.map(({ documentation }) => documentation);
  return part.part === 'optional' ? part.parts.flatMap(partTexts) : [];
}

function tables(): readonly (string | undefined)[] {
  const entries = Object.values(vocabulary)
    .flat()
    .flatMap(({ summary, documentation, default: otherwise, rule, forms }) => [
      ...[summary, documentation, otherwise, rule],
      ...forms.flatMap(({ parts }) => parts.flatMap(partTexts)),
    ]);
  const kinds = Object.values(valueKinds).flatMap(({ title, documentation, words = [] }) => [
    ...[title, documentation],
    ...words.map((word) => word.documentation),
  ]);
  return [
    ...entries,
    ...kinds,
    ...Object.values(drivers).map(({ documentation }) => documentation),
    ...messageCodes.map(messageExplanation),
  ];
}

/** Ends and hops of a packet: names in the simulation, words in a sentence. */
const TRACE = [
  ...['delivered', 'refused', 'dropped', 'no route', 'unresolved', 'isolated', 'neighbour unreachable'],
  ...['resolved', 'as expected', 'different'],
  ...['name lookup', 'interface out', 'veth', 'bridge', 'route', 'DNAT', 'masquerade', 'filter rule'],
  ...['userland proxy', 'VXLAN', 'loopback', 'interface in', 'listener'],
];

/** States of a container, and what comes of trying to reach something: values first, words where they are shown. */
const STATES = [...['created', 'running', 'paused', 'exited', 'failed'], ...['reached', 'in part', 'another answers']];

const unique = (texts: readonly (string | undefined)[]): readonly string[] =>
  [...new Set(texts)].filter((text): text is string => text !== undefined && /[A-Za-z]/.test(text));

/** What the server's sources mark, and the words of a trace. */
export const serverTexts = () => unique([...markedIn('language-server'), ...TRACE, ...STATES]);

/** What the extension's sources mark. */
export const extensionTexts = () => unique(markedIn('extension'));

/** What the pages' sources mark. */
export const pageTexts = () => unique(markedIn('webview'));

/** What the vocabulary and Docker's messages are documented with. */
export const tableTexts = () => unique(tables());
