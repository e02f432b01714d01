/**
 * Arrangement → what is drawn, for Cytoscape. Every box is a flat node of the size that the layout gave it, in place of
 * Cytoscape's compound nodes, whose sizes follow from their children and not from a layout. A line of text under a
 * title and the name of a way out are nodes of their own, deaf to the mouse. An icon that warns is one, too, and answers
 * for the node that it is about.
 */
import type { ElementDefinition } from 'cytoscape';
import type { TopologyEdge, TopologyNode } from '../language-server/protocol.ts';
import type { Drawable } from './drawable.ts';
import { foldedIn } from './filter/visible-graph.ts';
import type { GraphIndex } from './graph.ts';
import type { Arrangement } from './layout/arrangement.ts';
import { bottom, centreX, centreY, enclosing, Occupancy, type Point, type Rect } from './layout/geometry.ts';
import { TONES } from './layout/layout.ts';
import type { Line } from './layout/line.ts';
import { curveControls, type Route, type Routes } from './layout/routes.ts';
import {
  BAR_HEIGHT,
  type Bar,
  DETAIL_HEIGHT,
  ICON_ROOM,
  type Level,
  type Measure,
  PADDING,
  type Pill,
  ROUTER_HEIGHT,
  type Router,
  type Scene,
  SMALL_HEIGHT,
  TITLE_HEIGHT,
  type Unit,
} from './layout/scene.ts';
import { textOffset } from './layout/unit-shape.ts';
import { type Work, walked } from './work.ts';

/** Separates a node's id from what is drawn on it; NUL is in no name. */
const PART = '\u0000';
const PORT_ICON_SHIFT = 8;
const BADGE = 18;
const ROUTER_ICON = 14;
/** The bridge's end of a veth pair. */
const PORT = 10;
const PORT_NAME = { width: 22, height: 9 };

/** The graph's node or edge that an element belongs to. */
export const ownerOf = (elementId: string): string => elementId.split(PART)[0]!;

/** Nodes first: an edge needs its ends. */
export function* elementsOf(
  graph: GraphIndex,
  scene: Scene,
  arrangement: Arrangement,
  route: Routes,
  measure: Measure,
  level: Level = 'logical',
): Work<Drawable[]> {
  const drawables: Drawable[] = [];
  const draw = new Drawing(graph, arrangement, drawables, level);
  for (const host of scene.hosts) {
    draw.frame(host.id, host.title, host.details);
    for (const bar of host.bars) draw.bar(bar);
    yield* walked(host.units, (unit) => draw.unit(unit));
    yield* walked(host.pills, (pill) => draw.pill(pill));
    if (host.router !== undefined) draw.router(host.router);
  }
  for (const unit of scene.units) draw.unit(unit);
  for (const bar of scene.bars) draw.bar(bar);
  yield* walked(graph.edges.values(), (edge) => {
    const path = route(edge);
    if (path !== undefined) draw.edge(edge, path, measure);
  });
  return drawables;
}

class Drawing {
  private readonly ports = new Set<string>();
  /** The networks that what does not run goes back to. */
  private readonly awaited: ReadonlySet<string>;
  private readonly portNames = new Occupancy();

  constructor(
    private readonly graph: GraphIndex,
    private readonly arrangement: Arrangement,
    private readonly drawables: Drawable[],
    private readonly level: Level,
  ) {
    this.awaited = new Set([...graph.nodes.values()].flatMap(({ attachedTo = [] }) => attachedTo));
  }

  frame(id: string, title: Line, details: Line): void {
    const rect = this.rect(id);
    const y = rect.y + PADDING + 4 + TITLE_HEIGHT / 2;
    const x = rect.x + PADDING + ICON_ROOM;
    this.box(id, rect, title, { x: x + title.width / 2, y }, { x: rect.x + PADDING, y }, undefined);
    this.text(`${id}${PART}0`, details, { x: x + title.width + 2 * PADDING + details.width / 2, y }, 'onFrame');
    this.badge(id, rect);
  }

  bar(bar: Bar): void {
    const rect = this.rect(bar.id);
    const y = rect.y + BAR_HEIGHT / 2;
    const x = rect.x + PADDING + ICON_ROOM;
    const tonedAs = this.isUsed(bar.id) ? bar.id : undefined;
    this.box(bar.id, rect, bar.title, { x: x + bar.title.width / 2, y }, { x: rect.x + PADDING, y }, tonedAs);
    this.text(`${bar.id}${PART}0`, bar.details, { x: x + bar.title.width + 2 * PADDING + bar.details.width / 2, y });
    this.badge(bar.id, rect);
  }

  unit(unit: Unit): void {
    const rect = this.rect(unit.id);
    const top = rect.y + textOffset(unit.pills.filter(({ id }) => this.rect(id).y < rect.y));
    const left = centreX(rect) - (ICON_ROOM + unit.title.width) / 2;
    const y = top + TITLE_HEIGHT / 2;
    this.box(unit.id, rect, unit.title, { x: left + ICON_ROOM + unit.title.width / 2, y }, { x: left, y }, undefined);
    unit.details.forEach((line, i) => {
      const at = { x: centreX(rect), y: top + TITLE_HEIGHT + DETAIL_HEIGHT * (i + 0.5) };
      this.text(`${unit.id}${PART}${i}`, line, at);
    });
    for (const member of unit.members) this.unit(member);
    for (const pill of unit.pills) this.pill(pill, rect);
    for (const port of unit.ports) this.pill(port, rect);
    this.badge(unit.id, rect);
  }

  /** @param card what it is on, which has what is in small letters */
  pill(pill: Pill, card?: Rect): void {
    const rect = this.rect(pill.id);
    const isPort = this.node(pill.id).kind === 'published-port';
    const text = { x: centreX(rect) + (isPort ? PORT_ICON_SHIFT : 0), y: centreY(rect) };
    this.box(pill.id, rect, pill.line, text, { x: rect.x + PORT_ICON_SHIFT, y: centreY(rect) }, pill.bars[0]);
    if (pill.small === undefined || card === undefined) return;
    const y = rect.y < card.y ? bottom(rect) + SMALL_HEIGHT / 2 : rect.y - SMALL_HEIGHT / 2;
    this.text(`${pill.id}${PART}0`, { text: pill.small, width: rect.width }, { x: centreX(rect), y }, 'small');
  }

  router({ id, title, details }: Router): void {
    const rect = this.rect(id);
    const y = rect.y + ROUTER_HEIGHT / 2;
    const icon = title.width === 0 ? { x: centreX(rect) - ROUTER_ICON / 2, y } : { x: rect.x + PADDING, y };
    this.box(id, rect, title, { x: icon.x + ICON_ROOM + title.width / 2, y }, icon, undefined);
    details.forEach((line, i) => {
      const at = { x: rect.x + PADDING + line.width / 2, y: rect.y + ROUTER_HEIGHT + DETAIL_HEIGHT * (i + 0.5) };
      this.text(`${id}${PART}${i}`, line, at);
    });
  }

  edge(edge: TopologyEdge, route: Route, measure: Measure): void {
    const bar = [edge.source, edge.target].find((id) => this.arrangement.tones.has(id));
    const [start, end] = [route.points[0]!, route.points.at(-1)!];
    const tone = this.tone(bar);
    this.drawables.push({
      id: edge.id,
      kind: edge.kind,
      tone,
      bounds: enclosing(route.points.map((point) => ({ ...point, width: 0, height: 0 })))!,
      route,
      ends: [edge.source, edge.target],
      element: () => this.edgeElement(edge, route, tone),
    });
    if (this.level === 'physical' && edge.kind === 'veth')
      this.port(edge, end, end.y < start.y ? 'lower' : 'upper', tone);
    if (edge.kind !== 'uplink' || edge.label === undefined) return;
    const width = measure(edge.label, 'detail');
    this.text(
      `${edge.id}${PART}0`,
      { text: edge.label, width },
      { x: start.x + 6 + width / 2, y: start.y - 12 },
      'onFrame',
    );
  }

  private edgeElement(edge: TopologyEdge, { shape, points }: Route, tone: number | undefined): ElementDefinition {
    const [start, end] = [points[0]!, points.at(-1)!];
    const bends = shape === 'line' ? points.slice(1, -1) : curveControls(start, end);
    const { weights, distances } = relativeTo(start, end, bends);
    return {
      group: 'edges',
      data: {
        id: edge.id,
        source: edge.source,
        target: edge.target,
        from: offset(start, this.rect(edge.source)),
        to: offset(end, this.rect(edge.target)),
        weights,
        distances,
      },
      classes: [edge.kind, toneClass(tone), shape === 'curve' ? 'curve' : bends.length > 0 ? 'bent' : 'straight'].join(
        ' ',
      ),
    };
  }

  /** Where the other end of a veth pair is plugged into the bridge, on one of its borders. */
  private port(edge: TopologyEdge, at: Point, border: 'lower' | 'upper', tone: number | undefined): void {
    // Cables that share a trunk end at one place.
    const key = `${at.x} ${at.y}`;
    if (this.ports.has(key)) return;
    this.ports.add(key);
    const id = `${edge.id}${PART}port`;
    this.drawables.push({
      id,
      kind: 'text',
      tone,
      bounds: around(at, PORT, PORT),
      element: () => ({
        group: 'nodes',
        data: { id, width: PORT, height: PORT },
        position: { ...at },
        classes: `port ${toneClass(tone)}`,
      }),
    });
    // Below it stays clear of what published ports lead to, on the other side of the cable.
    const [side, away] = border === 'lower' ? [-1, 1] : [1, -1];
    const place = {
      x: at.x + side * (PORT / 2 + 2 + PORT_NAME.width / 2),
      y: at.y + away * (PORT / 2 + PORT_NAME.height / 2),
    };
    const room = around(place, PORT_NAME.width, DETAIL_HEIGHT);
    // Where cables come close to each other, one name does for both.
    if (!this.portNames.isFree(room)) return;
    this.portNames.add(room);
    this.text(`${edge.id}${PART}0`, { text: 'veth', width: PORT_NAME.width }, place, 'port-name');
  }

  /** A network that nothing is on, as a host's own bridge often is, has no colour: it is there, and no more. */
  private isUsed(network: string): boolean {
    const isPlugged = (this.graph.links.get(network) ?? []).some(
      ({ source }) => this.graph.nodes.get(source)?.kind === 'interface',
    );
    return isPlugged || this.awaited.has(network) || foldedIn(this.node(network)) > 0;
  }

  private rect(id: string): Rect {
    return this.arrangement.rects.get(id)!;
  }

  private node(id: string): TopologyNode {
    return this.graph.nodes.get(id)!;
  }

  private tone(bar: string | undefined): number | undefined {
    const tone = bar === undefined ? undefined : this.arrangement.tones.get(bar);
    return tone === undefined ? undefined : tone % TONES;
  }

  /** @param tonedAs the network whose colour it has */
  private box(id: string, rect: Rect, title: Line, text: Point, icon: Point, tonedAs: string | undefined): void {
    const node = this.node(id);
    const tone = this.tone(tonedAs);
    this.drawables.push({
      id,
      kind: node.kind,
      tone,
      bounds: rect,
      element: () => ({
        group: 'nodes',
        data: {
          id,
          label: title.text,
          width: rect.width,
          height: rect.height,
          textX: text.x - centreX(rect),
          textY: text.y - centreY(rect),
          iconX: icon.x - rect.x,
          iconY: icon.y - rect.y,
        },
        position: { x: centreX(rect), y: centreY(rect) },
        classes: [
          node.kind,
          toneClass(tone),
          ...(node.status === undefined ? [] : [node.status]),
          ...(node.driver === undefined ? [] : [`driver-${node.driver.replace(/\W/g, '-')}`]),
          ...(node.problem === undefined ? [] : [node.problem.severity]),
        ].join(' '),
      }),
    });
  }

  private text(id: string, line: Line, at: Point, ground = ''): void {
    if (line.width === 0) return;
    this.drawables.push({
      id,
      kind: 'text',
      tone: undefined,
      bounds: around(at, line.width, DETAIL_HEIGHT),
      element: () => ({
        group: 'nodes',
        data: { id, label: line.text, width: line.width, height: DETAIL_HEIGHT },
        position: { ...at },
        classes: `text ${ground}`.trimEnd(),
      }),
    });
  }

  /** The worst finding, at the upper right corner. */
  private badge(id: string, rect: Rect): void {
    const { problem } = this.node(id);
    if (problem === undefined) return;
    // Mostly on the card, so that cables that pass beside it are clear of it.
    const at = { x: rect.x + rect.width - 3, y: rect.y };
    this.drawables.push({
      id: `${id}${PART}badge`,
      kind: 'badge',
      tone: undefined,
      severity: problem.severity,
      bounds: around(at, BADGE, BADGE),
      element: () => ({
        group: 'nodes',
        data: { id: `${id}${PART}badge`, width: BADGE, height: BADGE },
        position: at,
        classes: `badge ${problem.severity}`,
      }),
    });
  }
}

const toneClass = (tone: number | undefined): string => (tone === undefined ? 'plain' : `tone${tone}`);

const around = ({ x, y }: Point, width: number, height: number): Rect => ({
  x: x - width / 2,
  y: y - height / 2,
  width,
  height,
});

/** Cytoscape wants bends as shares of the way from start to end, and distances from that way. */
function relativeTo(start: Point, end: Point, bends: readonly Point[]): { weights: string; distances: string } {
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const length = Math.hypot(dx, dy) || 1;
  const parts = bends.map(({ x, y }) => ({ x: x - start.x, y: y - start.y }));
  return {
    weights: parts.map(({ x, y }) => ((x * dx + y * dy) / length ** 2).toFixed(5)).join(' '),
    distances: parts.map(({ x, y }) => ((y * dx - x * dy) / length).toFixed(2)).join(' '),
  };
}

/** An end of an edge as Cytoscape wants it: relative to the middle of the node. */
const offset = (point: Point, rect: Rect): string =>
  `${(point.x - centreX(rect)).toFixed(2)}px ${(point.y - centreY(rect)).toFixed(2)}px`;
