/** The picture of a document, joined to its text: where each thing is declared, and what is wrong with it. */
import type { Finding } from '../analysis/finding.ts';
import { type Members, memberNames, membersOf } from '../analysis/members.ts';
import { placeOf } from '../analysis/places.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { worldAt } from '../analysis/timeline.ts';
import type { AttachmentDeclaration, Declaration } from '../model/program.ts';
import type { World } from '../simulation/state.ts';
import type { Position } from '../syntax/lines.ts';
import { statementIndexAt } from '../syntax/locate.ts';
import type { SyntaxTree } from '../syntax/tree.ts';
import type { TopologyDetails } from '../topology/answers.ts';
import { attachmentKey, buildTopology, publishKey, type TopologyAnnotations } from '../topology/build.ts';
import { attachmentEdge } from '../topology/edges.ts';
import type { SourceRange, TopologyGraph, TopologyNode } from '../topology/graph.ts';
import { publishedPortNode } from '../topology/published.ts';
import { locate } from './locate.ts';
import { nameAt } from './symbol-at.ts';
import { detailsOf } from './topology-details.ts';
import { clampStep } from './topology-trace.ts';

/** The lab once that many steps have happened; at the end of its timeline if not said otherwise. */
export function topology(snapshot: Snapshot, step?: number): TopologyGraph {
  return buildTopology(worldAt(snapshot.timeline, step), annotations(snapshot));
}

/** Everything about one thing of the picture. */
export function topologyDetails(snapshot: Snapshot, node: string, step?: number): TopologyDetails | null {
  const facts = detailsOf(snapshot, node, step);
  if (!facts) return null;
  const { sources, problems } = annotations(snapshot);
  const key = statementKey(node);
  const [problem, source] = [problems.get(key), sources.get(key)];
  return { ...facts, ...(problem && { problem }), ...(source && { source }) };
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
 * puts a container on a network and it is there at that moment; the port that a `publish` binds then; the name under the cursor; or its statement's subject.
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

/** Where a declaration puts a container on networks. */
function attachmentsOf(declaration: Declaration): readonly AttachmentDeclaration[] {
  if (declaration.kind === 'container') return declaration.networks;
  return declaration.kind === 'connect' && declaration.attachment ? [declaration.attachment] : [];
}

function firstMember({ lab }: Snapshot, name: string): string {
  return membersOf(lab)(name)[0] ?? name;
}

/** An action's node is the container that it acts on. */
function actedOn(snapshot: Snapshot, declaration: Declaration): string | null {
  const container = 'container' in declaration ? declaration.container?.value : undefined;
  return container === undefined ? null : `container:${firstMember(snapshot, container)}`;
}

/** `container:NAME`, `network:NAME`, `host:NAME`: how the picture calls what a statement declares. */
function keysOf(declaration: Declaration): readonly string[] {
  switch (declaration.kind) {
    case 'container':
      return memberNames(declaration).map((name) => `container:${name}`);
    case 'network':
    case 'host':
      return declaration.name ? [`${declaration.kind}:${declaration.name.value}`] : [];
    default:
      return [];
  }
}

function annotations({ lab, lines, uri, findings, tree }: Snapshot): TopologyAnnotations {
  const sources = new Map<string, SourceRange>();
  const problems = new Map<string, NonNullable<TopologyNode['problem']>>();
  const worst = worstByStatement(findings, tree);
  const members = membersOf(lab);
  for (const entry of lab.entries) {
    if (entry.source.uri !== uri) continue;
    const { span } = placeOf(entry, entry.declaration.statement);
    // Of several, the last one has put it there.
    for (const each of attachmentsOf(entry.declaration)) {
      const place = placeOf(entry, each.span).span;
      for (const container of attachedBy(entry.declaration, members))
        sources.set(attachmentKey(container, each.network.value), lines.rangeOf(place.start, place.end));
    }
    if (entry.declaration.kind === 'container') {
      for (const { value, span } of entry.declaration.publish) {
        const place = placeOf(entry, span).span;
        for (const container of memberNames(entry.declaration))
          sources.set(publishKey(container, value), lines.rangeOf(place.start, place.end));
      }
    }
    for (const key of keysOf(entry.declaration)) {
      // The first statement of a name is the one that counts.
      if (sources.has(key)) continue;
      sources.set(key, lines.rangeOf(span.start, span.end));
      const finding = worst.get(entry.index);
      if (finding) problems.set(key, { severity: finding.severity, message: finding.message });
    }
  }
  return { sources, problems };
}

function attachedBy(declaration: Declaration, members: Members): readonly string[] {
  if (declaration.kind === 'container') return memberNames(declaration);
  return declaration.kind === 'connect' && declaration.container ? members(declaration.container.value) : [];
}

const RANK = { error: 2, warning: 1, information: 0 } as const;

/** Hints are for the text alone. */
interface Problem extends Finding {
  readonly severity: Exclude<Finding['severity'], 'hint'>;
}

const isProblem = (finding: Finding): finding is Problem => finding.severity !== 'hint';

function worstByStatement(findings: readonly Finding[], tree: SyntaxTree): ReadonlyMap<number, Problem> {
  const worst = new Map<number, Problem>();
  for (const finding of findings.filter(isProblem)) {
    const index = statementIndexAt(tree, finding.span.start);
    const known = worst.get(index);
    if (!known || RANK[finding.severity] > RANK[known.severity]) worst.set(index, finding);
  }
  return worst;
}
