import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reachabilityDifference } from '../../../language-server/analysis/reachability/difference.ts';
import {
  type Endpoint,
  findingEndpoints,
  servicesOf,
  serviceText,
} from '../../../language-server/analysis/reachability/endpoints.ts';
import type { Sending } from '../../../language-server/analysis/reachability/matrix.ts';
import { type Observation, probe } from '../../../language-server/analysis/reachability/probe.ts';
import { changeText, differenceMarkdown, editText } from '../../../language-server/analysis/reachability/report.ts';
import { worldAt } from '../../../language-server/analysis/timeline.ts';
import { execute } from '../../../language-server/simulation/engine.ts';
import type { World } from '../../../language-server/simulation/state.ts';
import { finished } from '../../../language-server/steps.ts';
import { open } from '../../lab.ts';
import * as random from './random-world.ts';

const worldOf = (text: string) => worldAt(open(text).timeline);
const difference = (before: string, after: string) => reachabilityDifference(worldOf(before), worldOf(after));
const changes = (before: string, after: string) =>
  difference(before, after).pairs.map((change) => `${change.kind} ${changeText(change)}`);

const lab = `
network front
network back
container db { image postgres; network back }
container web { image nginx; network front; network back; publish 8080:80 }
container api { image shop-api; replicas 2; network back; listen 8000 }
`;

describe('what an edit changes', () => {
  it('tells by classes who is cut off from whom', () => {
    const after = `${lab}disconnect db from back`;
    expect(changes(lab, after)).toEqual([
      'lost web, api (2), host → db by ping and on 5432/tcp (no address)',
      'lost db → api (2) by ping and on 8000/tcp (isolated)',
      'lost db → web by ping and on 80/tcp (isolated)',
      'lost db → host 8080/tcp (isolated)',
      'lost db → outside by ping and on 80/tcp, 5353/udp (isolated)',
      'lost db → host by ping (isolated)',
    ]);
    expect(editText(difference(lab, after))).toBe('cuts web, api (2), host → db on 5432/tcp and 5 more');
  });

  it('tells what is opened', () => {
    const open = lab.replace('container db {', 'container db { publish 5432:5432;');
    expect(changes(lab, open)).toEqual(['gained db, web, api (2) and 2 more → host 5432/tcp']);
  });

  it('takes a name that is lost for a pair that is lost, and another network for another way', () => {
    const moved = `${lab}disconnect web from back\nconnect db to front\n`;
    expect(changes(lab, moved)).toEqual(
      expect.arrayContaining([
        'changed web → db by ping and on 5432/tcp: over back → over front',
        'lost web → api (2) by ping and on 8000/tcp (dropped)',
      ]),
    );
    const bridge = (networks: string) =>
      `container aa { image nginx; ${networks} }\ncontainer bb { image nginx; ${networks} }`;
    expect(changes(`network n\n${bridge('network n')}`, `network n\n${bridge('network bridge')}`)).toEqual(
      expect.arrayContaining(['lost aa, bb → each other by ping and on 80/tcp (by address only)']),
    );
  });

  it('tells of other addresses once, for the container that has them', () => {
    const { pairs, addresses } = difference(
      lab,
      lab.replace('container db', 'container first { network back }\ncontainer db'),
    );
    expect(addresses).toContainEqual({ container: 'db', network: 'back', before: '172.19.0.2', after: '172.19.0.3' });
    expect(pairs.every(({ kind }) => kind === 'gained')).toBe(true);
  });

  it('says nothing where nothing changes', () => {
    const same = difference(lab, `${lab}\n# a comment`);
    expect(same).toEqual({ pairs: [], addresses: [] });
    expect(differenceMarkdown(same)).toBe('Who can talk to whom stays the same.\n');
    expect(editText(same)).toBeUndefined();
  });
});

/** `3 FROM → TO on SERVICE`: how well each pair does, by the tracer. */
function ranks(world: World): ReadonlyMap<string, number> {
  const rank: Record<Observation['reach'], number> = {
    reached: 3,
    'by address': 2,
    'in part': 1,
    'another answers': 0,
    'not reached': 0,
  };
  const endpoints = finished(findingEndpoints(world));
  const name = ({ kind, name: own }: Endpoint) => `${kind} ${own}`;
  const pairs = endpoints
    .filter((each): each is Sending => each.kind !== 'port')
    .flatMap((from) =>
      endpoints.flatMap((to) =>
        from === to
          ? []
          : servicesOf(to, world).map((service) => {
              const on = to.kind === 'port' ? '' : serviceText(service);
              return [`${name(from)} → ${name(to)} ${on}`, rank[probe(world, from, to, service).reach]] as const;
            }),
      ),
    );
  return new Map(pairs);
}

describe('the difference by classes', () => {
  it('loses and gains the pairs that the tracer loses and gains, in any lab', () => {
    fc.assert(
      fc.property(random.lab, fc.array(random.action, { minLength: 1, maxLength: 3 }), (lab, actions) => {
        const before = random.worldOf(lab);
        const after = actions.reduce((world, [on, command]) => execute(world, on, command).world, before);
        const [one, other] = [ranks(before), ranks(after)];
        const expected = [...new Set([...one.keys(), ...other.keys()])].flatMap((pair) => {
          const [a, b] = [one.get(pair) ?? 0, other.get(pair) ?? 0];
          return a === b ? [] : [`${a > b ? 'lost' : 'gained'} ${pair}`];
        });
        const kinds = (name: string) =>
          (['container', 'host', 'port', 'outside'] as const).filter((kind) =>
            [before, after].some((world) =>
              finished(findingEndpoints(world)).some((each) => each.kind === kind && each.name === name),
            ),
          )[0];
        const told = reachabilityDifference(before, after).pairs.flatMap(({ kind, from, to, on }) =>
          kind === 'changed'
            ? []
            : from.flatMap((sender) =>
                to.flatMap((target) =>
                  // Who stands on both sides is not told of with itself.
                  sender === target
                    ? []
                    : (on.length > 0 ? on : ['']).map(
                        (service) => `${kind} ${kinds(sender)} ${sender} → ${kinds(target)} ${target} ${service}`,
                      ),
                ),
              ),
        );
        expect(told.sort()).toEqual(expected.sort());
      }),
      { numRuns: Number(process.env.MATRIX_RUNS ?? 30) },
    );
  });
});
