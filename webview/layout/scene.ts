/**
 * What is to be placed: the graph read as hosts, bars (networks), units (containers, or namespaces around several) and
 * pills (interfaces, published ports) on their borders, each with the size that its text needs.
 */
import { t } from '../../language-server/l10n.ts';
import type { TopologyNode, TopologyNodeKind } from '../../language-server/protocol.ts';
import type { GraphIndex } from '../graph.ts';
import { append } from '../lists.ts';
import type { Work } from '../work.ts';
import type { Arrangement } from './arrangement.ts';
import { areDocked } from './docking.ts';
import type { Size } from './geometry.ts';
import { ellipsize, type Line } from './line.ts';

/** Networks with what is on them, or namespaces, veth pairs, bridges and routing as the kernel has them. */
export type Level = 'logical' | 'physical';

export type TextStyle = 'title' | 'detail';

/** The width of a line of text in CSS pixels at zoom 1. */
export type Measure = (text: string, style: TextStyle) => number;

/** A label on a border: where a cable is plugged in. */
export interface Pill extends Size {
  readonly id: string;
  readonly line: Line;
  /** In small letters, for those who look closely. */
  readonly small?: string;
  /** The bars that it is linked to. */
  readonly bars: readonly string[];
  /** What a published port leads to. */
  readonly leadsTo?: string;
  /** A published port leads here. */
  readonly isEntry: boolean;
}

export interface Bar {
  readonly id: string;
  readonly title: Line;
  readonly details: Line;
  /** As wide as its text. */
  readonly minWidth: number;
  readonly sortKey: string;
}

/** A card; around several cards when it has members. */
export interface Unit {
  readonly id: string;
  readonly kind: TopologyNodeKind;
  readonly title: Line;
  readonly details: readonly Line[];
  readonly members: readonly Unit[];
  readonly pills: readonly Pill[];
  /** Published ports that lead to it and are drawn on it. */
  readonly ports: readonly Pill[];
  /** The bars that its pills are linked to, each once; of what does not run, those that they would be linked to. */
  readonly bars: readonly string[];
  /** Lives in the host's namespace. */
  readonly inHost: boolean;
  readonly sortKey: string;
}

export interface HostScene {
  readonly id: string;
  readonly title: Line;
  readonly details: Line;
  /** On its upper border: its interfaces, then what is published and not drawn on the units. */
  readonly pills: readonly Pill[];
  /** Its published ports are drawn on what they lead to. */
  readonly isDocked: boolean;
  readonly bars: readonly Bar[];
  readonly units: readonly Unit[];
  /** On the way from the bars to the first interface. */
  readonly router?: Router;
}

/** Below the host's upper border. */
export interface Router extends Size {
  readonly id: string;
  readonly title: Line;
  readonly details: readonly Line[];
  /** The host interface that it stands below. */
  readonly door?: string;
}

export interface Scene {
  /** What no host holds: the outside. */
  readonly units: readonly Unit[];
  readonly hosts: readonly HostScene[];
  /** Networks that span hosts. */
  readonly bars: readonly Bar[];
}

export const BAR_HEIGHT = 36;
export const PILL_HEIGHT = 22;
/** The room at the left of a title that its icon takes. */
export const ICON_ROOM = 22;
export const TITLE_HEIGHT = 20;
export const DETAIL_HEIGHT = 16;
export const SMALL_HEIGHT = 9;
export const PADDING = 12;
export const ROUTER_HEIGHT = 24;
/** There is always room for so many, so that the picture does not move when there is one more. */
const ROUTER_LINES = 3;
const PILL_PADDING = 9;
const PILL_ICON_ROOM = 16;
const MAX_TITLE = 220;
const MAX_DETAIL = 240;
const DETAIL_SEPARATOR = ' · ';

const UNIT_KINDS: ReadonlySet<TopologyNodeKind> = new Set(['container', 'namespace', 'outside']);
const BAR_KINDS: ReadonlySet<TopologyNodeKind> = new Set(['bridge', 'network']);
const PILL_KINDS: ReadonlySet<TopologyNodeKind> = new Set(['interface', 'host-interface', 'published-port']);

/**
 * Reads a graph as things to place. Text that is too long for its place ends in an ellipsis.
 * @param previous where things are, which decides where published ports stay
 */
export function* readScene(
  graph: GraphIndex,
  measure: Measure,
  level: Level = 'logical',
  previous?: Arrangement,
): Work<Scene> {
  /** By the unit that they are drawn on. */
  const docked = new Map<string, TopologyNode[]>();
  const linesOf = (node: TopologyNode): readonly string[] =>
    level === 'physical' ? (node.physical ?? node.details) : node.details;
  const line = (text: string, style: TextStyle): Line =>
    ellipsize(text, style === 'title' ? MAX_TITLE : MAX_DETAIL, (part) => measure(part, style));
  const childrenOf = (id: string): readonly TopologyNode[] => graph.children.get(id) ?? [];

  const readPill = (node: TopologyNode): Pill => {
    const [address, ...small] = linesOf(node);
    const links = graph.links.get(node.id) ?? [];
    const isPlugged = node.kind === 'interface' && links.length > 0 && address !== undefined;
    const words =
      level === 'logical' && isPlugged ? [address] : [node.label, ...(address === undefined ? [] : [address])];
    const text = line(words.join('  '), 'detail');
    const icon = node.kind === 'published-port' ? PILL_ICON_ROOM : 0;
    const others = links.map(({ source, target }) => (source === node.id ? target : source));
    const leadsTo = links.find(({ kind, source }) => kind === 'publish' && source === node.id)?.target;
    return {
      id: node.id,
      line: text,
      bars: others.filter((id) => BAR_KINDS.has(graph.nodes.get(id)!.kind)),
      ...(small[0] === undefined || level === 'logical' ? {} : { small: small[0] }),
      isEntry: links.some(({ kind, target }) => kind === 'publish' && target === node.id),
      ...(leadsTo === undefined ? {} : { leadsTo }),
      width: Math.ceil(text.width + icon + 2 * PILL_PADDING),
      height: PILL_HEIGHT,
    };
  };
  const readPills = (nodes: readonly TopologyNode[]): Pill[] =>
    nodes.filter(({ kind }) => PILL_KINDS.has(kind)).map(readPill);
  /** What does not run stands where it stood, below the networks that it goes back to. */
  const awaitedBars = ({ attachedTo = [] }: TopologyNode): readonly string[] =>
    attachedTo.filter((id) => graph.nodes.has(id));
  const readUnit = (node: TopologyNode): Unit => {
    const children = childrenOf(node.id);
    const pills = readPills(children);
    const members = node.kind === 'namespace' ? children.filter(({ kind }) => kind === 'container').map(readUnit) : [];
    const first = children.find(({ kind }) => kind === 'interface');
    return {
      id: node.id,
      kind: node.kind,
      title: line(node.label, 'title'),
      details: [...linesOf(node), ...statusLine(node)].map((text) => line(text, 'detail')),
      members,
      pills,
      ports: (docked.get(node.id) ?? []).map(readPill),
      bars: [...new Set([...pills.flatMap((pill) => pill.bars), ...awaitedBars(node)])],
      inHost: node.driver === 'host',
      sortKey: [first?.details[0] ?? '', node.label].join(' '),
    };
  };

  const readBar = (node: TopologyNode): Bar => {
    const title = line(node.label, 'title');
    const details = ellipsize(linesOf(node).join(DETAIL_SEPARATOR), 2 * MAX_DETAIL, (part) => measure(part, 'detail'));
    return {
      id: node.id,
      title,
      details,
      minWidth: Math.ceil(
        3 * PADDING + ICON_ROOM + title.width + (details.width > 0 ? details.width + 2 * PADDING : 0),
      ),
      sortKey: [node.details.find((text) => /^\d/.test(text)) ?? '~', node.label].join(' '),
    };
  };

  const readRouter = (node: TopologyNode): Router => {
    const isPhysical = level === 'physical';
    const title = line(isPhysical ? node.label : '', 'detail');
    const details = isPhysical
      ? linesOf(node)
          .slice(0, ROUTER_LINES)
          .map((text) => line(text, 'detail'))
      : [];
    const door = (graph.links.get(node.id) ?? []).find(({ kind }) => kind === 'forward')?.target;
    return {
      id: node.id,
      title,
      details,
      ...(door === undefined ? {} : { door }),
      width: isPhysical
        ? Math.ceil(Math.max(ICON_ROOM + title.width, ...details.map(({ width }) => width)) + 2 * PADDING)
        : ROUTER_HEIGHT,
      height: ROUTER_HEIGHT + (isPhysical ? ROUTER_LINES * DETAIL_HEIGHT + 4 : 0),
    };
  };

  /** What a published port leads to, where that is a card in its own host. */
  const leadsToUnit = (port: TopologyNode, host: TopologyNode): string | undefined => {
    const target = graph.links
      .get(port.id)
      ?.find(({ kind, source }) => kind === 'publish' && source === port.id)?.target;
    const end = graph.nodes.get(target ?? '');
    const unit = end?.kind === 'interface' ? graph.nodes.get(end.parent ?? '') : end;
    if (unit === undefined || !UNIT_KINDS.has(unit.kind)) return undefined;
    const holder = unit.parent === host.id ? unit : graph.nodes.get(unit.parent ?? '');
    return holder?.id === unit.id || (holder?.kind === 'namespace' && holder.parent === host.id) ? unit.id : undefined;
  };

  function* readHost(node: TopologyNode): Work<HostScene> {
    const children = childrenOf(node.id);
    const router = children.find(({ kind }) => kind === 'router');
    const hostInterfaces = readPills(children.filter(({ kind }) => kind !== 'published-port'));
    const ports = children.filter(({ kind }) => kind === 'published-port');
    const onBorder: TopologyNode[] = [];
    const isDocked = areDocked(
      node.id,
      ports.map(({ id }) => id),
      previous,
    );
    for (const port of ports) {
      const unit = isDocked ? leadsToUnit(port, node) : undefined;
      if (unit === undefined) onBorder.push(port);
      else append(docked, unit, port);
    }
    return {
      id: node.id,
      title: line(node.label, 'title'),
      details: line(node.details.join(DETAIL_SEPARATOR), 'detail'),
      pills: [...hostInterfaces, ...(yield* each(onBorder, readPill))],
      isDocked,
      bars: yield* each(
        children.filter(({ kind }) => BAR_KINDS.has(kind)),
        readBar,
      ),
      units: yield* each(
        children.filter(({ kind }) => UNIT_KINDS.has(kind)),
        readUnit,
      ),
      ...(router === undefined ? {} : { router: readRouter(router) }),
    };
  }

  const hosts: HostScene[] = [];
  for (const root of graph.roots) if (root.kind === 'host') hosts.push(yield* readHost(root));
  return {
    units: graph.roots.filter(({ kind }) => UNIT_KINDS.has(kind)).map(readUnit),
    hosts,
    bars: graph.roots.filter(({ kind }) => BAR_KINDS.has(kind)).map(readBar),
  };
}

function* each<T>(nodes: readonly TopologyNode[], read: (node: TopologyNode) => T): Work<T[]> {
  const result: T[] = [];
  for (const node of nodes) {
    result.push(read(node));
    yield;
  }
  return result;
}

/** A status other than running is written out, not left to a colour. */
const statusLine = ({ status }: TopologyNode): readonly string[] =>
  status === undefined || status === 'running' ? [] : [t(status)];
