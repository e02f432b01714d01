/**
 * A run of commands, and the same run again after an edit of its commands.
 *
 * The second run begins where the commands differ. It keeps account of the cells that hold something else than they
 * did at the same point of the first run, and goes from one command that has to do with one of them to the next:
 * executes it where it has read such a cell, and where it has overwritten one the account is settled. All others would
 * do again what they did, and what they wrote stands in the cells already. So a run costs what an edit changes.
 */

import { finished, type Work } from '../steps.ts';
import { type Cell, type Moment, nothing } from './cells.ts';
import type { EngineCommand } from './command.ts';
import { equal } from './equal.ts';
import { Machine, type Write } from './machine.ts';
import type { CommandAnswer, World } from './state.ts';

/** A command to execute. */
export interface Planned {
  readonly host: string;
  readonly command: EngineCommand;
}

/** A command that was executed. */
export interface Execution extends Planned {
  readonly result: CommandAnswer;
  readonly reads: readonly Cell[];
  readonly writes: readonly Cell[];
  /** The engine's clock when it was. */
  readonly clock: number;
}

/** A cell that was written otherwise at a time in another run. */
interface Change {
  readonly cell: Cell;
  readonly time: number;
  readonly value: unknown;
}

/** An entry of the state that was written otherwise in another run. */
export interface Difference {
  /** When: the engine's clock. */
  readonly time: number;
  /** Of what map: `containers`. */
  readonly map: string;
  /** What the entry has been then in either run; undefined where there was none. */
  readonly values: readonly unknown[];
}

export interface Run {
  readonly initial: World;
  readonly boot: readonly Cell[];
  readonly plan: readonly Planned[];
  readonly executions: readonly Execution[];
  /** The executions that somebody has to be told of, refused or with a note: their indexes. */
  readonly remarkable: readonly number[];
  /** Shared with the runs that were made from this one, or that this one was made from. Its cells tell of one of them. */
  readonly machine: Machine;
  /** Tells it apart from other runs, and keeps nothing of it alive. */
  readonly id: object;
  /** What is otherwise than in the run that it was made from; absent where it was made from none. */
  readonly since?: { readonly run: object; readonly differences: readonly Difference[] };
  /** Where the cells tell of another run: the next one on the way there, and what to change for this one. */
  detour?: { readonly next: Run; readonly changes: readonly Change[] };
  /** Moments that somebody has looked at, by the number of commands that have happened. */
  readonly looks: Map<number, Look>;
}

/** A moment of a run with its world. */
interface Look {
  readonly standpoint: Standpoint;
  readonly world: World;
}

/** Between two commands of the clock there is room for those that will be written between them. */
const tick = 2 ** 32;
/** A command can create more than one thing. */
const shortestTick = 16;

/** So many moments are kept for those who look again. */
const mostLooks = 64;

class Standpoint implements Moment {
  run: Run;
  count: number;
  readonly stays = true;

  constructor(run: Run, count: number) {
    this.run = run;
    this.count = count;
  }

  get clock(): number {
    return clockAfter(this.run, this.count) + shortestTick;
  }

  get time(): number {
    return this.count === this.run.executions.length ? Number.POSITIVE_INFINITY : this.clock;
  }

  enter(): void {
    if (this.run.detour) enter(this.run);
  }
}

/** The world once that many commands have happened. */
export function worldAfter(run: Run, count: number): World {
  if (count <= 0) return run.initial;
  let look = run.looks.get(count);
  if (!look) {
    enter(run);
    const standpoint = new Standpoint(run, count);
    look = { standpoint, world: run.machine.world(standpoint) };
    if (run.looks.size >= mostLooks) run.looks.clear();
    run.looks.set(count, look);
  }
  return look.world;
}

/** Changes the cells so that they tell of this run. */
function enter(run: Run): void {
  const way: Run[] = [];
  for (let at = run; at.detour; at = at.detour.next) way.push(at);
  for (const at of way.reverse()) {
    const { next, changes } = at.detour as { next: Run; changes: readonly Change[] };
    next.detour = { next: at, changes: undo(changes) };
    delete at.detour;
  }
}

/** Makes changes, the last first; answers what makes them undone. */
function undo(changes: readonly Change[]): readonly Change[] {
  return [...changes].reverse().map(({ cell, time, value }) => ({ cell, time, value: cell.write(time, value) }));
}

/** Executes commands from nothing. */
export function run(initial: World, plan: readonly Planned[]): Run {
  return finished(runInSteps(initial, plan));
}

/** As {@link run}, a command a step. */
export function* runInSteps(initial: World, plan: readonly Planned[]): Work<Run> {
  const machine = new Machine();
  const boot = machine.load(initial);
  for (const { cell, value } of boot) cell.write(0, value);
  const executions: Execution[] = [];
  for (const { host, command } of plan) {
    const clock = (executions.length + 1) * tick;
    const { answer, reads, writes } = machine.execute(host, command, clock);
    for (const { cell, value } of writes) cell.write(clock, value);
    const written = cellsOf(writes);
    noteUses(reads, written, clock);
    executions.push({ host, command, result: answer, clock, reads, writes: written });
    yield undefined;
  }
  const remarkable = [...executions.keys()].filter((index) => isRemarkable(executions[index]!));
  return { initial, boot: cellsOf(boot), plan, executions, remarkable, machine, looks: new Map(), id: {} };
}

/** What was written stands in the cells themselves. */
const cellsOf = (writes: readonly Write[]): readonly Cell[] => writes.map(({ cell }) => cell);

const isRemarkable = ({ result }: Execution): boolean => result.error !== undefined || result.notes.length > 0;

function noteUses(reads: readonly Cell[], writes: readonly Cell[], clock: number): void {
  for (const cell of reads) cell.use(clock);
  for (const cell of writes) cell.use(clock);
}

/** As `run`, and takes from an earlier run what still holds. The earlier run stays as it is. */
export function runAgain(earlier: Run, initial: World, plan: readonly Planned[]): Run {
  const { executions: before, machine } = earlier;
  const { head, tail } = untouched(earlier.plan, plan);
  const [endBefore, end] = [before.length - tail, plan.length - tail];
  const clocks = room(before[head - 1]?.clock ?? 0, before[endBefore]?.clock, end - head);
  if (!clocks) return run(initial, plan);
  enter(earlier);
  const again = new Again(machine);
  try {
    const executions = before.slice(0, head);
    const sameStart = initial === earlier.initial;
    const boot = sameStart ? earlier.boot : again.settle(0, machine.load(initial), earlier.boot);
    again.goOn(before, 0, head, executions);

    const paired = end === endBefore;
    if (!paired) for (let i = head; i < endBefore; i++) again.settle(before[i]!.clock, [], before[i]!.writes);
    for (let i = head; i < end; i++) {
      const known = paired ? before[i]! : undefined;
      const isSame = known !== undefined && samePlan(known, plan[i]!) && !known.reads.some(hasChanged);
      executions.push(isSame ? again.repeat(known) : again.execute(plan[i]!, known?.clock ?? clocks(i - head), known));
    }

    for (let i = endBefore; i < before.length; i++) executions.push(before[i]!);
    const same = again.goOn(before, endBefore, before.length, executions, end - endBefore);
    const renewed = new Set([...again.replaced, ...Array.from({ length: end - head }, (_, i) => head + i)]);
    const remarkable = [
      ...earlier.remarkable
        .filter((index) => index < head || index >= endBefore)
        .map((index) => (index < head ? index : index + end - endBefore))
        .filter((index) => !renewed.has(index)),
      ...[...renewed].filter((index) => isRemarkable(executions[index]!)),
    ].sort((a, b) => a - b);
    const since = { run: earlier.id, differences: again.changes.map(differenceOf) };
    const made: Run = { initial, boot, plan, executions, remarkable, machine, looks: new Map(), id: {}, since };
    if (sameStart) takeOver(earlier, made, 0, head, 0);
    takeOver(earlier, made, same, before.length, end - endBefore);
    earlier.detour = { next: made, changes: again.changes };
    return made;
  } catch (error) {
    undo(again.changes);
    throw error;
  } finally {
    again.differences.clear();
  }
}

function differenceOf({ cell, time, value }: Change): Difference {
  const before = cell.before(time);
  const values = [value, cell.at(time)].map((written) => (written === nothing ? before : written));
  return { time, map: cell.table.name, values };
}

/** The engine's clock once that many commands have happened. */
export const clockAfter = ({ executions }: Run, count: number): number => executions[count - 1]?.clock ?? 0;

/** Moments at which both runs are the same stay as they were looked at. */
function takeOver(earlier: Run, made: Run, from: number, to: number, shift: number): void {
  for (const [count, look] of earlier.looks) {
    if (count < from || count > to) continue;
    look.standpoint.run = made;
    look.standpoint.count = count + shift;
    made.looks.set(count + shift, look);
  }
}

const hasChanged = ({ differs }: Cell): boolean => differs > 0;

/** Which cells hold something else than at this point of the earlier run, and what they held. */
class Differences {
  readonly #held = new Map<Cell, unknown>();

  get none(): boolean {
    return this.#held.size === 0;
  }

  held(cell: Cell, otherwise: unknown): unknown {
    return cell.differs === 0 ? otherwise : this.#held.get(cell);
  }

  note(cell: Cell, held: unknown, holds: unknown): void {
    if (held === holds) this.settle(cell);
    else {
      if (cell.differs === 0) cell.table.whole.differs++;
      cell.differs = 1;
      this.#held.set(cell, held);
    }
  }

  settle(cell: Cell): void {
    if (cell.differs === 0) return;
    cell.differs = 0;
    cell.table.whole.differs--;
    this.#held.delete(cell);
  }

  /** The time of the next command, from `time` on, that may have to do with one of the cells; early where they are many. */
  nextUse(time: number): number {
    if (this.#held.size > mostFollowed) return time;
    let next = Number.POSITIVE_INFINITY;
    for (const cell of this.#held.keys()) next = Math.min(next, cell.nextUse(time), cell.table.whole.nextUse(time));
    return next;
  }

  clear(): void {
    for (const cell of [...this.#held.keys()]) this.settle(cell);
  }
}

/** With more cells than these it is quicker to look at one command after the other. */
const mostFollowed = 64;

/** The steps of a second run. */
class Again {
  readonly differences = new Differences();
  /** What to undo for the earlier run, the last first. */
  readonly changes: Change[] = [];
  /** The executions of commands that have found something changed. */
  readonly replaced: number[] = [];
  readonly #machine: Machine;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  #write(cell: Cell, time: number, value: unknown): void {
    this.changes.push({ cell, time, value: cell.write(time, value) });
  }

  /** In the place of what was written at a time comes something else; equal values stay the same objects. */
  settle(time: number, writes: readonly Write[], known: readonly Cell[]): readonly Cell[] {
    for (const cell of known) {
      if (writes.some((one) => one.cell === cell)) continue;
      const old = cell.at(time);
      this.#write(cell, time, nothing);
      this.differences.note(cell, old, cell.before(time));
    }
    for (const { cell, value } of writes) {
      const old = cell.at(time);
      // What differed before is taken to differ still: comparing it would cost more than it could save.
      const settled = old !== nothing && cell.differs === 0 && equal(old, value) ? old : value;
      const held = old === nothing ? this.differences.held(cell, cell.before(time)) : old;
      if (settled !== old) this.#write(cell, time, settled);
      this.differences.note(cell, held, settled);
    }
    return cellsOf(writes);
  }

  execute({ host, command }: Planned, clock: number, known: Execution | undefined): Execution {
    const { answer, reads, writes } = this.#machine.execute(host, command, clock);
    const result = known && equal(known.result, answer) ? known.result : answer;
    const settled = this.settle(clock, writes, known?.writes ?? []);
    noteUses(reads, settled, clock);
    return { host, command, result, clock, reads, writes: settled };
  }

  /** A command that has read nothing that differs: what it writes is what it wrote. */
  repeat(known: Execution): Execution {
    for (const cell of known.writes) this.differences.settle(cell);
    return known;
  }

  /**
   * Goes through the commands `from` … `to - 1` of the earlier run as far as cells differ, and replaces those that have
   * to be executed again.
   * @returns the number of commands after which nothing differs any more; more than there are where something does
   */
  goOn(before: readonly Execution[], from: number, to: number, executions: Execution[], shift = 0): number {
    let index = from;
    while (index < to && !this.differences.none) {
      index = indexAt(before, this.differences.nextUse(before[index]!.clock), index, to);
      const known = before[index];
      if (index >= to || !known) break;
      if (known.reads.some(hasChanged)) {
        executions[index + shift] = this.execute(known, known.clock, known);
        this.replaced.push(index + shift);
      } else this.repeat(known);
      index++;
    }
    return this.differences.none ? index : to + 1;
  }
}

/** The first command from `from` on that happened at a time or later; `to` where none did. */
function indexAt(executions: readonly Execution[], time: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (executions[middle]!.clock < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The same text or the same object: a statement that was not touched has the same command as before. */
const samePlan = (a: Planned, b: Planned): boolean =>
  a === b || (a.host === b.host && (a.command === b.command || equal(a.command, b.command)));

/** How many commands at the start and at the end are the same. */
function untouched(
  before: readonly Planned[],
  after: readonly Planned[],
): { readonly head: number; readonly tail: number } {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && samePlan(before[head]!, after[head]!)) head++;
  let tail = 0;
  while (tail < shorter - head && samePlan(before[before.length - 1 - tail]!, after[after.length - 1 - tail]!)) tail++;
  return { head, tail };
}

/** What is written next mostly follows what was written last: so many times more room is left behind than before it. */
const roomBehind = 8;

/** Clocks for commands between two others; undefined where there is no room for so many. */
function room(from: number, to: number | undefined, count: number): ((index: number) => number) | undefined {
  const step = to === undefined ? tick : Math.min(tick, Math.floor((to - from) / (count * roomBehind + 1)));
  return step < shortestTick * 2 ? undefined : (index) => from + (index + 1) * step;
}
