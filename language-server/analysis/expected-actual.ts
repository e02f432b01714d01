/** What an expectation expects and what there is, as two texts to be held against each other. */
import { t } from '../l10n.ts';
import type { Expectation } from '../model/program.ts';
import type { World } from '../simulation/state.ts';
import type { Outcome } from './expectation.ts';
import { containersAt } from './facts.ts';

export interface ExpectedActual {
  readonly expected: string;
  readonly actual: string;
}

export function expectedActual(expectation: Expectation, outcome: Outcome, world: World): ExpectedActual {
  switch (expectation.kind) {
    case 'reach':
      return { expected: expectation.positive ? t('delivered') : t('not delivered'), actual: deliveries(outcome) };
    case 'resolve':
      return {
        expected: expectation.positive
          ? list(expectation.targets.map(({ value }) => value)) || t('an address')
          : t('no address'),
        actual: list(outcome.actual.map((address) => owned(world, address))) || t('no address'),
      };
    case 'has':
      return {
        expected: list(expectation.values.map(({ value }) => value)),
        actual: list(outcome.actual) || t('none'),
      };
  }
}

/** One verdict for each address that was tried. */
function deliveries({ traces }: Outcome): string {
  if (traces.length === 0) return t('nobody to reach');
  const single = traces.length === 1;
  const told = traces.map(({ verdict, answeredBy, address, query }) => {
    const by = verdict === 'delivered' && answeredBy ? t`${t(verdict)}, answered by ${answeredBy}` : t(verdict);
    return single ? by : `${address ?? query.to}: ${by}`;
  });
  return list(told, '\n');
}

function list(items: readonly string[], separator = '\n'): string {
  return [...new Set(items)].join(separator);
}

function owned(world: World, address: string): string {
  return containersAt(world, address)[0] ?? address;
}
