/** What the picture needs of the text: where each thing is written, and what is wrong with it. */
import type { Finding } from '../analysis/finding.ts';
import { type Members, memberNames, membersOf } from '../analysis/members.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { attachmentsOf } from '../model/attachments.ts';
import type { Declaration } from '../model/program.ts';
import { added, bringsTheSame, mapAgain, removed, spliceOf } from '../model/splice.ts';
import type { Lines } from '../syntax/lines.ts';
import { statementIndexAt } from '../syntax/locate.ts';
import type { Span, SyntaxTree } from '../syntax/tree.ts';
import { attachmentKey, publishKey, type TopologyAnnotations } from '../topology/draw.ts';
import type { SourceRange, TopologyDeclared, TopologyNode, TopologyOrigin } from '../topology/graph.ts';

/** A place of the text that tells where something in the picture comes from. */
interface Mention {
  /** As {@link TopologyAnnotations} has it. */
  readonly key: string;
  /** `container:NAME`, `network:NAME` or `host:NAME`: the thing that is drawn again when the mention comes or goes. */
  readonly subject: string;
  /** Counts from the start of its statement. */
  readonly span: Span;
}

/** One of the places of a declaration. */
interface Place {
  readonly declaration: number;
  readonly mention: number;
}

type DrawnProblem = NonNullable<TopologyNode['problem']>;

interface Worst {
  /** Of the declaration. */
  readonly index: number;
  readonly problem: DrawnProblem;
}

/** Annotations are looked up in the text when they are asked for: most of what is drawn, is drawn already. */
export class Annotations implements TopologyAnnotations {
  readonly declarations: readonly Declaration[];
  /** Parallel to the declarations. */
  readonly mentions: readonly (readonly Mention[])[];
  readonly places: ReadonlyMap<string, Place>;
  readonly declared: TopologyDeclared;
  readonly worst: ReadonlyMap<Declaration, Worst>;
  /** Whether the keys of a declaration depend on no other one. */
  readonly isPlain: boolean;
  readonly #starts: readonly number[];
  readonly #lines: Lines;

  constructor({ lab, program, lines, findings, tree }: Snapshot, earlier?: Annotations) {
    this.declarations = program.declarations;
    this.#starts = tree.starts;
    this.#lines = lines;
    this.worst = worstOf(findings, tree, program.declarations);
    this.isPlain = lab.sources.length === 1;
    const derive = (declaration: Declaration) => mentionsOf(declaration, membersOf(lab));
    const splice =
      earlier && this.#isPlainAfter(earlier) ? spliceOf(earlier.declarations, this.declarations) : undefined;
    if (!earlier || !splice) {
      this.mentions = this.declarations.map(derive);
      this.places = placesOf(this.mentions);
      this.declared = declaredBy(this.mentions);
      return;
    }
    this.mentions = mapAgain(splice, earlier.mentions, derive);
    const mentions = spliceOf(earlier.mentions, this.mentions);
    const isSame =
      earlier.mentions.length === this.mentions.length &&
      bringsTheSame(mentions, (list) => [list.length, ...list.map(({ key }) => (isPublish(key) ? '' : key))]);
    this.places = isSame ? earlier.places : placesOf(this.mentions);
    this.declared = isSame ? earlier.declared : declaredBy(this.mentions);
  }

  readonly origins = { has: (key: TopologyOrigin): boolean => this.#placeOf(key) !== undefined };

  readonly problems = {
    get: (key: string): DrawnProblem | undefined => {
      const place = this.places.get(key);
      return place && this.worst.get(this.declarations[place.declaration]!)?.problem;
    },
  };

  /** Where that stands in the text. */
  rangeOf(origin: TopologyOrigin): SourceRange | undefined {
    const place = this.#placeOf(origin);
    if (!place) return undefined;
    const start = this.#starts[place.declaration]!;
    const { span } = this.mentions[place.declaration]![place.mention]!;
    return this.#lines.rangeOf(start + span.start, start + span.end);
  }

  /** Which subjects are annotated otherwise than before; undefined: maybe all of them. */
  touchedSince(earlier: Annotations): ReadonlySet<string> | undefined {
    if (!this.#isPlainAfter(earlier)) return undefined;
    const touched = new Set<string>();
    const touch = (mentions: readonly Mention[]) => {
      for (const { subject } of mentions) touched.add(subject);
    };
    const splice = spliceOf(earlier.mentions, this.mentions);
    if (!bringsTheSame(splice, (list) => list.map(({ key }) => key))) {
      removed(splice).forEach(touch);
      added(splice).forEach(touch);
    }
    for (const { worst, mentions } of [earlier, this])
      for (const [declaration, { index }] of worst) {
        const before = earlier.worst.get(declaration)?.problem;
        const after = this.worst.get(declaration)?.problem;
        if (before?.severity !== after?.severity || before?.message !== after?.message) touch(mentions[index]!);
      }
    return touched;
  }

  #placeOf(key: TopologyOrigin): Place | undefined {
    return this.places.get(key) ?? this.#publishOf(key);
  }

  /** Among the places of the container that publishes: what it publishes is nobody else's. */
  #publishOf(key: string): Place | undefined {
    if (!isPublish(key)) return undefined;
    const place = this.places.get(`container:${key.slice(PUBLISH.length, key.indexOf('/'))}`);
    const mention = place ? this.mentions[place.declaration]!.findLastIndex((each) => each.key === key) : -1;
    return place && mention >= 0 ? { ...place, mention } : undefined;
  }

  /** A statement of several containers gives other statements other keys. */
  #isPlainAfter(earlier: Annotations): boolean {
    if (!this.isPlain || !earlier.isPlain) return false;
    const splice = spliceOf(earlier.declarations, this.declarations);
    return ![...removed(splice), ...added(splice)].some(
      (declaration) => declaration.kind === 'container' && declaration.replicas !== undefined,
    );
  }
}

const known = new WeakMap<Snapshot, Annotations>();

/** @param earlier of an earlier version of the same text, with which they are to be compared */
export function annotate(snapshot: Snapshot, earlier?: Annotations): Annotations {
  const annotations = (earlier === undefined && known.get(snapshot)) || new Annotations(snapshot, earlier);
  known.set(snapshot, annotations);
  return annotations;
}

const PUBLISH = publishKey('', '').slice(0, -1);

const isPublish = (key: string): boolean => key.startsWith(PUBLISH);

function placesOf(mentions: readonly (readonly Mention[])[]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  mentions.forEach((list, declaration) => {
    list.forEach(({ key, subject }, mention) => {
      // The first statement of a name is the one that counts. Of several attachments, the last one has put it there.
      if (!isPublish(key) && (key !== subject || !places.has(key))) places.set(key, { declaration, mention });
    });
  });
  return places;
}

function declaredBy(mentions: readonly (readonly Mention[])[]): TopologyDeclared {
  return mentions.flatMap((list) => {
    const ids = list.filter(({ key, subject }) => key === subject).map(({ key }) => key);
    return ids.length === 0 ? [] : [ids];
  });
}

function mentionsOf(declaration: Declaration, members: Members): readonly Mention[] {
  const mentions: Mention[] = [];
  for (const { network, span } of attachmentsOf(declaration))
    for (const container of attachedBy(declaration, members))
      mentions.push({ key: attachmentKey(container, network.value), subject: `container:${container}`, span });
  if (declaration.kind === 'container')
    for (const { value, span } of declaration.publish)
      for (const container of memberNames(declaration))
        mentions.push({ key: publishKey(container, value), subject: `container:${container}`, span });
  for (const key of keysOf(declaration)) mentions.push({ key, subject: key, span: declaration.statement });
  return mentions;
}

/** `container:NAME`, `network:NAME`, `host:NAME`: how the picture calls what a statement declares. */
export function keysOf(declaration: Declaration): readonly string[] {
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

/** The worst finding about each statement. */
function worstOf(
  findings: readonly Finding[],
  tree: SyntaxTree,
  declarations: readonly Declaration[],
): ReadonlyMap<Declaration, Worst> {
  const worst = new Map<Declaration, Worst>();
  for (const { severity, message, span } of findings.filter(isProblem)) {
    const index = statementIndexAt(tree, span.start);
    const declaration = declarations[index];
    if (!declaration) continue;
    const known = worst.get(declaration)?.problem;
    if (!known || RANK[severity] > RANK[known.severity])
      worst.set(declaration, { index, problem: { severity, message } });
  }
  return worst;
}
