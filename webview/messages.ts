/**
 * What may come in from outside the page: messages of the extension and the state that VS Code kept. Each is checked
 * as a value of unknown shape, so that a mistake elsewhere ends in "not understood" and not in half a picture.
 */
import type {
  DetailRow,
  DetailSection,
  ListEdit,
  Pinnable,
  TopologyDeclared,
  TopologyDetails,
  TopologyEdge,
  TopologyGraph,
  TopologyHop,
  TopologyJourney,
  TopologyNode,
  TopologyPatch,
  TopologyPlaces,
  TopologyQuestions,
  TopologyState,
  TopologyStep,
  TopologyTimeline,
  TopologyTrace,
  ToWebview,
} from '../language-server/protocol.ts';

type Check<T> = (value: unknown) => value is T;

const isString = (value: unknown): value is string => typeof value === 'string';
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
export const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;

const isAnything = (value: unknown): value is unknown => value !== undefined;

const isOneOf =
  <T extends string>(...words: readonly T[]): Check<T> =>
  (value): value is T =>
    words.includes(value as T);

const isOptional =
  <T>(check: Check<T>): Check<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || check(value);

const isArrayOf =
  <T>(check: Check<T>): Check<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every(check);

/** A plain object with at least these properties. */
export const isObject =
  <T>(properties: { readonly [K in keyof T]-?: Check<T[K]> }): Check<T> =>
  (value): value is T =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(properties).every(([key, check]) =>
      (check as Check<unknown>)((value as Record<string, unknown>)[key]),
    );

const isOptionalText = isOptional(isString) as Check<string>;

type Problem = NonNullable<TopologyNode['problem']>;
const isOptionalProblem = isOptional(
  isObject<Problem>({ severity: isOneOf('error', 'warning', 'information'), message: isString }),
) as Check<Problem>;

const isNode = isObject<TopologyNode>({
  id: isString,
  kind: isOneOf(
    'outside',
    'host',
    'host-interface',
    'router',
    'published-port',
    'bridge',
    'network',
    'namespace',
    'container',
    'interface',
  ),
  parent: isOptionalText,
  label: isString,
  details: isArrayOf(isString),
  physical: isOptional(isArrayOf(isString)) as Check<readonly string[]>,
  description: isString,
  status: isOptional(isOneOf('created', 'running', 'paused', 'exited', 'failed')) as Check<
    NonNullable<TopologyNode['status']>
  >,
  driver: isOptionalText,
  attachedTo: isOptional(isArrayOf(isString)) as Check<readonly string[]>,
  problem: isOptionalProblem,
  origin: isOptionalText,
});

const isEdge = isObject<TopologyEdge>({
  id: isString,
  kind: isOneOf('veth', 'attachment', 'uplink', 'forward', 'wire', 'publish'),
  source: isString,
  target: isString,
  label: isOptionalText,
  description: isString,
  origin: isOptionalText,
});

const isGraph = isObject<TopologyGraph>({ nodes: isArrayOf(isNode), edges: isArrayOf(isEdge) });

const isPatch = isObject<TopologyPatch>({
  removed: isArrayOf(isString),
  nodes: isArrayOf(isNode),
  edges: isArrayOf(isEdge),
});

const isDeclared = isArrayOf(isArrayOf(isString));
type DeclaredEdit = ListEdit<TopologyDeclared[number]>;
const isDeclaredEdit = isObject<DeclaredEdit>({ start: isCount, deleteCount: isCount, items: isDeclared });

export const isTopologyState = isObject<TopologyState>({
  uri: isString,
  revision: isNumber,
  stale: isBoolean,
  step: isCount,
  steps: isCount,
  declared: isDeclared,
  graph: isGraph,
});

type LevelPlaces = NonNullable<TopologyPlaces['logical']>;
const isPlace = isObject<LevelPlaces[string]>({ x: isNumber, y: isNumber });
const isOptionalLevelPlaces = isOptional(
  (value): value is LevelPlaces =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isPlace),
) as Check<LevelPlaces>;
const isPlaces = isObject<TopologyPlaces>({
  logical: isOptionalLevelPlaces,
  physical: isOptionalLevelPlaces,
  declared: isOptional(isDeclared) as Check<TopologyDeclared>,
});

const isHop = isObject<TopologyHop>({
  kind: isString,
  where: isString,
  sentence: isString,
  rule: isOptionalText,
  packet: isOptionalText,
  places: isArrayOf(isString),
});

const isDetailRow = isObject<DetailRow>({ label: isString, value: isString, node: isOptionalText });

const ANSWERS: { readonly [Kind in keyof TopologyQuestions]: Check<TopologyQuestions[Kind]['answer']> } = {
  timeline: isObject<TopologyTimeline>({
    steps: isArrayOf(isObject<TopologyStep>({ step: isCount, label: isString, refused: isOptionalText })),
  }),
  details: isObject<TopologyDetails>({
    node: isString,
    title: isString,
    subtitle: isString,
    problem: isOptionalProblem,
    sections: isArrayOf(isObject<DetailSection>({ title: isString, rows: isArrayOf(isDetailRow) })),
  }),
  trace: isObject<TopologyTrace>({
    from: isString,
    to: isString,
    on: isOptionalText,
    ports: isArrayOf(isString),
    journeys: isArrayOf(
      isObject<TopologyJourney>({
        title: isString,
        delivered: isBoolean,
        verdict: isString,
        reason: isString,
        hops: isArrayOf(isHop),
        wayBack: isArrayOf(isHop),
      }),
    ),
    problem: isOptionalText,
    pin: isOptional(
      isObject<Pinnable>({ text: isString, from: isString, to: isString, on: isOptionalText, stands: isBoolean }),
    ) as Check<Pinnable>,
  }),
};

/** True for what may be the answer to a question of that kind. */
export function isAnswer<Kind extends keyof TopologyQuestions>(
  kind: Kind,
  value: unknown,
): value is TopologyQuestions[Kind]['answer'] {
  return ANSWERS[kind](value);
}

type Message<Type extends ToWebview['type']> = Extract<ToWebview, { type: Type }>;

const CHECKS: { readonly [Type in ToWebview['type']]: Check<Message<Type>> } = {
  show: isObject<Message<'show'>>({
    type: isOneOf('show'),
    state: isTopologyState,
    title: isString,
    places: isOptional(isPlaces) as Check<TopologyPlaces>,
  }),
  places: isObject<Message<'places'>>({ type: isOneOf('places'), uri: isString, places: isPlaces }),
  patch: isObject<Message<'patch'>>({
    type: isOneOf('patch'),
    change: isObject<Message<'patch'>['change']>({
      uri: isString,
      from: isNumber,
      revision: isNumber,
      stale: isBoolean,
      step: isCount,
      steps: isCount,
      newTimeline: isBoolean,
      declared: isOptional(isDeclaredEdit) as Check<DeclaredEdit>,
      patch: isPatch,
    }),
  }),
  select: isObject<Message<'select'>>({
    type: isOneOf('select'),
    node: (value): value is string | null => value === null || isString(value),
  }),
  trace: isObject<Message<'trace'>>({ type: isOneOf('trace'), from: isString, to: isString, on: isOptionalText }),
  answer: isObject<Message<'answer'>>({ type: isOneOf('answer'), id: isCount, answer: isAnything }),
  draw: isObject<Message<'draw'>>({
    type: isOneOf('draw'),
    id: isCount,
    format: isOneOf('svg', 'png', 'drawio'),
    colours: isOneOf('theme', 'print'),
  }),
  copy: isObject<Message<'copy'>>({ type: isOneOf('copy') }),
  empty: isObject<Message<'empty'>>({ type: isOneOf('empty'), message: isString }),
};

/** True for a message that the page knows what to do with. */
export function isToWebview(value: unknown): value is ToWebview {
  const type = (value as { type?: unknown } | null | undefined)?.type;
  return isString(type) && Object.hasOwn(CHECKS, type) && CHECKS[type as ToWebview['type']](value);
}
