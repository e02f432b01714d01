/** What the hygiene rules look at: which networks there are, who is ever on them, and what to think of each container. */
import type { ContainerDeclaration, Declaration } from '../../model/program.ts';
import type { Span } from '../../syntax/tree.ts';
import type { Fix, RelatedPlace, Severity } from '../finding.ts';
import type { Subject } from '../findings.ts';
import type { Entry } from '../lab.ts';
import { type Attached, connectsIn, type DeclaredNetwork, type Spot } from './network-use.ts';

/** One thing that a rule has seen; its code and severity are the rule's. */
export interface Observation {
  readonly entry: Entry;
  /** In the coordinates of the entry's statement. */
  readonly span: Span;
  readonly message: string;
  readonly related?: readonly RelatedPlace[];
  readonly fixes?: readonly Fix[];
  /** Shown faded: it could be left out. */
  readonly unnecessary?: boolean;
}

export interface HygieneRule {
  readonly code: string;
  readonly severity: Severity;
  readonly observe: (survey: Survey) => Iterable<Observation>;
}

export interface Survey extends Pick<Subject, 'lab' | 'timeline' | 'outcomes'> {
  readonly networks: ReadonlyMap<string, DeclaredNetwork>;
  /** The `connect` statements, in the order of the text. */
  readonly connects: readonly Attached[];
  /** Whether a container is put on a network that nobody declares. */
  readonly hasUnknownNetworks: boolean;
  readonly hasContainers: boolean;
  /** By host name: the container that has it as its `hostname`, where it is not its name. */
  readonly hostnames: ReadonlyMap<string, string>;
  /** The index of the entry at a spot. */
  readonly indexOf: (spot: Spot) => number;
  readonly entryAt: (spot: Spot) => Entry;
  /** The containers of which a rule's look at the declaration alone says something. */
  readonly select: <T>(look: Look<T>) => Iterable<{ readonly entry: Entry; readonly seen: T }>;
}

/** A pure look at the containers of a chunk. */
export type Look<T> = (declarations: readonly Declaration[]) => readonly Seen<T>[];

interface Seen<T> {
  readonly offset: number;
  readonly seen: T;
}

/** Makes a {@link Look}: `see` answers undefined for containers about which there is nothing to say. */
export function look<T>(see: (container: ContainerDeclaration) => T | undefined): Look<T> {
  return (declarations) => {
    const all: Seen<T>[] = [];
    declarations.forEach((declaration, offset) => {
      const seen = declaration.kind === 'container' ? see(declaration) : undefined;
      if (seen !== undefined) all.push({ offset, seen });
    });
    return all;
  };
}

const hasContainers = (declarations: readonly Declaration[]): boolean =>
  declarations.some(({ kind }) => kind === 'container');

const foreignHostnames = look(({ name, hostname }) => {
  const container = name?.value ?? '';
  return hostname && hostname.value !== container ? ([hostname.value, container] as const) : undefined;
});

const surveys = new WeakMap<Subject['networkUse'], Survey>();

/** Remembered: several rules look at one lab. */
export function surveyOf(subject: Subject): Survey {
  const known = surveys.get(subject.networkUse);
  if (known?.timeline === subject.timeline && known.lab === subject.lab) return known;
  const made = survey(subject);
  surveys.set(subject.networkUse, made);
  return made;
}

function survey({ lab, timeline, outcomes, networkUse }: Subject): Survey {
  const { chunks, networks, unknown } = networkUse;
  let starts: Map<Spot['chunk'], number> | undefined;
  const indexOf = ({ chunk, offset }: Spot): number => {
    if (!starts) {
      starts = new Map();
      let start = 0;
      for (const each of chunks.list) {
        starts.set(each, start);
        start += each.declarations.length;
      }
    }
    return starts.get(chunk)! + offset;
  };
  const entryAt = (spot: Spot): Entry => lab.entry(indexOf(spot));
  return {
    lab,
    timeline,
    outcomes,
    networks,
    connects: chunks.list.flatMap(connectsIn),
    hasUnknownNetworks: unknown.size > 0,
    hasContainers: chunks.list.some((chunk) => chunk.get(hasContainers)),
    hostnames: new Map(chunks.list.flatMap((chunk) => chunk.get(foreignHostnames).map(({ seen }) => seen))),
    indexOf,
    entryAt,
    *select(looked) {
      for (const chunk of chunks.list)
        for (const { offset, seen } of chunk.get(looked)) yield { entry: entryAt({ chunk, offset }), seen };
    },
  };
}

/** Remembers what a pure function of one object says, as long as the object lives. */
export function remembered<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const found = known.get(key) ?? { value: compute(key) };
    known.set(key, found);
    return found.value;
  };
}
