/**
 * The inside of one host from scratch. Networks that share containers hang below one another as a tree: a bar, below
 * it the units that are on it alone, and between it and the next bars the units that are on both. So a cable is nearly
 * always one vertical line. Trees stand side by side on shelves; units without a network have a shelf place of their
 * own. Everything is linear in nodes and links but for sorting.
 */
import { inNaturalOrder } from '../natural-order.ts';
import { type Work, walked } from '../work.ts';
import type { Arrangement } from './arrangement.ts';
import { clamp, moved, type Point, rowLength, type Size } from './geometry.ts';
import { BAR_HEIGHT, type Bar, type HostScene, type Unit } from './scene.ts';
import { shapeUnit, type UnitShape } from './unit-shape.ts';

export const UNIT_GAP = 20;
/** From a bar to the units below it: room for a pill and a readable piece of cable. */
export const BAR_TO_UNITS = 44;
export const UNITS_TO_BAR = 48;
export const ROW_GAP = 48;
const TRUNK_ROOM = 22;
const COMPONENT_GAP = 40;
/** From the lane above a shelf to the shelf. */
export const LANE_TO_SHELF = 22;
const SHELF_GAP = 56;
const ASPECT = 1.7;
/** Chains of networks that are longer are folded. */
const MAX_DEPTH = 100;

/** Places bars and units of a host with the upper left corner of the first shelf at the origin `at`. */
export function* arrangeHost(host: HostScene, at: Point, busY: number, into: Arrangement): Work<Size> {
  const blocks = [...(yield* growTrees(host)), ...loneUnits(host)];
  const area = blocks.reduce((total, block) => total + (block.width + COMPONENT_GAP) * (block.height + SHELF_GAP), 0);
  const target = Math.max(Math.sqrt(area * ASPECT), ...blocks.map(({ width }) => width));
  let [x, y, shelfHeight, width] = [0, 0, 0, 0];
  for (const block of blocks) {
    if (x > 0 && x + block.width > target) {
      y += shelfHeight + SHELF_GAP;
      x = 0;
      shelfHeight = 0;
    }
    const lane = y === 0 ? busY : at.y + y - LANE_TO_SHELF;
    yield* block.place({ x: at.x + x, y: at.y + y }, lane, into);
    x += block.width + COMPONENT_GAP;
    width = Math.max(width, x - COMPONENT_GAP);
    shelfHeight = Math.max(shelfHeight, block.height);
  }
  return { width, height: y + shelfHeight };
}

/** Something that stands on a shelf. */
interface Block extends Size {
  place(at: Point, lane: number, into: Arrangement): Work<void>;
}

interface Tree {
  readonly bar: Bar;
  readonly depth: number;
  readonly leaves: Unit[];
  readonly children: Branch[];
}

interface Branch {
  readonly tree: Tree;
  /** The units on both bars. */
  readonly joints: Unit[];
}

function* growTrees(host: HostScene): Work<Block[]> {
  const bars = new Map(sorted(host.bars).map((bar) => [bar.id, bar]));
  const onBar = new Map<string, Unit[]>([...bars.keys()].map((id) => [id, []]));
  yield* walked(sorted(host.units), (unit) => {
    for (const bar of unit.bars) onBar.get(bar)?.push(unit);
  });
  const trees = new Map<string, Tree>();
  const placed = new Set<Unit>();
  const blocks: Block[] = [];
  for (const id of bars.keys()) {
    // More than once where a tree was cut off for its depth and left this bar behind.
    while (!trees.has(id)) {
      const root = chooseRoot(componentOf(id, onBar, trees), onBar);
      const tree = yield* growTree(bars.get(root)!, bars, onBar, trees, placed);
      blocks.push(yield* treeBlock(tree, (bar) => trees.get(bar)?.depth));
    }
  }
  return blocks;
}

/** The bars that can be reached from one over shared units, `done` ones left out. */
function componentOf(
  bar: string,
  onBar: ReadonlyMap<string, readonly Unit[]>,
  done: ReadonlyMap<string, unknown>,
): string[] {
  const found = new Set([bar]);
  for (const each of found) {
    for (const unit of onBar.get(each)!) {
      for (const other of unit.bars) if (onBar.has(other) && !done.has(other)) found.add(other);
    }
  }
  return [...found];
}

/** The bar that most traffic comes in by; else the one with most units; else the first. */
function chooseRoot(component: readonly string[], onBar: ReadonlyMap<string, readonly Unit[]>): string {
  const score = (bar: string): readonly [number, number] => {
    const units = onBar.get(bar)!;
    const entries = units.filter(({ pills }) => pills.some((pill) => pill.isEntry && pill.bars.includes(bar)));
    return [entries.length, units.length];
  };
  return component
    .map((bar) => ({ bar, score: score(bar) }))
    .reduce((best, each) => (isBetter(each.score, best.score) ? each : best)).bar;
}

const isBetter = (a: readonly [number, number], b: readonly [number, number]): boolean =>
  a[0] !== b[0] ? a[0] > b[0] : a[1] > b[1];

/** Breadth first, so that every bar is as near the root as it can be. Notes each bar's tree and each placed unit. */
function* growTree(
  root: Bar,
  bars: ReadonlyMap<string, Bar>,
  onBar: ReadonlyMap<string, readonly Unit[]>,
  trees: Map<string, Tree>,
  placed: Set<Unit>,
): Work<Tree> {
  const branches = new Map<string, Branch & { readonly parent: string | undefined }>();
  const grow = (bar: Bar, depth: number, parent?: string): Branch => {
    const branch = { tree: { bar, depth, leaves: [], children: [] }, joints: [], parent };
    branches.set(bar.id, branch);
    trees.set(bar.id, branch.tree);
    return branch;
  };
  const { tree: result } = grow(root, 0);
  for (const [id, { tree }] of branches) {
    for (const unit of onBar.get(id)!) {
      if (placed.has(unit)) continue;
      placed.add(unit);
      const others = unit.bars.filter((bar) => bar !== id && bars.has(bar));
      for (const other of others) {
        if (!trees.has(other) && tree.depth < MAX_DEPTH) {
          tree.children.push(grow(bars.get(other)!, tree.depth + 1, id));
        }
      }
      const below = others.map((other) => branches.get(other)).find((branch) => branch?.parent === id);
      (below === undefined ? tree.leaves : below.joints).push(unit);
    }
    yield;
  }
  return result;
}

interface Grid extends Size {
  place(at: Point, into: Arrangement): Work<void>;
}

/**
 * Rows of units, the longer the more tiers the tree has, so that the picture is not all height. Rows after the first
 * have their cables led to a trunk at the left, joints to one at the right too.
 */
function gridOf(units: readonly Unit[], isBelow: (bar: string) => boolean, joints: boolean, tiers = 1): Grid {
  if (units.length === 0) return { width: 0, height: 0, *place() {} };
  const cells = units.map((unit) => ({ unit, shape: shapeUnit(unit, isBelow) }));
  const columns = units.length <= 5 ? units.length : Math.ceil(Math.sqrt(units.length * (1.2 + 0.4 * tiers)));
  const rows = Math.ceil(units.length / columns);
  const widths = new Array<number>(columns).fill(0);
  const heights = new Array<number>(rows).fill(0);
  cells.forEach(({ shape }, i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    widths[column] = Math.max(widths[column]!, shape.width);
    heights[row] = Math.max(heights[row]!, shape.height);
  });
  const left = rows > 1 ? TRUNK_ROOM : 0;
  const width = left + rowLength(widths, UNIT_GAP) + (joints ? left : 0);
  const height = rowLength(heights, ROW_GAP);
  return {
    width,
    height,
    *place(at, into) {
      let y = at.y;
      for (let row = 0; row < rows; row++) {
        let x = at.x + left;
        for (let column = 0; column < columns; column++) {
          const cell = cells[row * columns + column];
          if (cell === undefined) break;
          placeUnit(cell.unit, cell.shape, { x: x + (widths[column]! - cell.shape.width) / 2, y }, into);
          into.trunks.set(cell.unit.id, {
            ...(row > 0 ? { upper: at.x + TRUNK_ROOM / 2 - 4 } : {}),
            ...(joints && row < rows - 1 ? { lower: at.x + width - TRUNK_ROOM / 2 + 4 } : {}),
          });
          x += widths[column]! + UNIT_GAP;
          yield;
        }
        y += heights[row]! + ROW_GAP;
      }
    },
  };
}

/** Writes down a unit and its parts, on whole pixels, which keep their place exactly and are sharp. */
export function placeUnit(unit: Unit, shape: UnitShape, at: Point, into: Arrangement): void {
  const corner = { x: Math.round(at.x), y: Math.round(at.y) };
  into.rects.set(unit.id, { ...corner, width: shape.width, height: shape.height });
  for (const [id, rect] of shape.parts) into.rects.set(id, moved(rect, corner));
}

const tiersOf = (tree: Tree): number => 1 + Math.max(0, ...tree.children.map((child) => tiersOf(child.tree)));

interface TreePlan extends Size {
  readonly tree: Tree;
  readonly leaves: Grid;
  readonly branches: readonly { readonly joints: Grid; readonly plan: TreePlan; readonly width: number }[];
  readonly contentWidth: number;
}

function* planTree(tree: Tree, tiers: number, depthOf: DepthOf, tierHeights: number[]): Work<TreePlan> {
  // Bars of other hosts or of none, such as overlay networks, lie below every host.
  const isBelow = (bar: string): boolean => (depthOf(bar) ?? Number.POSITIVE_INFINITY) > tree.depth;
  const leaves = gridOf(tree.leaves, isBelow, false, tiers);
  const branches: TreePlan['branches'][number][] = [];
  for (const child of tree.children) {
    const joints = gridOf(child.joints, isBelow, true, tiers);
    yield;
    const plan = yield* planTree(child.tree, tiers, depthOf, tierHeights);
    branches.push({ joints, plan, width: Math.max(joints.width, plan.width) });
  }
  const height = Math.max(leaves.height, ...branches.map(({ joints }) => joints.height));
  tierHeights[tree.depth] = Math.max(tierHeights[tree.depth] ?? 0, height);
  const columns = [leaves, ...branches].map(({ width }) => width).filter((width) => width > 0);
  const contentWidth = rowLength(columns, UNIT_GAP);
  return { tree, leaves, branches, contentWidth, width: Math.max(contentWidth, tree.bar.minWidth), height };
}

type DepthOf = (bar: string) => number | undefined;

function* treeBlock(root: Tree, depthOf: DepthOf): Work<Block> {
  const tierHeights: number[] = [];
  const plan = yield* planTree(root, tiersOf(root), depthOf, tierHeights);
  const tops: number[] = [];
  let y = 0;
  for (const height of tierHeights) {
    tops.push(y);
    y += BAR_HEIGHT + (height > 0 ? BAR_TO_UNITS + height : 0) + UNITS_TO_BAR;
  }
  const gutter = tierHeights.length > 1 ? TRUNK_ROOM : 0;
  return {
    width: gutter + plan.width,
    height: y - UNITS_TO_BAR,
    place: (at, lane, into) => placeTree(plan, at.x + gutter, undefined, { tops, y: at.y, beside: at.x, lane }, into),
  };
}

interface TreeFrame {
  readonly tops: readonly number[];
  readonly y: number;
  readonly beside: number;
  readonly lane: number;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The bar reaches as far as the units that are plugged into it, `above` the ones between it and its parent. */
function* placeTree(
  plan: TreePlan,
  x: number,
  above: Span | undefined,
  frame: TreeFrame,
  into: Arrangement,
): Work<void> {
  const { tree, leaves, branches } = plan;
  const top = frame.y + frame.tops[tree.depth]!;
  const unitsTop = top + BAR_HEIGHT + BAR_TO_UNITS;
  const plugged = above === undefined ? [] : [above];
  const around = above === undefined ? x + plan.width / 2 : (above.start + above.end) / 2;
  // Leaves alone stand in the middle below what is above them; with branches everything stands in its column.
  const lone = clamp(around - leaves.width / 2, x, x + plan.width - leaves.width);
  let at = Math.round(branches.length === 0 ? lone : x + (plan.width - plan.contentWidth) / 2);
  if (leaves.width > 0) {
    yield* leaves.place({ x: at, y: unitsTop }, into);
    plugged.push({ start: at, end: at + leaves.width });
    at += leaves.width + UNIT_GAP;
  }
  for (const { joints, plan: child, width } of branches) {
    const start = Math.round(at + (width - joints.width) / 2);
    const span = { start, end: start + joints.width };
    yield* joints.place({ x: start, y: unitsTop }, into);
    plugged.push(span);
    yield* placeTree(child, Math.round(at + (width - child.width) / 2), span, frame, into);
    at += width + UNIT_GAP;
  }
  const end = Math.max(...plugged.map((span) => span.end));
  const start = Math.min(...plugged.map((span) => span.start));
  const width = Math.max(tree.bar.minWidth, plugged.length === 0 ? 0 : end - start);
  // In the middle above what is plugged in, but within the tree's own room, which the units above may surpass.
  const first = plugged.length === 0 ? x : Math.min(x, start);
  const last = first + Math.max(0, plan.width - width);
  const left = plugged.length === 0 ? x : Math.floor(clamp((start + end - width) / 2, first, last));
  const reach = plugged.length === 0 ? width : Math.max(width, end - left);
  into.rects.set(tree.bar.id, { x: left, y: top, width: reach, height: BAR_HEIGHT });
  into.ways.set(tree.bar.id, tree.depth === 0 ? { lane: frame.lane } : { lane: frame.lane, beside: frame.beside });
}

/** Units without a network: those in the host's namespace first, then the isolated and the stopped ones. */
function loneUnits(host: HostScene): Block[] {
  const local = new Set(host.bars.map(({ id }) => id));
  const lone = sorted(host.units.filter(({ bars }) => !bars.some((bar) => local.has(bar))));
  return [lone.filter(({ inHost }) => inHost), lone.filter(({ inHost }) => !inHost)]
    .filter((units) => units.length > 0)
    .map((units) => {
      const grid = gridOf(units, () => true, false);
      return { width: grid.width, height: grid.height, place: (at, _lane, into) => grid.place(at, into) };
    });
}

const sorted = <T extends { readonly sortKey: string }>(items: readonly T[]): T[] =>
  inNaturalOrder(items, ({ sortKey }) => [sortKey]);
