/** A failed expectation as the repairs look at it: the statements of its two ends, and how the packet was lost. */
import type { ContainerDeclaration, ExpectDeclaration, NetworkDeclaration } from '../../model/program.ts';
import type { World } from '../../simulation/state.ts';
import type { Trace } from '../../simulation/trace.ts';
import { meantContainer } from '../causes.ts';
import type { Outcome } from '../expectation.ts';
import { containerFacts, findContainer, networkFacts } from '../facts.ts';
import type { Fix } from '../finding.ts';
import { remembered } from '../hygiene/survey.ts';
import type { Entry, Lab } from '../lab.ts';
import { type Members, memberNames } from '../members.ts';

export interface Failure {
  readonly lab: Lab;
  /** At the moment of the expectation. */
  readonly world: World;
  readonly members: Members;
  readonly entry: Entry;
  readonly declaration: ExpectDeclaration;
  readonly outcome: Outcome;
}

/** Changes that may make an expectation hold; whether they do is tried out by their caller. */
export type Repair = (failure: Failure) => readonly Fix[];

/** A container that the root file declares, and so can be edited. */
export interface DeclaredContainer {
  /** The name in the text, which stands for all replicas. */
  readonly name: string;
  readonly entry: Entry;
  readonly declaration: ContainerDeclaration;
}

export function declaredContainer({ lab }: Failure, name: string | undefined): DeclaredContainer | undefined {
  if (name === undefined) return undefined;
  const all = byName(lab);
  const found = all.get(name) ?? all.get(name.replace(/-\d+$/, ''));
  return found && (found.name === name || memberNames(found.declaration).includes(name)) ? found : undefined;
}

export function declaredContainers(lab: Lab): Iterable<DeclaredContainer> {
  return byName(lab).values();
}

/** In the order of the text; of several with one name the first. */
const byName = remembered(({ entries }: Lab): ReadonlyMap<string, DeclaredContainer> => {
  const found = new Map<string, DeclaredContainer>();
  for (const entry of entries) {
    const { declaration, via } = entry;
    if (declaration.kind !== 'container' || !declaration.name || via) continue;
    const name = declaration.name.value;
    if (!found.has(name)) found.set(name, { name, entry, declaration });
  }
  return found;
});

export function declaredNetwork(
  { lab }: Failure,
  name: string,
): { readonly entry: Entry; readonly declaration: NetworkDeclaration } | undefined {
  for (const entry of lab.entries) {
    const { declaration, via } = entry;
    if (declaration.kind === 'network' && declaration.name?.value === name && !via) return { entry, declaration };
  }
  return undefined;
}

/** The first packet that did not do what was expected of it. */
export function decisiveTrace({ outcome: { traces }, declaration }: Failure): Trace | undefined {
  const wanted = declaration.expectation?.kind === 'reach' && declaration.expectation.positive;
  return traces.find(({ verdict }) => (verdict === 'delivered') !== wanted);
}

/** The sending container as the text calls it; undefined for a host and for outside. */
export function senderOf(failure: Failure): DeclaredContainer | undefined {
  return declaredContainer(failure, failure.declaration.expectation?.source.value);
}

/** The container that is aimed at, that was reached, or whose name is asked for. */
export function receiverOf(failure: Failure): DeclaredContainer | undefined {
  const { expectation } = failure.declaration;
  const find = (name: string | undefined) => declaredContainer(failure, name);
  if (expectation?.kind === 'resolve')
    return [expectation.name, ...expectation.targets]
      .map(({ value }) => find(value))
      .find((found) => found !== undefined);
  const trace = decisiveTrace(failure);
  if (expectation?.kind !== 'reach' || !trace) return undefined;
  const { world, members } = failure;
  return find(trace.answeredBy) ?? find(meantContainer(world, trace, members(expectation.target.value)));
}

/** Both ends, where they are two containers that can be edited. */
export function endsOf(failure: Failure): readonly [DeclaredContainer, DeclaredContainer] | undefined {
  const [sender, receiver] = [senderOf(failure), receiverOf(failure)];
  return sender && receiver && sender.entry !== receiver.entry ? [sender, receiver] : undefined;
}

/** The networks of a container that `docker connect` knows: those that were created. */
export function createdNetworks({ world, members }: Failure, { name }: DeclaredContainer): readonly string[] {
  const facts = containerFacts(world, members(name)[0] ?? name);
  return (facts?.interfaces ?? []).flatMap(({ network }) => (network && network !== 'bridge' ? [network] : []));
}

export function isInternal({ world }: Failure, network: string): boolean {
  return networkFacts(world, network)[0]?.internal === true;
}

/** Whether it shares the host's or another container's namespace, or has none to speak of. */
export function hasOwnNetworks({ world, members }: Failure, { name }: DeclaredContainer): boolean {
  const mode = findContainer(world, members(name)[0] ?? name)?.container.networkMode ?? '';
  return mode !== 'host' && mode !== 'none' && !mode.startsWith('container:');
}
