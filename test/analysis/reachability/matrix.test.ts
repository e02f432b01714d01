import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingEndpoints, servicesOf, serviceText } from '../../../language-server/analysis/reachability/endpoints.ts';
import { matrixOf, type Sending } from '../../../language-server/analysis/reachability/matrix.ts';
import { probe } from '../../../language-server/analysis/reachability/probe.ts';
import type { World } from '../../../language-server/simulation/state.ts';
import { finished } from '../../../language-server/steps.ts';
import * as random from './random-world.ts';

/** Every pair as the matrix has it and as the tracer does, where they differ. */
function disagreements(world: World): readonly string[] {
  const matrix = matrixOf(world);
  const { classes } = matrix;
  const senders = classes.all.flatMap(({ members }) => members).filter((each): each is Sending => each.kind !== 'port');
  return senders.flatMap((from) =>
    classes.all.flatMap(({ members }) =>
      members.flatMap((to) =>
        servicesOf(to, world).flatMap((service, index) => {
          const traced = probe(world, from, to, service);
          const said = matrix.observe(from, to)[index];
          const same = JSON.stringify(said) === JSON.stringify(traced);
          const pair = `${from.name} → ${to.name} on ${serviceText(service)}`;
          return same ? [] : [`${pair}: ${JSON.stringify(traced)}, not ${JSON.stringify(said)}`];
        }),
      ),
    ),
  );
}

describe('the matrix by classes', () => {
  it('equals the tracer pair by pair, in any lab', () => {
    fc.assert(
      fc.property(random.lab, (lab) => {
        expect(disagreements(random.worldOf(lab)).slice(0, 3)).toEqual([]);
      }),
      { numRuns: Number(process.env.MATRIX_RUNS ?? 40) },
    );
  });

  it('has a class for every endpoint', () => {
    fc.assert(
      fc.property(random.lab, (lab) => {
        const world = random.worldOf(lab);
        const members = matrixOf(world).classes.all.flatMap((each) => each.members);
        expect(members.length).toBe(finished(findingEndpoints(world)).length);
      }),
      { numRuns: 20 },
    );
  });
});
