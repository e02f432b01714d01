import type { FromWebview, SourceRange, TopologyQuestions } from '../../language-server/protocol.ts';

type Unknown<T> = { readonly [Key in keyof T]?: unknown };

export const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
export const isIndex = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;

function isPosition(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { line, character }: Unknown<SourceRange['start']> = value;
  return isIndex(line) && isIndex(character);
}

export function isRange(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { start, end }: Unknown<SourceRange> = value;
  return isPosition(start) && isPosition(end);
}

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

/** A webview is a page like any other: what it posts is checked before it is believed. */
export function isFromWebview(message: unknown): message is FromWebview {
  if (!isObject(message)) return false;
  const { type, uri, range, id, kind, question, step, from, to, on, hypothesis }: Unknown<Record<string, unknown>> =
    message as object;
  switch (type) {
    case 'ready':
    case 'resync':
      return true;
    case 'reveal':
      return typeof uri === 'string' && isRange(range);
    case 'ask':
      return typeof uri === 'string' && isIndex(id) && isQuestion(kind, question);
    case 'step':
      return typeof uri === 'string' && (step === null || isIndex(step));
    case 'pin':
      return typeof uri === 'string' && isPacket(from, to, on);
    case 'whatIf':
      return typeof uri === 'string' && isObject(hypothesis);
    case 'highlight':
      return typeof uri === 'string' && (range === null || isRange(range));
    default:
      return false;
  }
}
