/** What the hygiene rules look at: which networks there are, who is ever on them, and what to think of each container. */
import type {
  AttachmentDeclaration,
  ContainerDeclaration,
  Declaration,
  NetworkDeclaration,
} from '../../model/program.ts';
import { BUILT_IN_NETWORKS } from '../../model/symbols.ts';
import type { Span } from '../../syntax/tree.ts';
import type { Fix, RelatedPlace, Severity } from '../finding.ts';
import type { Subject } from '../findings.ts';
import type { Entry } from '../lab.ts';
import { chunked } from './chunks.ts';

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

/** A container's place on a network, by a `network` line in its block or by `connect`. */
export interface Attached {
  readonly entry: Entry;
  /** Of the entry. */
  readonly index: number;
  readonly attachment: AttachmentDeclaration;
  /** The container's name in the text. */
  readonly container: string;
}

export interface DeclaredNetwork {
  readonly entry: Entry;
  /** Of the entry. */
  readonly index: number;
  readonly declaration: NetworkDeclaration;
  /** The first container that is ever on it. */
  readonly first?: string;
  /** Whether more than that one is. */
  readonly isShared: boolean;
  /** Whether somebody gets an address automatically. */
  readonly isDynamic: boolean;
  /** Those with a fixed address. */
  readonly fixed: readonly Attached[];
  /** Those with aliases, as long as nobody else is on it. */
  readonly aliased: readonly Attached[];
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
  /** The containers of which a rule's look at the declaration alone says something. */
  readonly select: <T>(look: Look<T>) => Iterable<{ readonly entry: Entry; readonly seen: T }>;
}

/** A pure look at one container; remembered for each chunk of the lab. */
export type Look<T> = (
  declarations: readonly Declaration[],
) => readonly { readonly start: number; readonly value: readonly Seen<T>[] }[];

interface Seen<T> {
  readonly offset: number;
  readonly seen: T;
}

/** Makes a {@link Look}: `see` answers undefined for containers about which there is nothing to say. */
export function look<T>(see: (container: ContainerDeclaration) => T | undefined): Look<T> {
  return chunked((declarations) =>
    declarations.flatMap((declaration, offset) => {
      const seen = declaration.kind === 'container' ? see(declaration) : undefined;
      return seen === undefined ? [] : [{ offset, seen }];
    }),
  );
}

/** A container's place on a network within a chunk. */
interface Use {
  readonly offset: number;
  readonly container: string;
  readonly attachment: AttachmentDeclaration;
}

/** Who is on a network, of one chunk. */
interface Uses {
  readonly first: string;
  isShared: boolean;
  isDynamic: boolean;
  readonly fixed: Use[];
  readonly aliased: Use[];
}

interface ChunkSurvey {
  readonly networks: readonly { readonly offset: number; readonly declaration: NetworkDeclaration }[];
  readonly uses: ReadonlyMap<string, Uses>;
  readonly connects: readonly Use[];
  readonly hostnames: readonly (readonly [string, string])[];
  readonly hasContainers: boolean;
}

const chunksOf = chunked((declarations): ChunkSurvey => {
  const networks: { readonly offset: number; readonly declaration: NetworkDeclaration }[] = [];
  const uses = new Map<string, Uses>();
  const connects: Use[] = [];
  const hostnames: (readonly [string, string])[] = [];
  const note = (use: Use, several: boolean): void => {
    const { container, attachment } = use;
    const network = attachment.network.value;
    const found = uses.get(network) ?? { first: container, isShared: false, isDynamic: false, fixed: [], aliased: [] };
    uses.set(network, found);
    found.isShared ||= several || found.first !== container;
    if (attachment.ip) found.fixed.push(use);
    else found.isDynamic = true;
    if (attachment.aliases.length > 0) found.aliased.push(use);
  };
  declarations.forEach((declaration: Declaration, offset) => {
    if (declaration.kind === 'network') networks.push({ offset, declaration });
    else if (declaration.kind === 'container') {
      const container = declaration.name?.value ?? '';
      const several = (declaration.replicas?.value ?? 1) > 1;
      for (const attachment of declaration.networks) note({ offset, container, attachment }, several);
      const hostname = declaration.hostname?.value;
      if (hostname !== undefined && hostname !== container) hostnames.push([hostname, container]);
    } else if (declaration.kind === 'connect' && declaration.container && declaration.attachment) {
      const use = { offset, container: declaration.container.value, attachment: declaration.attachment };
      note(use, false);
      connects.push(use);
    }
  });
  const hasContainers = declarations.some(({ kind }) => kind === 'container');
  return { networks, uses, connects, hostnames, hasContainers };
});

interface BuildingNetwork extends DeclaredNetwork {
  first?: string;
  isShared: boolean;
  isDynamic: boolean;
  readonly fixed: Attached[];
  readonly aliased: Attached[];
}

const surveys = new WeakMap<Subject['timeline'], Survey>();

/** Remembered: several rules look at one lab. */
export function surveyOf(subject: Subject): Survey {
  const known = surveys.get(subject.timeline) ?? survey(subject);
  surveys.set(subject.timeline, known);
  return known;
}

function survey({ lab, timeline, outcomes }: Subject): Survey {
  const { declarations } = lab;
  const chunks = chunksOf(declarations);
  const networks = new Map<string, BuildingNetwork>();
  for (const { start, value } of chunks)
    for (const { offset, declaration } of value.networks) {
      const name = declaration.name?.value;
      if (name === undefined || networks.has(name)) continue;
      const index = start + offset;
      const entry = lab.entry(index);
      networks.set(name, { entry, index, declaration, isShared: false, isDynamic: false, fixed: [], aliased: [] });
    }
  const connects: Attached[] = [];
  const hostnames = new Map<string, string>();
  let hasUnknownNetworks = false;
  let hasContainers = false;
  for (const { start, value } of chunks) {
    const placed = ({ offset, container, attachment }: Use): Attached => ({
      entry: lab.entry(start + offset),
      index: start + offset,
      container,
      attachment,
    });
    hasContainers ||= value.hasContainers;
    for (const [hostname, container] of value.hostnames) hostnames.set(hostname, container);
    for (const use of value.connects) connects.push(placed(use));
    for (const [name, uses] of value.uses) {
      const network = networks.get(name);
      if (network) merge(network, uses, placed);
      else hasUnknownNetworks ||= !BUILT_IN_NETWORKS.has(name) && !name.startsWith('container:');
    }
  }
  return {
    lab,
    timeline,
    outcomes,
    networks,
    connects,
    hasUnknownNetworks,
    hasContainers,
    hostnames,
    *select(looked) {
      for (const { start, value } of looked(declarations))
        for (const { offset, seen } of value) yield { entry: lab.entry(start + offset), seen };
    },
  };
}

function merge(network: BuildingNetwork, uses: Uses, placed: (use: Use) => Attached): void {
  network.isShared ||= uses.isShared || (network.first !== undefined && network.first !== uses.first);
  network.first ??= uses.first;
  network.isDynamic ||= uses.isDynamic;
  for (const use of uses.fixed) network.fixed.push(placed(use));
  if (network.isShared) network.aliased.length = 0;
  else for (const use of uses.aliased) network.aliased.push(placed(use));
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
