/**
 * A run of commands, and the same run again after an edit of its commands.
 *
 * The second run begins where the commands differ. It keeps account of the cells that hold something else than they
 * did at the same point of the first run. A command that has read none of them does again what it did, so that its
 * writes are repeated; one that has is executed. Once no cell differs the rest of the first run is the rest of the
 * second.
 */
import type { Cell, Write } from './cells.ts';
import type { EngineCommand } from './command.ts';
import { equal } from './equal.ts';
import { Machine, type Trail } from './machine.ts';
import type { CommandAnswer, World } from './state.ts';

/** A command that was executed. */
export interface Execution extends Trail {
  readonly host: string;
  readonly command: EngineCommand;
  readonly result: CommandAnswer;
  /** The engine's clock when it was. */
  readonly clock: number;
}

/** A command to execute. */
export interface Planned {
  readonly host: string;
  readonly command: EngineCommand;
}

/** The machine that a run was made on, and which run it is in the middle of now. */
interface Workshop {
  readonly machine: Machine;
  run: Run;
  /** How many commands of the run have happened; -1 before there is a world. */
  position: number;
}

export interface Run {
  readonly initial: World;
  /** How the initial world came about. */
  readonly boot: Trail;
  readonly executions: readonly Execution[];
  readonly workshop: Workshop;
  /** Worlds that somebody has asked for, by the number of commands that have happened. */
  readonly worlds: Map<number, World>;
}

/** The same text or the same object: a statement that was not touched has the same command as before. */
const samePlan = (a: Planned, b: Planned): boolean =>
  a.host === b.host && (a.command === b.command || equal(a.command, b.command));

/** Between two commands of the clock there is room for those that will be written between them. */
const tick = 2 ** 20;
/** A command can create more than one thing. */
const shortestTick = 16;

/** So many worlds are kept for those who ask again. */
const mostWorlds = 64;

/** The world once that many commands have happened. */
export function worldAfter(run: Run, count: number): World {
  if (count <= 0) return run.initial;
  let world = run.worlds.get(count);
  if (!world) {
    move(run.workshop, run, count);
    world = run.workshop.machine.world(run.executions[count - 1]!.clock + shortestTick);
    if (run.worlds.size >= mostWorlds) run.worlds.clear();
    run.worlds.set(count, world);
  }
  return world;
}

/** Puts the machine where `count` commands of a run have happened: back to where the runs part, and on from there. */
function move(workshop: Workshop, run: Run, count: number): void {
  const { machine, run: from, position } = workshop;
  const common = from === run ? Math.min(position, count) : commonStart(from, position, run, count);
  for (let i = position; i > common && i > 0; i--) machine.undo(from.executions[i - 1]!.writes);
  if (common < 0 && position >= 0) machine.undo(from.boot.writes);
  if (common < 0 && count >= 0) machine.redo(run.boot.writes);
  for (let i = Math.max(common, 0); i < count; i++) machine.redo(run.executions[i]!.writes);
  workshop.run = run;
  workshop.position = count;
}

/** How many commands at the start of two runs have written the same; -1 where not even the worlds before are the same. */
function commonStart(a: Run, positionOfA: number, b: Run, positionOfB: number): number {
  if (a.boot !== b.boot) return -1;
  const most = Math.min(positionOfA, positionOfB);
  let common = 0;
  while (common < most && a.executions[common]!.writes === b.executions[common]!.writes) common++;
  return common;
}

/** A run of which nothing has happened yet, on a machine that stands there. */
function begin(workshop: Workshop, initial: World, boot: Trail, executions: Execution[]): Run {
  const run = { initial, boot, executions, workshop, worlds: new Map<number, World>() };
  workshop.run = run;
  workshop.position = executions.length;
  return run;
}

/** Executes commands from nothing. */
export function run(initial: World, plan: readonly Planned[]): Run {
  const machine = new Machine();
  const boot = machine.load(initial);
  machine.redo(boot.writes);
  const executions: Execution[] = [];
  const workshop = { machine } as Workshop;
  const begun = begin(workshop, initial, boot, executions);
  for (const { host, command } of plan) {
    const clock = (executions.length + 1) * tick;
    const { answer, trail } = machine.execute(host, command, clock);
    machine.redo(trail.writes);
    executions.push({ host, command, result: answer, clock, reads: trail.reads, writes: trail.writes });
    workshop.position++;
  }
  return begun;
}

/** Which cells hold something else than at this point of the earlier run, and what they held. */
class Differences {
  readonly #held = new Map<Cell, unknown>();

  get none(): boolean {
    return this.#held.size === 0;
  }

  #add(cell: Cell, held: unknown): void {
    if (!this.#held.has(cell)) {
      cell.differs = 1;
      cell.table.whole.differs++;
    }
    this.#held.set(cell, held);
  }

  #remove(cell: Cell): void {
    if (!this.#held.delete(cell)) return;
    cell.differs = 0;
    cell.table.whole.differs--;
  }

  /** This run has written. */
  wrote({ cell, before, after }: Write): void {
    if (cell.differs === 0) this.#add(cell, before);
    else if (this.#held.get(cell) === after) this.#remove(cell);
  }

  /** The earlier run had written. */
  hadWritten({ cell, after }: Write): void {
    if (cell.value === after) this.#remove(cell);
    else this.#add(cell, after);
  }

  clear(): void {
    for (const cell of [...this.#held.keys()]) this.#remove(cell);
  }
}

/** As `run`, and takes from an earlier run what still holds. The earlier run stays as it is. */
export function runAgain(earlier: Run, initial: World, plan: readonly Planned[]): Run {
  const { executions: before, workshop } = earlier;
  const { head, tail } = untouched(before, plan);
  const [endBefore, end] = [before.length - tail, plan.length - tail];
  const clocks = room(before[head - 1]?.clock ?? 0, before[endBefore]?.clock, end - head);
  if (!clocks) return run(initial, plan);
  const again = new Again(workshop);
  try {
    const sameStart = initial === earlier.initial;
    const executions = sameStart ? before.slice(0, head) : [];
    move(workshop, earlier, sameStart ? head : -1);
    const boot = sameStart ? earlier.boot : again.boot(earlier.boot, initial);
    const begun = begin(workshop, initial, boot, executions);
    if (sameStart) for (const [count, world] of earlier.worlds) if (count <= head) begun.worlds.set(count, world);

    for (let i = executions.length; i < head; i++) again.follow(executions, plan[i]!, before[i]!);
    const paired = end === endBefore;
    if (!paired) again.leaveOut(before, head, endBefore);
    for (let i = head; i < end; i++) {
      const known = paired ? before[i]! : undefined;
      if (known && samePlan(known, plan[i]!)) again.follow(executions, plan[i]!, known);
      else again.execute(executions, plan[i]!, known?.clock ?? clocks(i - head), known);
    }
    let rest = endBefore;
    for (; rest < before.length && !again.differences.none; rest++)
      again.follow(executions, plan[executions.length]!, before[rest]!);
    if (again.differences.none) {
      const shift = executions.length - rest;
      for (const [count, world] of earlier.worlds)
        if (count >= rest && count > 0) begun.worlds.set(count + shift, world);
      for (; rest < before.length; rest++) executions.push(before[rest]!);
    }
    return begun;
  } finally {
    again.differences.clear();
  }
}

const hasChanged = ({ differs }: Cell): boolean => differs > 0;

/** The steps of a second run. */
class Again {
  readonly differences = new Differences();
  readonly #workshop: Workshop;

  constructor(workshop: Workshop) {
    this.#workshop = workshop;
  }

  /** Another initial world in the place of the earlier one. */
  boot(known: Trail, initial: World): Trail {
    return { reads: [], writes: this.#settle(this.#workshop.machine.load(initial).writes, known.writes) };
  }

  /** The commands of the earlier run that are no longer there. */
  leaveOut(before: readonly Execution[], from: number, to: number): void {
    for (let i = from; i < to; i++) for (const write of before[i]!.writes) this.differences.hadWritten(write);
  }

  execute(executions: Execution[], { host, command }: Planned, clock: number, known: Execution | undefined): void {
    const { answer, trail } = this.#workshop.machine.execute(host, command, clock);
    const result = known && equal(known.result, answer) ? known.result : answer;
    const writes = this.#settle(trail.writes, known?.writes ?? []);
    executions.push({ host, command, result, clock, reads: trail.reads, writes });
    this.#workshop.position++;
  }

  /** The same command as before: repeated, or where it would find something changed executed. */
  follow(executions: Execution[], planned: Planned, known: Execution): void {
    const { reads, writes } = known;
    if (reads.some(hasChanged)) {
      this.execute(executions, planned, known.clock, known);
      return;
    }
    const repeated = writes.some(({ cell }) => cell.differs > 0) ? this.#overwrite(writes) : writes;
    this.#workshop.machine.redo(repeated);
    const same = repeated === writes && planned.command === known.command;
    executions.push(same ? known : { ...known, command: planned.command, writes: repeated });
    this.#workshop.position++;
  }

  /** The same writes where the cells hold something else now. */
  #overwrite(writes: readonly Write[]): readonly Write[] {
    return writes.map((write) => {
      const { cell, after } = write;
      if (cell.differs === 0) return write;
      const before = cell.value;
      cell.table.put(cell, after);
      this.differences.hadWritten(write);
      return { cell, before, after };
    });
  }

  /** Writes, and puts the objects of an earlier execution in the place of equal ones. */
  #settle(writes: readonly Write[], known: readonly Write[]): readonly Write[] {
    const settled = writes.map((write) => {
      // What differed before is taken to differ still: comparing it would cost more than it could save.
      const old = write.cell.differs === 0 && known.find(({ cell }) => cell === write.cell);
      return old && equal(old.after, write.after) ? { ...write, after: old.after } : write;
    });
    this.#workshop.machine.redo(settled);
    for (const write of settled) this.differences.wrote(write);
    for (const write of known) this.differences.hadWritten(write);
    return settled;
  }
}

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

/** Clocks for commands between two others; undefined where there is no room for so many. */
function room(from: number, to: number | undefined, count: number): ((index: number) => number) | undefined {
  const step = to === undefined ? tick : Math.min(tick, Math.floor((to - from) / (count + 1)));
  return step < shortestTick ? undefined : (index) => from + (index + 1) * step;
}
