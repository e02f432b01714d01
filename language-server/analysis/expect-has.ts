/** `expect CONTAINER has (ip|mac|gateway|interfaces) VALUE, … [on NETWORK]`. */
import { t, translatable } from '../l10n.ts';
import type { HasExpectation } from '../model/program.ts';
import type { World } from '../simulation/state.ts';
import type { Outcome } from './expectation.ts';
import { type ContainerFacts, canonicalAddress, containerFacts, withoutPrefix } from './facts.ts';
import type { Members } from './members.ts';

/** How a property's values are read off a container, and compared with the expected ones. */
interface Property {
  readonly title: string;
  readonly values: (facts: ContainerFacts, network: string | undefined) => readonly string[];
  /** `all`: the expected values are all there are; `some`: there may be others beside them. */
  readonly compare: 'all' | 'some';
  readonly canonical: (value: string) => string;
}

const PROPERTIES: Readonly<Record<HasExpectation['property']['value'], Property>> = {
  ip: {
    title: 'address',
    values: (facts, network) =>
      interfacesOn(facts, network)
        .filter(({ name }) => name !== 'lo')
        .flatMap((each) => each.addresses.map(withoutPrefix)),
    compare: 'some',
    canonical: (value) => canonicalAddress(withoutPrefix(value)),
  },
  mac: {
    title: translatable('MAC address'),
    values: (facts, network) => interfacesOn(facts, network).flatMap(({ mac }) => mac ?? []),
    compare: 'some',
    canonical: (value) => value.toLowerCase().replaceAll('-', ':'),
  },
  gateway: {
    title: translatable('default gateway'),
    values: ({ gateway }) => (gateway ? [gateway] : []),
    compare: 'all',
    canonical: canonicalAddress,
  },
  interfaces: {
    title: 'interface',
    values: (facts, network) => interfacesOn(facts, network).map(({ name }) => name),
    compare: 'all',
    canonical: (value) => value,
  },
};

/** The order of the values means nothing. The loopback address and its interface's lack of a MAC are no answers. */
export function evaluateHas(world: World, expectation: HasExpectation, members: Members): Outcome {
  const property = PROPERTIES[expectation.property.value];
  const network = expectation.network?.value;
  const wanted = expectation.values.map(({ value }) => property.canonical(value));
  const containers = members(expectation.source.value);
  const found = containers.map((name) => {
    const facts = containerFacts(world, name);
    return { name, facts, values: facts ? property.values(facts, network).map(property.canonical) : [] };
  });
  const holds = found.length > 0 && found.every(({ values }) => matches(values, wanted, property.compare));
  const decisive = found.find(({ values }) => !matches(values, wanted, property.compare)) ?? found[0];
  return {
    holds,
    verdict: holds ? 'as expected' : 'different',
    reason: decisive ? reasonOf(decisive, property, network) : t('No container is meant.'),
    traces: [],
    resolutions: [],
    actual: decisive?.values ?? [],
    causes: holds ? [] : [{ kind: 'container', name: expectation.source.value, message: t('It is declared here.') }],
  };
}

function matches(values: readonly string[], wanted: readonly string[], compare: Property['compare']): boolean {
  const all = wanted.every((value) => values.includes(value));
  return compare === 'some' ? all : all && values.every((value) => wanted.includes(value));
}

/** With a network: the interface on it. Without: every interface, of which the loopback one has no address of note. */
function interfacesOn({ interfaces }: ContainerFacts, network: string | undefined): ContainerFacts['interfaces'] {
  return network === undefined ? interfaces : interfaces.filter((each) => each.network === network);
}

function reasonOf(
  { name, facts, values }: { name: string; facts: ContainerFacts | undefined; values: readonly string[] },
  { title }: Property,
  network: string | undefined,
): string {
  if (!facts) return t`There is no container \`${name}\` at this moment.`;
  if (facts.status !== 'running' && facts.status !== 'paused')
    return t`\`${name}\` is not running: it is ${t(facts.status)}.`;
  const where = network === undefined ? '' : t` on ${network}`;
  if (values.length === 0) return t`\`${name}\` has no ${t(title)}${where}.`;
  const random = values.includes('random')
    ? t(' Engines from 28 on draw MAC addresses at random, at every start.')
    : '';
  return t`\`${name}\` has ${t(title)} ${values.join(', ')}${where}.${random}`;
}
