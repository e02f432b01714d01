/** Everything that is drawn, apart from who draws it: Cytoscape what can be read, the sketch the rest. */
import type { ElementDefinition } from 'cytoscape';
import type { TopologyEdgeKind, TopologyNodeKind } from '../language-server/protocol.ts';
import { bottom, overlap, type Rect, right } from './layout/geometry.ts';
import type { Route } from './layout/routes.ts';
import { append } from './lists.ts';

export interface Drawable {
  readonly id: string;
  readonly kind: TopologyNodeKind | TopologyEdgeKind | 'text' | 'badge';
  /** The colour of the network that it is or belongs to, or what a badge says. */
  readonly tone: number | undefined;
  readonly severity?: 'error' | 'warning' | 'information';
  /** For Cytoscape, which gets few of a large picture. */
  readonly element: () => ElementDefinition;
  /** What it lies in; of an edge, its whole way. */
  readonly bounds: Rect;
  /** Of an edge: the boxes that it joins, and its way. */
  readonly ends?: readonly [source: string, target: string];
  readonly route?: Route;
}

export const isEdge = ({ route }: Drawable): boolean => route !== undefined;

const CELL = 1024;
/** What lies in more cells is kept apart. */
const MANY = 32;

/** Finds boxes by place. */
export class Places {
  private readonly cells = new Map<string, Drawable[]>();
  private readonly large: Drawable[] = [];

  add(box: Drawable): void {
    const keys = cellsOf(box.bounds);
    if (keys.length > MANY) this.large.push(box);
    else for (const key of keys) append(this.cells, key, box);
  }

  /** Those that touch an area, each once. */
  within(area: Rect): Set<Drawable> {
    const near = cellsOf(area).flatMap((key) => this.cells.get(key) ?? []);
    return new Set([...this.large, ...near].filter(({ bounds }) => overlap(bounds, area)));
  }
}

function cellsOf(rect: Rect): string[] {
  const keys: string[] = [];
  for (let x = Math.floor(rect.x / CELL); x * CELL < right(rect); x++) {
    for (let y = Math.floor(rect.y / CELL); y * CELL < bottom(rect); y++) keys.push(`${x},${y}`);
  }
  return keys;
}
