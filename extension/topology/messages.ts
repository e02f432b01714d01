import type { BegunGesture, FromWebview, TopologyQuestions } from '../../language-server/protocol.ts';

type Unknown<T> = { readonly [Key in keyof T]?: unknown };

export const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
export const isIndex = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;

/** Somebody's packet in the words of an expectation. */
export const isPacket = (from: unknown, to: unknown, on: unknown): boolean =>
  typeof from === 'string' && typeof to === 'string' && (on === undefined || typeof on === 'string');

/** What may be asked of the server, and what each question has to say. */
const QUESTIONS: {
  readonly [Kind in keyof TopologyQuestions]: (question: Unknown<Record<string, unknown>>) => boolean;
} = {
  timeline: () => true,
  details: ({ node }) => typeof node === 'string',
  trace: ({ from, to, on }) => isPacket(from, to, on),
};

function isQuestion(kind: unknown, question: unknown): boolean {
  return (
    typeof kind === 'string' &&
    Object.hasOwn(QUESTIONS, kind) &&
    isObject(question) &&
    QUESTIONS[kind as keyof TopologyQuestions](question as Record<string, unknown>)
  );
}

const isText = (value: unknown) => typeof value === 'string';
const isOneOf = (words: readonly string[]) => (value: unknown) => isText(value) && words.includes(value as string);

function isNetworkChoice(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { label, details }: Unknown<{ label: string; details: unknown }> = value;
  return isText(label) && Array.isArray(details) && details.every(isText);
}

const onNetworks = ({ container, networks }: Unknown<Record<string, unknown>>): boolean =>
  isText(container) && Array.isArray(networks) && networks.length > 0 && networks.every(isNetworkChoice);

/** What each gesture has to say. */
const GESTURES: {
  readonly [Kind in BegunGesture['kind']]: (gesture: Unknown<Record<string, unknown>>) => boolean;
} = {
  attach: onNetworks,
  detach: onNetworks,
  connect: onNetworks,
  disconnect: onNetworks,
  publish: ({ container }) => isText(container),
  'add-container': ({ network }) => network === undefined || isText(network),
  'add-network': () => true,
  rename: ({ name, origin }) => isText(name) && isText(origin),
  remove: ({ what, name }) => isOneOf(['container', 'network'])(what) && isText(name),
};

function isGesture(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { kind }: Unknown<BegunGesture> = value;
  return (
    typeof kind === 'string' &&
    Object.hasOwn(GESTURES, kind) &&
    GESTURES[kind as BegunGesture['kind']](value as Record<string, unknown>)
  );
}

/** More than any picture has that can be looked at; the rest of what a page may say is small. */
const MOST_PLACES = 20_000;

function isPlaces(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { declared, ...levels }: Unknown<{ declared: unknown }> = value;
  if (declared !== undefined && !isDeclared(declared)) return false;
  return Object.entries(levels).every(([level, places]) => {
    const entries: readonly unknown[] = isObject(places) ? Object.values(places) : [undefined];
    return (level === 'logical' || level === 'physical') && entries.length <= MOST_PLACES && entries.every(isPlace);
  });
}

const isDeclared = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length <= MOST_PLACES &&
  value.every((ids) => Array.isArray(ids) && ids.length <= MOST_PLACES && ids.every((id) => typeof id === 'string'));

function isPlace(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { x, y }: Unknown<{ x: number; y: number }> = value;
  return Number.isFinite(x) && Number.isFinite(y);
}

/** A webview is a page like any other: what it posts is checked before it is believed. */
export function isFromWebview(message: unknown): message is FromWebview {
  if (!isObject(message)) return false;
  const {
    type,
    uri,
    origin,
    id,
    kind,
    question,
    step,
    from,
    to,
    on,
    hypothesis,
    gesture,
    places,
    content,
    problem,
  }: Unknown<Record<string, unknown>> = message as object;
  switch (type) {
    case 'ready':
    case 'resync':
      return true;
    case 'reveal':
      return isText(uri) && isText(origin);
    case 'ask':
      return typeof uri === 'string' && isIndex(id) && isQuestion(kind, question);
    case 'edit':
      return typeof uri === 'string' && isIndex(id) && isGesture(gesture);
    case 'export':
      return isText(uri);
    case 'drawn':
      return isIndex(id) && (content === null || isText(content));
    case 'copied':
      return problem === undefined || isText(problem);
    case 'places':
      return typeof uri === 'string' && isPlaces(places);
    case 'step':
      return typeof uri === 'string' && (step === null || isIndex(step));
    case 'pin':
      return typeof uri === 'string' && isPacket(from, to, on);
    case 'whatIf':
      return typeof uri === 'string' && isObject(hypothesis);
    default:
      return false;
  }
}
