/** A language in which every text is the English one in brackets, and the search for texts that stand outside of them. */
import { readable } from '../../language-server/analysis/readable.ts';
import { prose } from '../../language-server/features/markdown.ts';
import type { Translations } from '../../language-server/l10n.ts';
import type { Snapshot } from '../../language-server/service.ts';
import type { Part } from '../../language-server/vocabulary/entry.ts';
import { vocabulary } from '../../language-server/vocabulary/vocabulary.ts';

/** `a {0} b` is said as `⟦a ⟧…⟦ b⟧`, so that what a value says has to be translated by itself. */
const bracketed = (text: string): string => `⟦${text.replace(/\{\d+\}/g, (value) => `⟧${value}⟦`)}⟧`;

export const pseudoLocale = new Proxy<Translations>({}, { get: (_, text) => bracketed(String(text)) });

/** The same as data, for what runs elsewhere. */
export const pseudoTexts = (texts: readonly string[]): Translations =>
  Object.fromEntries(texts.map((text) => [text, bracketed(text)]));

/** Of an answer of LSP or of ours, what no user reads: places, ids, codes, and what is written into the text. */
const NOT_READ: ReadonlySet<string> = new Set([
  ...['uri', 'targetUri', 'newText', 'sortText', 'filterText', 'insertText', 'textEdit', 'edit', 'edits', 'data'],
  ...['places', 'reached', 'members'],
  ...[
    'id',
    'parent',
    'source',
    'target',
    'node',
    'nodes',
    'edges',
    'kind',
    'code',
    'codeDescription',
    'href',
    'command',
  ],
  ...[
    'arguments',
    'rule',
    'placeholder',
    'changes',
    'severity',
    'status',
    'probe',
    'verdict',
    'role',
    'address',
    'networks',
  ],
]);

function* readTexts(value: unknown, key = ''): Iterable<readonly [key: string, text: string]> {
  // A label of completion or of a signature is what is written; where it is more, it is a list of parts.
  if (typeof value === 'string') {
    if (key !== 'label') yield [key, value];
  }
  if (value instanceof Map) for (const each of value.values()) yield* readTexts(each, key);
  else if (Array.isArray(value)) for (const each of value) yield* readTexts(each, key);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(value)) {
      // A lens's title stands in its command.
      if (name === 'command' && typeof each === 'object')
        yield* readTexts((each as { title?: unknown }).title, 'title');
      if (!NOT_READ.has(name)) yield* readTexts(each, name);
    }
  }
}

/** Words of Docker, of Linux and of networking, which are the same in every language. */
const TERMS: ReadonlySet<string> = new Set([
  ...[
    'Docker',
    'Engine',
    'docker',
    'docker_gwbridge',
    'gwbridge',
    'local',
    'br',
    'lo',
    'veth',
    'netns',
    'ping',
    'tcp',
    'udp',
    'sctp',
  ],
  ...['dev', 'via', 'link', 'iptables', 'conntrack', 'resolv.conf', 'filter', 'nat', 'raw', 'id'],
  // What the language calls a machine on the LAN, and the modes and scopes of a network.
  ...[
    'default',
    'busybox',
    'example.test',
    'printer',
    'false',
    'true',
    'outside',
    'host',
    'none',
    'bridge',
    'overlay',
    'macvlan',
    'ipvlan',
    'swarm',
    'ingress',
    'global',
  ],
]);

function wordsOf(parts: readonly Part[]): readonly string[] {
  return parts.flatMap((part) => {
    if (part.part === 'word') return [part.word];
    if (part.part === 'choice') return part.options.map(({ word }) => word);
    return part.part === 'optional' ? wordsOf(part.parts) : [];
  });
}

const SYNTAX = new Set(
  Object.values(vocabulary)
    .flat()
    .flatMap(({ name, forms }) => [name, ...forms.flatMap(({ parts }) => wordsOf(parts))]),
);

const WORD = /[A-Za-z][A-Za-z0-9_.@'-]*/g;

/** The words of the lab's values: names, images, drivers; not the words of its grammar, which are English too. */
function namesIn({ lab }: Snapshot): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { lines } of lab.sources) {
    const code = lines.text.replace(/(^|\s)(#|\/\/).*$/gm, '$1').replace(/\/\*[\s\S]*?\*\//g, '');
    for (const [word] of code.matchAll(WORD)) if (!SYNTAX.has(word)) names.add(word);
  }
  return names;
}

/** What stands outside of the brackets: without code, Docker's own words, and the addresses of links. */
const outside = (text: string): string =>
  text
    // What went wrong with a container, in Docker's words.
    .replace(/⟦error: ⟧.*/g, ' ')
    .replace(/⟦([^⟧]*)⟧/g, (_, translated: string) => translated.replace(/[^`“”()[\]\n]/g, ' '))
    .replace(/^ *(`{3,})[\s\S]*?^ *\1$/gm, ' ')
    .replace(/(`+)[\s\S]*?[^`]\1(?!`)/g, ' ')
    .replace(/“[\s\S]*?”/g, ' ')
    .replace(/\]\([^)]*\)/g, ' ')
    // Files, commands, rules of iptables, routes, ids of the picture, and statements as they are written.
    .replace(/(?<![\w/])\/etc\/hosts\b/g, ' ')
    .replace(/\b[a-z-]+:[\w./<‹-]+/g, ' ')
    .replace(/^(expect|connect|disconnect|include|start|stop|restart|remove)( .*)?$/gm, ' ')
    .replace(/^(docker|default via|nameserver|options|-[AP]) .*$/gm, ' ');

/** What Docker says to the lab's commands. */
function messagesIn({ timeline }: Snapshot): readonly string[] {
  const results = timeline.steps.map(({ result }) => result);
  return results.flatMap(({ error, notes }) => [...(error ? [error] : []), ...notes].map(({ message }) => message));
}

/** The texts in which a word stands that is no name of the lab and no term, each once, by the field of the answer. */
export function forgotten(answers: unknown, snapshot: Snapshot): readonly string[] {
  const names = namesIn(snapshot);
  const messages = messagesIn(snapshot).flatMap((message) => [readable(message), prose(message)]);
  const isName = (word: string) => names.has(word) || TERMS.has(word) || word === word.toUpperCase() || /\d/.test(word);
  const found = new Set<string>();
  for (const [key, text] of readTexts(answers)) {
    const rest = messages.reduce((left, message) => left.replace(message, ' '), text);
    const words = [...outside(rest).matchAll(WORD)].map(([word]) =>
      word.replace(/[.-]+$/, '').replace(/^[^-]*-(?=[A-Z])/, ''),
    );
    const strange = words.filter((word) => word.length > 1 && !isName(word));
    if (strange.length > 0) found.add(`${key}: ${text} [${strange.join(' ')}]`);
  }
  return [...found];
}
