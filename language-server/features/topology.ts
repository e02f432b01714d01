/** The picture of a document, joined to its text: where each thing is declared, and what is wrong with it. */
import type { Finding } from '../analysis/finding.ts';
import { memberNames, membersOf } from '../analysis/members.ts';
import { placeOf } from '../analysis/places.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { worldAt } from '../analysis/timeline.ts';
import type { Declaration } from '../model/program.ts';
import type { Position } from '../syntax/lines.ts';
import type { TopologyDetails } from '../topology/answers.ts';
import { buildTopology, type TopologyAnnotations } from '../topology/build.ts';
import type { SourceRange, TopologyGraph, TopologyNode } from '../topology/graph.ts';
import { statementBefore } from './locate.ts';
import { nameAt } from './symbol-at.ts';
import { detailsOf } from './topology-details.ts';

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

/** The id of the node for what stands at a place: the name under the cursor, or else its statement's subject. */
export function nodeAt(snapshot: Snapshot, position: Position): string | null {
  const name = nameAt(snapshot, position);
  if (name?.meaning?.kind === 'declared') {
    const { kind } = name.meaning.symbol;
    return `${kind}:${kind === 'container' ? firstMember(snapshot, name.reference.name) : name.reference.name}`;
  }
  const offset = snapshot.lines.offsetAt(position);
  const index = statementBefore(snapshot.tree.starts, offset);
  const declaration = snapshot.program.declarations[index];
  if (!declaration || offset > snapshot.tree.starts[index]! + declaration.statement.end) return null;
  return keysOf(declaration)[0] ?? actedOn(snapshot, declaration);
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
  const worst = worstByStatement(findings, tree.starts);
  for (const entry of lab.entries) {
    if (entry.source.uri !== uri) continue;
    const { span } = placeOf(entry, entry.declaration.statement);
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

const RANK = { error: 2, warning: 1, information: 0 } as const;

/** Hints are for the text alone. */
interface Problem extends Finding {
  readonly severity: Exclude<Finding['severity'], 'hint'>;
}

const isProblem = (finding: Finding): finding is Problem => finding.severity !== 'hint';

function worstByStatement(findings: readonly Finding[], starts: readonly number[]): ReadonlyMap<number, Problem> {
  const worst = new Map<number, Problem>();
  for (const finding of findings.filter(isProblem)) {
    const index = statementBefore(starts, finding.span.start);
    const known = worst.get(index);
    if (!known || RANK[finding.severity] > RANK[known.severity]) worst.set(index, finding);
  }
  return worst;
}
