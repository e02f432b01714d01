/**
 * The plan of a lab: its hosts, the images in use, and the commands in the order in which they happen. Hosts form
 * their swarm, networks are created in the order in which they are written, then all else happens from top to bottom.
 */
import type { Declaration, HostDeclaration } from '../model/program.ts';
import { added, bringsTheSame, mapAgain, removed, replaceItems, type Splice, spliceOf } from '../model/splice.ts';
import type { Planned } from '../simulation/run.ts';
import type { Work } from '../steps.ts';
import type { Lab } from './lab.ts';
import { lower } from './lower.ts';
import { type Members, membersOf } from './members.ts';
import { type Placement, placementOf, swarmCommands } from './setup.ts';

export interface Plan {
  readonly declarations: readonly Declaration[];
  /** The names of containers that are placed on a host, or stand for several: the commands of others depend on them. */
  readonly spread: ReadonlySet<string>;
  readonly hosts: readonly HostDeclaration[];
  /** The names of the images in use, sorted. */
  readonly images: readonly string[];
  readonly placement: Placement;
  /** Parallel to the declarations: the commands of each. */
  readonly lowered: readonly (readonly Planned[])[];
  readonly commands: readonly Planned[];
  /** Parallel to the commands: the declaration of each. */
  readonly entries: readonly number[];
  /** Parallel to the declarations: how many commands have happened once it has. */
  readonly moments: readonly number[];
}

/** What `previous` has worked out is taken over as far as it holds. From nothing it is a declaration a step. */
export function* planInSteps(lab: Lab, previous?: Plan): Work<Plan> {
  const { declarations } = lab;
  const splice = spliceOf(previous?.declarations ?? [], declarations);
  const hosts = previous && bringsTheSame(splice, hostOf) ? previous.hosts : declarations.flatMap(hostOf);
  const images = previous && bringsTheSame(splice, imageOf) ? previous.images : imagesOf(declarations);
  const sameSpread =
    previous !== undefined && bringsTheSame(splice, spreadOf) && !declaresAnother(splice, previous.spread);
  const spread = sameSpread ? previous.spread : spreadNames(declarations);
  const placement = sameSpread && hosts === previous.hosts ? previous.placement : placementOf(hosts, declarations);
  const members = membersOf(lab);
  const plan = (declaration: Declaration) => commandsOf(declaration, placement.of(declaration), members);
  const lowered =
    sameSpread && placement === previous.placement
      ? mapAgain(splice, previous.lowered, plan)
      : yield* mapInSteps(declarations, plan);
  const known = { declarations, spread, hosts, images, placement, lowered };
  return previous && placement === previous.placement && hasSameShape(splice, previous.lowered, lowered)
    ? { ...known, ...refill(splice, previous, lowered) }
    : { ...known, ...inOrder(declarations, placement, lowered) };
}

function* mapInSteps<T, R>(items: readonly T[], derive: (item: T) => R): Work<readonly R[]> {
  const derived: R[] = [];
  for (const item of items) {
    derived.push(derive(item));
    yield undefined;
  }
  return derived;
}

interface Lowered {
  readonly host: string;
  /** The members of the container that it names. */
  readonly members: string;
  readonly commands: readonly Planned[];
}

const remembered = new WeakMap<Declaration, Lowered>();

/** The commands of a declaration: the same objects as long as they are the same. */
function commandsOf(declaration: Declaration, host: string, members: Members): readonly Planned[] {
  const named =
    'container' in declaration && declaration.container ? members(declaration.container.value).join(' ') : '';
  const known = remembered.get(declaration);
  if (known?.host === host && known.members === named) return known.commands;
  const commands = lower(declaration, members).map((command) => ({ host, command }));
  remembered.set(declaration, { host, members: named, commands });
  return commands;
}

const hostOf = (declaration: Declaration): readonly HostDeclaration[] =>
  declaration.kind === 'host' ? [declaration] : [];

const imageOf = (declaration: Declaration): readonly string[] =>
  declaration.kind === 'container' && declaration.image ? [declaration.image.value] : [];

/** What the commands of others depend on. */
const spreadOf = (declaration: Declaration): readonly unknown[] => {
  if (declaration.kind !== 'container') return [];
  const { name, on, replicas } = declaration;
  return on || replicas ? [name?.value, on?.value, replicas?.value] : [];
};

const spreadNames = (declarations: readonly Declaration[]): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const declaration of declarations)
    if (declaration.kind === 'container' && declaration.name && spreadOf(declaration).length > 0)
      names.add(declaration.name.value);
  return names;
};

/** Whether the items in between declare such a name once more: of several, one counts. */
const declaresAnother = (splice: Splice<Declaration>, spread: ReadonlySet<string>): boolean =>
  spread.size > 0 &&
  [...removed(splice), ...added(splice)].some(
    (declaration) =>
      declaration.kind === 'container' &&
      spreadOf(declaration).length === 0 &&
      declaration.name !== undefined &&
      spread.has(declaration.name.value),
  );

const imagesOf = (declarations: readonly Declaration[]): readonly string[] => {
  const images = new Set<string>();
  for (const declaration of declarations)
    if (declaration.kind === 'container' && declaration.image) images.add(declaration.image.value);
  return [...images].sort();
};

type InOrder = Pick<Plan, 'commands' | 'entries' | 'moments'>;

/** Whether as many commands happen at the same places as before. */
function hasSameShape(
  { before, after, head, tail }: Splice<Declaration>,
  known: Plan['lowered'],
  lowered: Plan['lowered'],
): boolean {
  if (before.length !== after.length) return false;
  for (let i = head; i < after.length - tail; i++)
    if (isNetwork(before[i]!) !== isNetwork(after[i]!) || known[i]!.length !== lowered[i]!.length) return false;
  return known.length === lowered.length;
}

function refill({ after, head, tail }: Splice<Declaration>, previous: Plan, lowered: Plan['lowered']): InOrder {
  const { entries, moments } = previous;
  let { commands } = previous;
  for (let i = head; i < after.length - tail; i++) {
    const own = lowered[i]!;
    if (own.length > 0) commands = replaceItems(commands, moments[i]! - own.length, moments[i]!, own);
  }
  return { commands, entries, moments };
}

function inOrder(declarations: readonly Declaration[], placement: Placement, lowered: Plan['lowered']): InOrder {
  const commands: Planned[] = [];
  const entries: number[] = [];
  const moments: number[] = new Array(declarations.length).fill(0);
  const happen = (entry: number, own: readonly Planned[]): void => {
    for (const command of own) {
      commands.push(command);
      entries.push(entry);
    }
    moments[entry] = commands.length;
  };
  for (const [declaration, command] of swarmCommands(placement.hosts))
    happen(declarations.indexOf(declaration), [{ host: placement.of(declaration), command }]);
  declarations.forEach((declaration, entry) => {
    if (isNetwork(declaration)) happen(entry, lowered[entry]!);
  });
  declarations.forEach((declaration, entry) => {
    if (!isNetwork(declaration) && declaration.kind !== 'host') happen(entry, lowered[entry]!);
  });
  return { commands, entries, moments };
}

const isNetwork = ({ kind }: Declaration): boolean => kind === 'network';
