/** How large a card is, and where its parts are on it. */
import { moved, type Rect, rowLength, type Size } from './geometry.ts';
import {
  DETAIL_HEIGHT,
  ICON_ROOM,
  PADDING,
  PILL_HEIGHT,
  type Pill,
  SMALL_HEIGHT,
  TITLE_HEIGHT,
  type Unit,
} from './scene.ts';

const PILL_GAP = 8;
const PORT_ROW_GAP = 5;

/** A unit's size and what lies where on it, once it is known which bars lie below it. */
export interface UnitShape extends Size {
  /** Relative to the unit's top left corner: its pills and its members with theirs. */
  readonly parts: ReadonlyMap<string, Rect>;
}

/** Pills sit astride the upper border, or the lower one when what they are linked to lies below. */
export function shapeUnit(unit: Unit, isBelow: (bar: string) => boolean): UnitShape {
  const lower = unit.pills.filter((pill) => pill.bars.length > 0 && pill.bars.every(isBelow));
  const upper = unit.pills.filter((pill) => !lower.includes(pill));
  const members = unit.members.map((member) => ({ member, shape: shapeUnit(member, isBelow) }));
  const membersWidth = rowLength(
    members.map(({ shape }) => shape.width),
    PADDING,
  );
  const membersHeight = Math.max(0, ...members.map(({ shape }) => shape.height));
  const text = Math.max(ICON_ROOM + unit.title.width, ...unit.details.map(({ width }) => width));
  const inner = Math.max(
    text,
    membersWidth,
    rowWidth(upper),
    rowWidth(lower),
    unit.kind === 'container' ? 84 : 0,
    ...unit.ports.map(({ width }) => width),
  );
  const width = Math.ceil(2 * PADDING + inner);
  const textTop = textOffset(upper);
  const textBottom = textTop + TITLE_HEIGHT + DETAIL_HEIGHT * unit.details.length;
  const portRows = rowsOf(unit.ports, inner);
  const portsTop = textBottom + PORT_ROW_GAP;
  const portsBottom = portRows.length === 0 ? textBottom : portsTop + portRows.length * (PILL_HEIGHT + PORT_ROW_GAP);
  const membersTop = portsBottom + (members.length > 0 ? 6 : 0);
  const lowerRoom = lower.length > 0 ? PADDING + PILL_HEIGHT / 2 - 4 + smallRoom(lower) : PADDING - 2;
  const height = membersTop + membersHeight + lowerRoom;

  const parts = new Map<string, Rect>();
  const putRow = (pills: readonly Pill[], y: number): void => {
    let x = Math.round((width - rowWidth(pills)) / 2);
    for (const pill of pills) {
      parts.set(pill.id, { x, y, width: pill.width, height: pill.height });
      x += pill.width + PILL_GAP;
    }
  };
  putRow(upper, -PILL_HEIGHT / 2);
  putRow(lower, height - PILL_HEIGHT / 2);
  portRows.forEach((row, i) => {
    putRow(row, portsTop + i * (PILL_HEIGHT + PORT_ROW_GAP));
  });
  let x = Math.round((width - membersWidth) / 2);
  for (const { member, shape } of members) {
    const at = { x, y: membersTop };
    parts.set(member.id, { ...at, width: shape.width, height: membersHeight });
    for (const [id, rect] of shape.parts) parts.set(id, moved(rect, at));
    x += shape.width + PADDING;
  }
  return { width, height, parts };
}

/** As many side by side as there is room for. */
function rowsOf(pills: readonly Pill[], room: number): Pill[][] {
  const rows: Pill[][] = [];
  for (const pill of pills) {
    const row = rows.at(-1);
    if (row === undefined || rowWidth([...row, pill]) > room) rows.push([pill]);
    else row.push(pill);
  }
  return rows;
}

/** What is in small letters stands beside the pill, on the card. */
const smallRoom = (pills: readonly Pill[]): number =>
  pills.some(({ small }) => small !== undefined) ? SMALL_HEIGHT : 0;

/** The title's distance from a card's upper border, below the pills that sit on that. */
export const textOffset = (upper: readonly Pill[]): number =>
  upper.length > 0 ? PILL_HEIGHT / 2 + 5 + smallRoom(upper) : PADDING - 2;

const rowWidth = (pills: readonly Pill[]): number =>
  rowLength(
    pills.map(({ width }) => width),
    PILL_GAP,
  );
