/**
 * A default route that leads elsewhere than the text suggests. Which network has it is told from the declarations, by the
 * order of `simulation/endpoints.ts`, so that it need not be asked of each container after each edit.
 */
import { t } from '../../l10n.ts';
import type { ContainerDeclaration } from '../../model/program.ts';
import { gatewayConnection } from '../../simulation/endpoints.ts';
import { rules } from '../../simulation/engine-versions.ts';
import { findContainer } from '../../simulation/names.ts';
import type { World } from '../../simulation/state.ts';
import type { Fix } from '../finding.ts';
import type { Entry } from '../lab.ts';
import { addProperty, findProperty } from '../repairs/edits.ts';
import { worldAt } from '../timeline.ts';
import { type HygieneRule, look, type Observation, type Survey } from './survey.ts';

/** Containers on several networks that are not written in the order in which these compete for the default route. */
const outOfOrder = look(({ name, networks }) => {
  if (!name || networks.length < 2 || networks.some(({ gatewayPriority }) => gatewayPriority)) return undefined;
  const names = networks.map(({ network }) => network.value);
  return names.some((each, i) => i > 0 && each < names[i - 1]!) ? { name: name.value, names } : undefined;
});

export const defaultRouteSurprise: HygieneRule = {
  code: 'default-route-surprise',
  severity: 'information',
  *observe(survey) {
    const known = expectedRoutes(survey);
    for (const { entry, seen } of survey.select(outOfOrder)) {
      const candidates = seen.names.flatMap((name) => candidateOf(survey, name));
      // One network without a bridge of its own, or one that nobody knows, and other rules hold.
      if (known.has(seen.name) || candidates.length < seen.names.length) continue;
      const [actual] = [...candidates].sort(byRank);
      const expected = candidates.find(({ internal }) => !internal);
      if (actual && expected && actual !== expected) yield ofContainer(survey, entry, actual.name, expected.name);
    }
    yield* movedByConnect(survey, known);
  },
};

/** Containers whose default route is spelled out in an expectation: no surprise is left. */
function expectedRoutes({ outcomes }: Survey): ReadonlySet<string> {
  return new Set(
    outcomes.flatMap(({ declaration: { expectation } }) =>
      expectation?.kind === 'has' && expectation.property.value === 'gateway' ? [expectation.source.value] : [],
    ),
  );
}

interface Candidate {
  readonly name: string;
  readonly internal: boolean;
  readonly ipv6: boolean;
}

function candidateOf({ networks }: Survey, name: string): readonly Candidate[] {
  if (name === 'bridge' || name === 'default') return [{ name: 'bridge', internal: false, ipv6: false }];
  const declaration = networks.get(name)?.declaration;
  if (!declaration || (declaration.driver && declaration.driver.value !== 'bridge')) return [];
  return [{ name, internal: declaration.internal?.value === true, ipv6: declaration.ipv6?.value === true }];
}

const byRank = (a: Candidate, b: Candidate): number =>
  Number(a.internal) - Number(b.internal) ||
  Number(b.ipv6) - Number(a.ipv6) ||
  (a.name < b.name ? -1 : Number(a.name > b.name));

function why(hasPriorities: boolean): string {
  return hasPriorities
    ? t('without `gateway-priority` the network whose name comes first in the alphabet has it')
    : t('the network whose name comes first in the alphabet has it');
}

function ofContainer({ timeline }: Survey, entry: Entry, actual: string, expected: string): Observation {
  const declaration = entry.declaration as ContainerDeclaration;
  const { hosts } = timeline.initial;
  const host = (declaration.on && hosts.get(declaration.on.value)) ?? hosts.first();
  const hasPriorities = host !== undefined && rules[host.engine].gatewayPriority;
  const written = declaration.networks.find(({ network }) => network.value === expected);
  const container = declaration.name?.value;
  return {
    entry,
    span: written?.network.span ?? declaration.statement.keyword,
    message: t`The default route of \`${container}\` leads over \`${actual}\`, not over \`${expected}\`, which is written first: ${why(hasPriorities)}. What \`${container}\` sends outside, and its published ports, go that way.`,
    get fixes() {
      return hasPriorities ? preferring(entry, expected) : [];
    },
  };
}

function preferring(entry: Entry, network: string): readonly Fix[] {
  const attachment = findProperty(
    entry.declaration.statement,
    'network',
    ({ arguments: [name] }) => name?.text === network,
  );
  return attachment
    ? [
        {
          title: t`Send by \`${network}\`: \`gateway-priority 1\``,
          edits: [addProperty(entry, 'gateway-priority 1', attachment)],
        },
      ]
    : [];
}

/** `connect` may take the default route away from where it was; the worlds before and after it say so. */
function* movedByConnect(
  { timeline, connects, indexOf, entryAt }: Survey,
  known: ReadonlySet<string>,
): Iterable<Observation> {
  for (const connect of connects) {
    const { container, attachment } = connect;
    if (known.has(container) || attachment.gatewayPriority) continue;
    const moment = timeline.moments[indexOf(connect)] ?? 0;
    const step = moment > 0 ? timeline.step(moment - 1) : undefined;
    if (step?.command.kind !== 'networkConnect' || step.result.error) continue;
    const before = routeOf(worldAt(timeline, moment - 1), step.command.container);
    const after = routeOf(worldAt(timeline, moment), step.command.container);
    if (before === undefined || after === undefined || before.network === after.network) continue;
    yield {
      entry: entryAt(connect),
      span: attachment.network.span,
      message: t`This moves the default route of \`${container}\` from \`${before.network}\` to \`${after.network}\`: ${why(after.hasPriorities)}. What \`${container}\` sends outside, and its published ports, go that way from now on.`,
    };
  }
}

function routeOf(
  world: World,
  name: string,
): { readonly network: string; readonly hasPriorities: boolean } | undefined {
  const found = findContainer(world, name);
  const connection = found && gatewayConnection(found.host, found.container);
  // Overlay networks always hand the way out to docker_gwbridge: no choice, no surprise.
  if (!connection || connection.network.name === 'docker_gwbridge') return undefined;
  return { network: connection.network.name, hasPriorities: rules[found.host.engine].gatewayPriority };
}
