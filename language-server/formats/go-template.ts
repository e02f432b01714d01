/**
 * The part of Go's text/template that `--format` is used with: fields, `json`, `len`, `index`, `join`, `upper`, `lower`,
 * `println`, `range`, `with`, `if` and variables. Anything else is refused, as a template error.
 */

export class TemplateError extends Error {}

type Value = unknown;

interface Scope {
  readonly dot: Value;
  readonly root: Value;
  readonly variables: ReadonlyMap<string, Value>;
}

type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'print'; readonly words: readonly string[] }
  | {
      readonly kind: 'block';
      readonly word: string;
      readonly words: readonly string[];
      readonly body: readonly Node[];
      readonly otherwise: readonly Node[];
    };

/** Renders `template` with `data` as the dot. @throws TemplateError */
export function renderTemplate(template: string, data: Value): string {
  const tokens = template.split(/\{\{(-?[\s\S]*?-?)\}\}/);
  for (let i = 1; i < tokens.length; i += 2) {
    const token = tokens[i] as string;
    if (token.startsWith('- ')) tokens[i - 1] = (tokens[i - 1] as string).trimEnd();
    if (token.endsWith(' -')) tokens[i + 1] = (tokens[i + 1] as string).trimStart();
    tokens[i] = token.replace(/^- | -$/g, '').trim();
  }
  const { nodes, at } = parse(tokens, 0);
  if (at < tokens.length) throw new TemplateError(`unexpected {{${tokens[at]}}}`);
  return render(nodes, { dot: data, root: data, variables: new Map() });
}

function parse(tokens: readonly string[], from: number): { readonly nodes: readonly Node[]; readonly at: number } {
  const nodes: Node[] = [];
  let at = from;
  while (at < tokens.length) {
    const token = tokens[at] as string;
    if (at % 2 === 0) {
      if (token) nodes.push({ kind: 'text', text: token });
      at++;
      continue;
    }
    const words = token.match(/"(?:[^"\\]|\\.)*"|`[^`]*`|[^\s,|]+|[,|]/g) ?? [];
    const [word = ''] = words;
    if (word === 'end' || word === 'else') break;
    at++;
    if (word !== 'range' && word !== 'if' && word !== 'with') {
      nodes.push({ kind: 'print', words });
      continue;
    }
    const body = parse(tokens, at);
    at = body.at;
    let otherwise: readonly Node[] = [];
    if (tokens[at] === 'else') {
      const rest = parse(tokens, at + 1);
      otherwise = rest.nodes;
      at = rest.at;
    }
    if (tokens[at] !== 'end') throw new TemplateError('unexpected EOF');
    at++;
    nodes.push({ kind: 'block', word, words: words.slice(1), body: body.nodes, otherwise });
  }
  return { nodes, at };
}

function render(nodes: readonly Node[], scope: Scope): string {
  return nodes
    .map((node) => {
      if (node.kind === 'text') return node.text;
      if (node.kind === 'print') return text(evaluate(node.words, scope));
      return renderBlock(node, scope);
    })
    .join('');
}

function renderBlock(node: Extract<Node, { kind: 'block' }>, scope: Scope): string {
  const assigned = node.words.indexOf(':=');
  const names = node.words.slice(0, Math.max(assigned, 0)).filter((word) => word !== ',');
  const value = evaluate(node.words.slice(assigned + 1), scope);
  if (!truthy(value)) return render(node.otherwise, scope);
  if (node.word === 'if') return render(node.body, scope);
  if (node.word === 'with') return render(node.body, { ...scope, dot: value });
  return entries(value)
    .map(([key, item]) => {
      const variables = new Map(scope.variables);
      if (names.length > 1) variables.set(names[0] as string, key);
      if (names.length > 0) variables.set(names.at(-1) as string, item);
      return render(node.body, { ...scope, dot: item, variables });
    })
    .join('');
}

const isObject = (value: Value): value is Readonly<Record<string, Value>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The members of a list, or of a map in the order of its keys. */
function entries(value: Value): readonly (readonly [Value, Value])[] {
  if (Array.isArray(value)) return value.map((item, i) => [i, item]);
  if (!isObject(value)) return [];
  return Object.keys(value)
    .sort()
    .map((key) => [key, value[key]]);
}

function truthy(value: Value): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) ? Object.keys(value).length > 0 : Boolean(value);
}

/** A pipeline: each command's value is the last argument of the next. */
function evaluate(words: readonly string[], scope: Scope): Value {
  let piped: readonly Value[] = [];
  let command: string[] = [];
  for (const word of [...words, '|']) {
    if (word !== '|') command.push(word);
    else {
      piped = [call(command, piped, scope)];
      command = [];
    }
  }
  return piped[0];
}

const functions: Readonly<Record<string, (...values: Value[]) => Value>> = {
  json: (value) => JSON.stringify(value),
  len: (value) => (typeof value === 'string' ? value.length : entries(value).length),
  index: (value, ...keys) =>
    keys.reduce((found: Value, key) => (found as Record<string, Value> | undefined)?.[String(key)], value),
  join: (value, separator) => (Array.isArray(value) ? value.join(String(separator)) : ''),
  upper: (value) => String(value).toUpperCase(),
  lower: (value) => String(value).toLowerCase(),
  println: (...values) => `${values.map(text).join(' ')}\n`,
};

function call([word = '', ...rest]: readonly string[], piped: readonly Value[], scope: Scope): Value {
  const known = Object.hasOwn(functions, word) ? functions[word] : undefined;
  if (known) return known(...rest.map((operand) => read(operand, scope)), ...piped);
  if (rest.length > 0 || piped.length > 0) throw new TemplateError(`function "${word}" not defined`);
  return read(word, scope);
}

function read(word: string, scope: Scope): Value {
  if (word.startsWith('"')) return JSON.parse(word);
  if (word.startsWith('`')) return word.slice(1, -1);
  if (/^-?\d+$/.test(word)) return Number(word);
  const [head = '', ...path] = word.split('.');
  const start = head === '' ? scope.dot : head === '$' ? scope.root : scope.variables.get(head);
  if (head !== '' && head !== '$' && !scope.variables.has(head))
    throw new TemplateError(`function "${word}" not defined`);
  return path.filter(Boolean).reduce((value: Value, key) => (isObject(value) ? value[key] : undefined), start);
}

/** A value as Go's fmt prints it. */
function text(value: Value): string {
  if (value === undefined) return '<no value>';
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(text).join(' ')}]`;
  if (isObject(value))
    return `map[${entries(value)
      .map(([key, item]) => `${key}:${text(item)}`)
      .join(' ')}]`;
  return String(value);
}
