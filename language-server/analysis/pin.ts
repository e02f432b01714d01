/** Writes what is observed down as an `expect` statement. */
import type { SpanEdit } from '../syntax/tree.ts';
import { sendersOf } from './actors.ts';
import { attempt } from './expect-reach.ts';
import { endOfLine } from './line-ends.ts';
import { membersOf } from './members.ts';
import { momentAtLine } from './moment.ts';
import { reachSummary } from './reach-summary.ts';
import type { Snapshot } from './snapshot.ts';
import { worldAt } from './timeline.ts';

/** A packet from SOURCE to TARGET, as an expectation names them. */
export interface PinnedPacket {
  readonly from: string;
  readonly to: string;
  /** Absent: a ping. */
  readonly port?: { readonly port: number; readonly protocol: 'tcp' | 'udp' };
}

export interface Pin {
  /** The statements, a line each. */
  readonly text: string;
  readonly edit: SpanEdit;
  /** Whether the file says so already, at the same moment. */
  readonly stands: boolean;
}

/**
 * The expectation that says what becomes of a packet, and where to write it: behind the last statement that begins on
 * `line` (counted from zero) or above it, or else at the end of the file. Undefined where nobody sends, or where some
 * addresses of the target are reached and others are not, so that neither `can` nor `cannot` holds.
 */
export function pinPacket(snapshot: Snapshot, packet: PinnedPacket, line?: number): Pin | undefined {
  const moment = line === undefined ? snapshot.timeline.steps.length : momentAtLine(snapshot, line);
  const text = expectationOf(snapshot, packet, moment);
  if (text === undefined) return undefined;
  return { text, edit: insertion(snapshot, text, line), stands: stands(snapshot, text, moment) };
}

function stands({ lab, timeline, tree, text, uri }: Snapshot, written: string, moment: number): boolean {
  return lab.entries.some(({ source, index, declaration }, entry) => {
    if (declaration.kind !== 'expect' || source.uri !== uri || timeline.moments[entry] !== moment) return false;
    const { start, end } = declaration.statement;
    return text.slice(tree.starts[index]! + start, tree.starts[index]! + end) === written;
  });
}

function expectationOf(snapshot: Snapshot, { from, to, port }: PinnedPacket, moment: number): string | undefined {
  const members = membersOf(snapshot.lab);
  const world = worldAt(snapshot.timeline, moment);
  const traces = sendersOf(world, from, members).flatMap((sender) => attempt(world, sender, to, port, members).traces);
  const delivered = traces.filter(({ verdict }) => verdict === 'delivered').length;
  if (traces.length === 0 || (delivered > 0 && delivered < traces.length)) return undefined;
  if (traces.every(({ probe }) => probe === 'not-running')) return undefined;
  const on = port === undefined ? '' : ` on ${port.port}/${port.protocol}`;
  return `expect ${word(from)} ${delivered > 0 ? 'can' : 'cannot'} reach ${word(to)}${on}`;
}

/** More would be noise: the rest can be pinned one by one. */
const MOST = 8;

/** What a container reaches at the end of the file and what it does not, one neighbour of each kind. */
export function pinContainer(snapshot: Snapshot, container: string): Pin | undefined {
  const name = membersOf(snapshot.lab)(container)[0] ?? container;
  const summary = reachSummary(worldAt(snapshot.timeline), name);
  if (!summary) return undefined;
  const targets = [...summary.byName, ...summary.byAddress, ...summary.unreached].slice(0, MOST - 1);
  const existing = new Set(snapshot.text.split('\n').map((line) => line.trim()));
  const lines = [...targets, 'outside'].flatMap((to) => {
    const text = expectationOf(snapshot, { from: container, to }, snapshot.timeline.steps.length);
    return text !== undefined && !existing.has(text) ? [text] : [];
  });
  if (lines.length === 0) return undefined;
  const text = lines.join('\n');
  return { text, edit: insertion(snapshot, text, undefined), stands: false };
}

/** A word of the language as it stands, anything else as a string. */
function word(text: string): string {
  return /^[^\s{},;"#]+$/.test(text) ? text : JSON.stringify(text);
}

/** On lines of their own behind a statement; a blank line parts them from what is no expectation. */
function insertion({ program, tree, text, lines }: Snapshot, written: string, line: number | undefined): SpanEdit {
  const limit = line === undefined ? Number.POSITIVE_INFINITY : lines.offsetAt({ line: line + 1, character: 0 });
  const index = tree.starts.findLastIndex((start) => start < limit);
  const statement = tree.statements[index];
  if (!statement) return { start: 0, end: 0, newText: `${written}\n` };
  const at = endOfLine(text, tree.starts[index]! + statement.end);
  const gap = program.declarations[index]?.kind === 'expect' ? '\n' : '\n\n';
  return { start: at, end: at, newText: `${gap}${written}${at === text.length ? '\n' : ''}` };
}
