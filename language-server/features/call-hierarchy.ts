/**
 * Reachability as a call hierarchy: who reaches a container, and whom it reaches, at the end of the file. A call is
 * what a program in the sender would get through: a ping, or a port that somebody listens on.
 */

import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  SymbolKind,
} from 'vscode-languageserver-types';
import { attachedAddresses, findContainer } from '../analysis/facts.ts';
import { absolute, type Source } from '../analysis/lab.ts';
import { membersOf } from '../analysis/members.ts';
import { type Endpoint, serviceText } from '../analysis/reachability/endpoints.ts';
import { buildingMatrix, type Matrix, type Sending } from '../analysis/reachability/matrix.ts';
import { isReached } from '../analysis/reachability/text.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { worldAt } from '../analysis/timeline.ts';
import { t, translatable } from '../l10n.ts';
import type { SymbolKind as DeclaredKind } from '../model/program.ts';
import { findSymbol } from '../model/symbols.ts';
import type { World } from '../simulation/state.ts';
import type { Position, Range } from '../syntax/lines.ts';
import { nameAt } from './symbol-at.ts';

/** What an item carries for the questions about it. */
export interface CallHierarchyData {
  /** The document in whose lab it was asked about. */
  readonly uri: string;
  readonly kind: Endpoint['kind'];
  readonly name: string;
}

/** A lab of thousands has answers of thousands: nobody reads on from here. */
const MOST = 500;

/** The containers that the name at a place means, or the host. */
export function prepareCallHierarchy(snapshot: Snapshot, position: Position): CallHierarchyItem[] {
  const name = nameAt(snapshot, position);
  if (!name) return [];
  const { meaning, reference } = name;
  const kind = meaning?.kind === 'declared' ? meaning.symbol.kind : reference.kind;
  const world = worldAt(snapshot.timeline);
  if (meaning?.kind === 'declared' && kind === 'host') return itemsOf(snapshot, [hostEndpoint(world, reference.name)]);
  if (kind !== 'container') return [];
  if (!meaning) return itemsOf(snapshot, [undeclared(world, reference.name)]);
  const members = membersOf(snapshot.lab)(reference.name).slice(0, MOST);
  return itemsOf(
    snapshot,
    members.map((member) => containerEndpoint(world, member)),
  );
}

function containerEndpoint(world: World, name: string): Endpoint | undefined {
  const found = findContainer(world, name);
  return found && { kind: 'container', name, ...found };
}

function hostEndpoint(world: World, name: string): Endpoint | undefined {
  const host = world.hosts.get(name);
  return host && { kind: 'host', name, host };
}

/** What `host` and `outside` mean. */
function undeclared(world: World, name: string): Endpoint | undefined {
  if (name === 'outside') return { kind: 'outside', name };
  const [first] = world.hosts.keys();
  return name === 'host' && first !== undefined ? hostEndpoint(world, first) : undefined;
}

/** Who reaches it. */
export function* incomingCalls(
  snapshot: Snapshot,
  { kind, name }: CallHierarchyData,
): Generator<CallHierarchyIncomingCall | undefined> {
  const matrix = yield* buildingMatrix(worldAt(snapshot.timeline));
  const target = matrix.classes.find(kind, name);
  if (!target) return;
  const own = matrix.classes.of(target);
  let told = 0;
  for (const from of matrix.rows) {
    yield;
    if (!Object.values(matrix.cell(from, own)).some((observations) => observations.some(isReached))) continue;
    for (const sender of from.members as readonly Sending[]) {
      const services = sender === target ? [] : reachedServices(matrix, sender, target);
      const [item] = services.length > 0 ? itemsOf(snapshot, [sender]) : [];
      if (!item) continue;
      yield { from: { ...item, detail: services.join(', ') }, fromRanges: joints(snapshot, sender, target) };
      if (++told === MOST) return;
    }
  }
}

/** Whom it reaches; of published ports the containers behind them are told, as containers that are reached. */
export function* outgoingCalls(
  snapshot: Snapshot,
  { kind, name }: CallHierarchyData,
): Generator<CallHierarchyOutgoingCall | undefined> {
  const matrix = yield* buildingMatrix(worldAt(snapshot.timeline));
  const sender = matrix.classes.find(kind, name);
  if (!sender || sender.kind === 'port') return;
  const own = matrix.classes.of(sender);
  let told = 0;
  for (const to of matrix.columns) {
    yield;
    if (!Object.values(matrix.cell(own, to)).some((observations) => observations.some(isReached))) continue;
    for (const target of to.members) {
      const services = sender === target ? [] : reachedServices(matrix, sender, target);
      const [item] = services.length > 0 ? itemsOf(snapshot, [target]) : [];
      if (!item) continue;
      yield { to: { ...item, detail: services.join(', ') }, fromRanges: joints(snapshot, sender, target) };
      if (++told === MOST) return;
    }
  }
}

/** `ping, 80/tcp`; those that answer to a bare address alone are told as such. */
function reachedServices(matrix: Matrix, from: Sending, to: Endpoint): readonly string[] {
  const { services } = matrix.classes.of(to);
  return matrix.observe(from, to).flatMap((observation, index) => {
    if (!isReached(observation)) return [];
    const binding = to.kind === 'port' ? `${to.binding.hostPort}/${to.binding.protocol}` : undefined;
    const service = binding ?? serviceText(services[index]!);
    return [observation.reach === 'by address' ? t`${service} by address` : service];
  });
}

function itemsOf(snapshot: Snapshot, endpoints: readonly (Endpoint | undefined)[]): CallHierarchyItem[] {
  return endpoints.flatMap((endpoint) => {
    if (!endpoint) return [];
    const { kind, name } = endpoint;
    const place = placeOf(snapshot, endpoint);
    const data: CallHierarchyData = { uri: snapshot.uri, kind, name };
    return [{ name, kind: KINDS[kind], detail: detailOf(snapshot, endpoint), ...place, data }];
  });
}

const KINDS: Readonly<Record<Endpoint['kind'], SymbolKind>> = {
  container: SymbolKind.Class,
  host: SymbolKind.Module,
  port: SymbolKind.Field,
  outside: SymbolKind.Namespace,
};

const KIND_NAMES: Readonly<Record<Exclude<Endpoint['kind'], 'container'>, string>> = {
  host: translatable('host'),
  port: translatable('port'),
  outside: translatable('outside'),
};

function detailOf({ timeline }: Snapshot, endpoint: Endpoint): string {
  return endpoint.kind === 'container'
    ? attachedAddresses(worldAt(timeline), endpoint.name).join(', ')
    : t(KIND_NAMES[endpoint.kind]);
}

/** Where it is declared; what is not declared stands at the start of the file. */
function placeOf(snapshot: Snapshot, endpoint: Endpoint): Pick<CallHierarchyItem, 'uri' | 'range' | 'selectionRange'> {
  const found = declarationOf(snapshot, endpoint);
  const start = snapshot.lines.rangeOf(0, 0);
  if (!found) return { uri: snapshot.uri, range: start, selectionRange: start };
  const { source, index, span } = found;
  const range = (of: { readonly start: number; readonly end: number }): Range => {
    const { start: from, end } = absolute(source, index, of);
    return source.lines.rangeOf(from, end);
  };
  return { uri: source.uri, range: range(source.program.tree.statements[index]!), selectionRange: range(span) };
}

function declarationOf({ lab }: Snapshot, endpoint: Endpoint) {
  if (endpoint.kind === 'outside') return undefined;
  const kind: DeclaredKind = endpoint.kind === 'host' ? 'host' : 'container';
  const name = endpoint.kind === 'port' ? endpoint.container.name : endpoint.name;
  for (const source of lab.sources) {
    const symbol = findSymbol(source.program.symbols, kind, name);
    if (symbol) return { source, index: source.program.indexOf(symbol), span: symbol.span };
  }
  return undefined;
}

/** Where the sender joins a network of the target: that is how its packets get there. */
function joints(snapshot: Snapshot, sender: Endpoint, target: Endpoint): Range[] {
  const found = declarationOf(snapshot, sender);
  if (!found) return [];
  const { source, index, span } = found;
  const shared = networksOf(snapshot, target);
  const own = attachmentsOf(source, index).filter(({ value }) => shared.has(value));
  return (own.length > 0 ? own.map((each) => each.span) : [span]).map((each) => {
    const { start, end } = absolute(source, index, each);
    return source.lines.rangeOf(start, end);
  });
}

function networksOf(snapshot: Snapshot, endpoint: Endpoint): ReadonlySet<string> {
  const found = endpoint.kind === 'container' ? declarationOf(snapshot, endpoint) : undefined;
  return new Set(found && attachmentsOf(found.source, found.index).map(({ value }) => value));
}

function attachmentsOf({ program }: Source, index: number) {
  const declaration = program.declarations[index];
  return declaration?.kind === 'container' ? declaration.networks.map(({ network }) => network) : [];
}
