/** The picture of a document, joined to its text: where each thing is declared, and what is wrong with it. */
import { membersOf } from '../analysis/members.ts';
import { placeOf } from '../analysis/places.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { worldAt } from '../analysis/timeline.ts';
import { attachmentsOf } from '../model/attachments.ts';
import type { Declaration } from '../model/program.ts';
import type { World } from '../simulation/state.ts';
import type { Position } from '../syntax/lines.ts';
import { statementIndexAt } from '../syntax/locate.ts';
import type { TopologyDetails } from '../topology/answers.ts';
import { drawPicture, type Picture } from '../topology/build.ts';
import { attachmentEdge } from '../topology/edges.ts';
import type { SourceRange, TopologyGraph, TopologyOrigin } from '../topology/graph.ts';
import { publishedPortNode } from '../topology/published.ts';
import { locate } from './locate.ts';
import { nameAt } from './symbol-at.ts';
import { type Annotations, annotate, keysOf } from './topology-annotations.ts';
import { detailsOf } from './topology-details.ts';
import { clampStep } from './topology-trace.ts';

/** A picture, and what of the text has gone into it. */
export interface DrawnTopology {
  readonly picture: Picture;
  readonly annotations: Annotations;
}

/** The lab once that many steps have happened; at the end of its timeline if not said otherwise. */
export function topology(snapshot: Snapshot, step?: number): TopologyGraph {
  return drawTopology(snapshot, step).picture.graph;
}

/** The same, with what an earlier picture of the document has drawn already. */
export function drawTopology(snapshot: Snapshot, step?: number, earlier?: DrawnTopology): DrawnTopology {
  const annotations = annotate(snapshot, earlier?.annotations);
  const known = earlier && {
    picture: earlier.picture,
    touched: annotations.touchedSince(earlier.annotations),
  };
  return { picture: drawPicture(worldAt(snapshot.timeline, step), annotations, known), annotations };
}

/** Everything about one thing of the picture. */
export function topologyDetails(snapshot: Snapshot, node: string, step?: number): TopologyDetails | null {
  const facts = detailsOf(snapshot, node, step);
  if (!facts) return null;
  const problem = annotate(snapshot).problems.get(statementKey(node));
  return { ...facts, ...(problem && { problem }) };
}

/** Where the text has what something in the picture comes from. */
export function rangeOfOrigin(snapshot: Snapshot, origin: TopologyOrigin): SourceRange | null {
  return annotate(snapshot).rangeOf(origin) ?? null;
}

/** Where the statement stands that leads to a moment; null for the start, and for one of an included file. */
export function rangeOfStep({ lab, timeline, lines, uri }: Snapshot, step: number): SourceRange | null {
  const entry = lab.entries[timeline.steps[step - 1]?.entry ?? -1];
  if (entry?.source.uri !== uri) return null;
  const { span } = placeOf(entry, entry.declaration.statement);
  return lines.rangeOf(span.start, span.end);
}

/** `container:web` of `interface:web@host2/eth0`: the statement that a node comes from. */
function statementKey(node: string): string {
  const [kind = '', path = ''] = [node.slice(0, node.indexOf(':')), node.slice(node.indexOf(':') + 1)];
  const name = path.split('/')[0]!;
  if (kind === 'router' || kind === 'host-interface' || kind === 'published-port') return `host:${name}`;
  const of = kind === 'interface' || kind === 'namespace' ? 'container' : kind;
  return `${of}:${of === 'container' || of === 'network' ? name.replace(/@[^@]*$/, '') : name}`;
}

/**
 * Whether the picture of this text can be trusted: its syntax is whole and everything declared has a name. Refusals of
 * the engine are part of the picture.
 */
export function isDrawable({ problems, program: { declarations, tree } }: Snapshot): boolean {
  return (
    tree.problems.length === 0 &&
    problems.told.every(([, { syntax }]) => syntax.length === 0) &&
    declarations.every((declaration) => !('name' in declaration) || declaration.name !== undefined)
  );
}

/**
 * The id of the node or edge for what stands at a place: the container that is named there; the cable, where the text
 * puts a container on a network and it is there at that moment; the port that a `publish` binds then; the name under the
 * cursor; or its statement's subject.
 */
export function nodeAt(snapshot: Snapshot, position: Position, step?: number): string | null {
  const name = nameAt(snapshot, position);
  const named = name?.meaning?.kind === 'declared' ? name.meaning.symbol.kind : undefined;
  const offset = snapshot.lines.offsetAt(position);
  const index = statementIndexAt(snapshot.tree, offset);
  const start = snapshot.tree.starts[index]!;
  const declaration = snapshot.program.declarations[index];
  if (declaration && named !== 'container') {
    const edge = cableAt(snapshot, declaration, offset - start, step);
    if (edge !== undefined) return edge;
    const port = portAt(snapshot, declaration, position, step);
    if (port !== undefined) return port;
  }
  if (name && named)
    return `${named}:${named === 'container' ? firstMember(snapshot, name.reference.name) : name.reference.name}`;
  if (!declaration || offset > start + declaration.statement.end) return null;
  return keysOf(declaration)[0] ?? actedOn(snapshot, declaration);
}

/** `offset` counts from the start of the statement. */
function cableAt(snapshot: Snapshot, declaration: Declaration, offset: number, step?: number): string | undefined {
  const attachment = attachmentsOf(declaration).find(({ span }) => span.start <= offset && offset <= span.end);
  const container = 'container' in declaration ? declaration.container : 'name' in declaration && declaration.name;
  if (!attachment || !container) return undefined;
  return attachmentEdge(worldOf(snapshot, step), firstMember(snapshot, container.value), attachment.network.value);
}

/** Of a `publish` with several values: that of the value at the place, else of the first. */
function portAt(snapshot: Snapshot, declaration: Declaration, position: Position, step?: number): string | undefined {
  const place = locate(snapshot, position);
  const property = place?.path[1];
  if (declaration.kind !== 'container' || !declaration.name || property?.keyword.text !== 'publish') return undefined;
  const spec = property.arguments.find((value) => value === place?.token) ?? property.arguments[0];
  return spec && publishedPortNode(worldOf(snapshot, step), firstMember(snapshot, declaration.name.value), spec.text);
}

const worldOf = (snapshot: Snapshot, step?: number): World =>
  worldAt(snapshot.timeline, step === undefined ? undefined : clampStep(snapshot, step));

function firstMember({ lab }: Snapshot, name: string): string {
  return membersOf(lab)(name)[0] ?? name;
}

/** An action's node is the container that it acts on. */
function actedOn(snapshot: Snapshot, declaration: Declaration): string | null {
  const container = 'container' in declaration ? declaration.container?.value : undefined;
  return container === undefined ? null : `container:${firstMember(snapshot, container)}`;
}
