/** Who is ever on which network, as the text says: kept from version to version, and renewed where an edit has been. */
import type { Chunk, Chunks } from '../../model/chunks.ts';
import type { AttachmentDeclaration, Declaration, NetworkDeclaration } from '../../model/program.ts';
import { BUILT_IN_NETWORKS } from '../../model/symbols.ts';

/** A statement, wherever edits elsewhere move it. */
export interface Spot {
  readonly chunk: Chunk;
  readonly offset: number;
}

/** A container's place on a network, by a `network` line in its block or by `connect`. */
export interface Attached extends Spot {
  readonly attachment: AttachmentDeclaration;
  /** The container's name in the text. */
  readonly container: string;
}

export interface DeclaredNetwork extends Spot {
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

export type Networks = ReadonlyMap<string, DeclaredNetwork>;

export interface NetworkUse {
  readonly chunks: Chunks;
  /** The same object as long as an edit changes none of them. */
  readonly networks: Networks;
  /** The names of networks that containers are put on and nobody declares. */
  readonly unknown: ReadonlySet<string>;
  /** By name: the chunks that say something of it, in order. */
  readonly tellers: ReadonlyMap<string, readonly Chunk[]>;
}

const nobody: NetworkUse = {
  chunks: { declarations: [], list: [] },
  networks: new Map(),
  unknown: new Set(),
  tellers: new Map(),
};

/** Takes over from an earlier version what is said of networks that its edit says nothing of. */
export function networkUseOf(chunks: Chunks, previous = nobody): NetworkUse {
  const order = new Map(chunks.list.map((chunk, index) => [chunk, index]));
  const known = new Set(previous.chunks.list);
  const touched = new Map<string, Chunk[]>();
  for (const chunk of previous.chunks.list)
    if (!order.has(chunk)) for (const name of useIn(chunk).keys()) touched.set(name, []);
  for (const chunk of chunks.list)
    if (!known.has(chunk))
      for (const name of useIn(chunk).keys()) {
        const tellers = touched.get(name);
        if (tellers) tellers.push(chunk);
        else touched.set(name, [chunk]);
      }
  if (touched.size === 0) return { ...previous, chunks };

  const tellers = new Map(previous.tellers);
  const changed: [string, Found | undefined][] = [];
  for (const [name, added] of touched) {
    const kept = tellers.get(name)?.filter((chunk) => order.has(chunk)) ?? [];
    const now = [...kept, ...added].sort((a, b) => order.get(a)! - order.get(b)!);
    if (now.length > 0) tellers.set(name, now);
    else tellers.delete(name);
    const found = now.length > 0 ? told(name, now) : undefined;
    if (!isSame(previous, name, found)) changed.push([name, found]);
  }
  if (changed.length === 0) return { ...previous, chunks, tellers };
  const networks = new Map(previous.networks);
  const unknown = new Set(previous.unknown);
  for (const [name, found] of changed) {
    networks.delete(name);
    unknown.delete(name);
    if (found?.declared) {
      const { declared, ...uses } = found;
      networks.set(name, { ...uses, ...declared });
    } else if (found && isForeign(name)) unknown.add(name);
  }
  return { chunks, networks, unknown, tellers };
}

const isForeign = (name: string): boolean => !BUILT_IN_NETWORKS.has(name) && !name.startsWith('container:');

/** What chunks say of a network. */
function told(name: string, tellers: readonly Chunk[]): Found {
  const found: Found = { isShared: false, isDynamic: false, fixed: [], aliased: [] };
  for (const chunk of tellers) {
    const { declared, uses } = useIn(chunk).get(name)!;
    if (declared) found.declared ??= { chunk, ...declared };
    if (uses) merge(found, chunk, uses);
  }
  return found;
}

function isSame({ networks, unknown }: NetworkUse, name: string, found: Found | undefined): boolean {
  const known = networks.get(name);
  if (!known || !found?.declared) return !known && !found?.declared && unknown.has(name) === (found && isForeign(name));
  return (
    known.declaration === found.declared.declaration &&
    known.chunk === found.declared.chunk &&
    known.first === found.first &&
    known.isShared === found.isShared &&
    known.isDynamic === found.isDynamic &&
    known.fixed.length + known.aliased.length + found.fixed.length + found.aliased.length === 0
  );
}

interface Found {
  declared?: Spot & { readonly declaration: NetworkDeclaration };
  first?: string;
  isShared: boolean;
  isDynamic: boolean;
  readonly fixed: Attached[];
  readonly aliased: Attached[];
}

function merge(network: Found, chunk: Chunk, uses: Uses): void {
  network.isShared ||= uses.isShared || (network.first !== undefined && network.first !== uses.first);
  network.first ??= uses.first;
  network.isDynamic ||= uses.isDynamic;
  for (const use of uses.fixed) network.fixed.push({ chunk, ...use });
  if (network.isShared) network.aliased.length = 0;
  else for (const use of uses.aliased) network.aliased.push({ chunk, ...use });
}

/** A container's place on a network within a chunk. */
type Use = Omit<Attached, 'chunk'>;

/** Who is on a network, of one chunk. */
interface Uses {
  readonly first: string;
  isShared: boolean;
  isDynamic: boolean;
  readonly fixed: Use[];
  readonly aliased: Use[];
}

/** What a chunk says of a network. */
interface Told {
  declared?: { readonly offset: number; readonly declaration: NetworkDeclaration };
  uses?: Uses;
}

/** What a chunk says of networks; kept with it. */
export const useIn = (chunk: Chunk): ReadonlyMap<string, Told> => chunk.get(networkUse);

function networkUse(declarations: readonly Declaration[]): ReadonlyMap<string, Told> {
  const all = new Map<string, Told>();
  const about = (name: string): Told => {
    const known = all.get(name) ?? {};
    all.set(name, known);
    return known;
  };
  const note = (use: Use, several: boolean): void => {
    const { container, attachment } = use;
    const told = about(attachment.network.value);
    told.uses ??= { first: container, isShared: false, isDynamic: false, fixed: [], aliased: [] };
    const { uses } = told;
    uses.isShared ||= several || uses.first !== container;
    if (attachment.ip) uses.fixed.push(use);
    else uses.isDynamic = true;
    if (uses.isShared) uses.aliased.length = 0;
    else if (attachment.aliases.length > 0) uses.aliased.push(use);
  };
  declarations.forEach((declaration, offset) => {
    if (declaration.kind === 'network') {
      const name = declaration.name?.value;
      if (name !== undefined) about(name).declared ??= { offset, declaration };
    } else if (declaration.kind === 'container') {
      const container = declaration.name?.value ?? '';
      const several = (declaration.replicas?.value ?? 1) > 1;
      for (const attachment of declaration.networks) note({ offset, container, attachment }, several);
    } else {
      const use = connectAt(declaration, offset);
      if (use) note(use, false);
    }
  });
  return all;
}

function connectAt(declaration: Declaration, offset: number): Use | undefined {
  if (declaration.kind !== 'connect' || !declaration.container || !declaration.attachment) return undefined;
  return { offset, container: declaration.container.value, attachment: declaration.attachment };
}

/** The `connect` statements of a chunk, in the order of the text. */
export const connectsIn = (chunk: Chunk): readonly Attached[] => chunk.get(connects).map((use) => ({ chunk, ...use }));

const connects = (declarations: readonly Declaration[]): readonly Use[] =>
  declarations.flatMap((declaration, offset) => connectAt(declaration, offset) ?? []);
