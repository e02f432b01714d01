/** A graph laid out without a page: what the writers of image files start from. */
import type { ElementDefinition } from 'cytoscape';
import type { TopologyGraph } from '../../language-server/protocol.ts';
import type { Drawable } from '../drawable.ts';
import { elementsOf } from '../elements.ts';
import { indexGraph } from '../graph.ts';
import type { Arrangement } from '../layout/arrangement.ts';
import { enclosing, grow, type Point, type Rect } from '../layout/geometry.ts';
import { layOut } from '../layout/layout.ts';
import { routesOf } from '../layout/routes.ts';
import { type Measure, readScene } from '../layout/scene.ts';
import { finish } from '../work.ts';

const MARGIN = 24;

export interface DrawnTopology {
  readonly elements: readonly ElementDefinition[];
  /** Everything, with a margin. */
  readonly bounds: Rect;
}

/** What is drawn, ready for a file. */
export function drawnOf(drawables: readonly Drawable[], { rects }: Arrangement): DrawnTopology {
  const bounds = enclosing(rects.values()) ?? { x: 0, y: 0, width: 0, height: 0 };
  return { elements: drawables.map(({ element }) => element()), bounds: grow(bounds, MARGIN) };
}

export function drawTopology(graph: TopologyGraph, measure: Measure): DrawnTopology {
  const index = finish(indexGraph(graph));
  const scene = finish(readScene(index, measure));
  const arrangement = finish(layOut(scene));
  const drawables = finish(elementsOf(index, scene, arrangement, finish(routesOf(scene, arrangement)), measure));
  return drawnOf(drawables, arrangement);
}

/** An edge's way from its source to its target; the points between are bends or, on a curve, control points. */
export function edgePoints(
  edge: ElementDefinition,
  centreOf: ReadonlyMap<string, Point>,
): readonly [Point, ...Point[]] | undefined {
  const [source, target] = [centreOf.get(String(edge.data.source)), centreOf.get(String(edge.data.target))];
  if (source === undefined || target === undefined) return undefined;
  const start = plus(source, numbers(edge.data.from));
  const end = plus(target, numbers(edge.data.to));
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const length = Math.hypot(dx, dy) || 1;
  const distances = numbers(edge.data.distances);
  const bends = numbers(edge.data.weights).map((weight, i): Point => {
    const aside = (distances[i] ?? 0) / length;
    return { x: start.x + weight * dx - aside * dy, y: start.y + weight * dy + aside * dx };
  });
  return [start, ...bends, end];
}

/** The middle of every node. */
export const centres = (elements: readonly ElementDefinition[]): ReadonlyMap<string, Point> =>
  new Map(elements.flatMap(({ data, position }) => (position ? [[String(data.id), position] as const] : [])));

/** `1.5px -2px`, `0.1 0.9`: the numbers of it. */
const numbers = (text: unknown): readonly number[] =>
  String(text ?? '')
    .split(' ')
    .filter(Boolean)
    .map(Number.parseFloat);

const plus = ({ x, y }: Point, [dx = 0, dy = 0]: readonly number[]): Point => ({ x: x + dx, y: y + dy });
