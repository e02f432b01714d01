import fc from 'fast-check';
import { isCollection, isKeyed } from 'immutable';
import { describe, expect, it } from 'vitest';
import { worldAt } from '../../language-server/analysis/timeline.ts';
import { drawTopology, topology } from '../../language-server/features/topology.ts';
import { createService, type Snapshot } from '../../language-server/service.ts';
import { MapView } from '../../language-server/simulation/cells.ts';
import { patchBetween } from '../../language-server/topology/build.ts';
import { applyPatch } from '../../language-server/topology/patch.ts';
import { URI } from '../lab.ts';

const network = fc.constantFrom('net0', 'net1', 'net2', 'bridge');
const container = fc.constantFrom('one', 'two', 'three', 'four', 'five', 'six-1');
const engine = fc.constantFrom('20.10', '24', '28', '29');
const written = (keyword: string, value: fc.Arbitrary<string>) =>
  fc.option(value, { nil: undefined, freq: 2 }).map((text) => (text === undefined ? '' : `  ${keyword} ${text}\n`));
const joined = (...parts: readonly fc.Arbitrary<string>[]) => fc.tuple(...parts).map((texts) => texts.join(''));

const attachment = joined(
  network,
  fc.constant(' { '),
  fc.constantFrom('', 'alias web; ', 'alias db; '),
  fc.constantFrom('', '', 'ip 10.0.0.2; ', 'ip 10.0.0.9; '),
  fc.constant('}'),
);
const containerBlock = joined(
  written('image', fc.constantFrom('nginx', 'nginx:1.27', 'redis', 'alpine')),
  written('network', attachment),
  written('network', attachment),
  written('network', fc.constantFrom('host', 'none', 'container:one', 'container:two')),
  written('publish', fc.constantFrom('8080:80', '8081:80', '127.0.0.1:8080:80', '192.0.2.10:8082:80', '80')),
  written('publish', fc.constantFrom('8080-8082:80', '53:53/udp')),
  written('link', fc.constantFrom('one', 'two:other')),
  written('replicas', fc.constantFrom('2', '3')),
  written('on', fc.constantFrom('left', 'right')),
);
const sender = fc.oneof(
  { weight: 3, arbitrary: container },
  { weight: 1, arbitrary: fc.constantFrom('outside', 'host') },
);
const target = fc.oneof(
  { weight: 4, arbitrary: container },
  { weight: 2, arbitrary: fc.constantFrom('host', 'web', 'db', 'one.net0', 'outside', '10.0.0.2', '172.18.0.3') },
);
const port = fc.constantFrom('', '', ' on 80', ' on 8080', ' on 53/udp');
const statement = fc.oneof(
  {
    weight: 5,
    arbitrary: joined(fc.constant('container '), container, fc.constant(' {\n'), containerBlock, fc.constant('}')),
  },
  {
    weight: 2,
    arbitrary: joined(
      fc.constant('network '),
      network,
      fc.constant(' {\n'),
      written('subnet', fc.constantFrom('10.0.0.0/24', '10.0.1.0/24', '10.0.0.0/29')),
      written('driver', fc.constantFrom('bridge', 'macvlan', 'overlay')),
      written('internal', fc.constantFrom('', 'off')),
      fc.constant('}'),
    ),
  },
  {
    weight: 2,
    arbitrary: joined(fc.constantFrom('connect ', 'disconnect '), container, fc.constant(' '), network),
  },
  { weight: 2, arbitrary: joined(fc.constantFrom('stop ', 'start ', 'restart ', 'remove '), container) },
  {
    weight: 3,
    arbitrary: fc.oneof(
      joined(fc.constant('expect '), sender, fc.constantFrom(' can reach ', ' cannot reach '), target, port),
      joined(fc.constant('expect '), container, fc.constant(' can resolve '), target),
    ),
  },
  {
    weight: 1,
    arbitrary: joined(
      fc.constant('host '),
      fc.constantFrom('left', 'right'),
      fc.constant(' {\n'),
      written('engine', engine),
      written('swarm', fc.constantFrom('manager', 'worker')),
      written('icc', fc.constantFrom('off')),
      fc.constant('}'),
    ),
  },
);

/** Replaces, inserts or removes a statement. */
const edit = fc.record({ at: fc.nat(), remove: fc.nat(1), insert: fc.array(statement, { maxLength: 1 }) });

const textOf = (statements: readonly string[]) => statements.join('\n');

/** Times of the engine's clock, of which only the order counts: statements that came later have times in between. */
const clocks: ReadonlySet<string> = new Set(['clock', 'created']);

/** Collections by their entries in order, objects by their fields in any. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof MapView) return plain(value.whole);
  if (isCollection(value)) return [isKeyed(value) ? 'map' : 'list', [...value].map(plain)];
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !clocks.has(key))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => [key, plain(field)]),
  );
}

const seen = (snapshot: Snapshot): unknown =>
  plain({
    steps: snapshot.timeline.steps,
    worlds: snapshot.timeline.steps.map((_, index) => worldAt(snapshot.timeline, index + 1)),
    moments: snapshot.timeline.moments,
    outcomes: snapshot.outcomes.map(({ moment, outcome: { holds, verdict, reason, traces, resolutions, causes } }) => {
      return { moment, holds, verdict, reason, traces, resolutions, causes };
    }),
    findings: snapshot.findings.map((finding) => ({ ...finding, trials: finding.trials?.candidates() })),
    topology: topology(snapshot),
  });

describe('a lab after edits', () => {
  it('goes on from what was executed, however many statements are written after one another', () => {
    const service = createService();
    let text = textOf(['network net0', 'container one', 'container two']);
    const { machine } = service.open(URI, 0, text)[0]!.timeline.run;
    for (let count = 1; count <= 100; count++) {
      text = text.replace('container two', `container more${count}\ncontainer two`);
      const { run, steps } = service.change(URI, count, [{ text }])[0]!.timeline;
      expect(run.machine).toBe(machine);
      expect(steps).toHaveLength(count + 3);
    }
  });

  it('executes nothing again that an edit does not concern', () => {
    const before = [
      'network net0',
      ...[1, 2, 3, 4, 5].map((n) => `container app${n} { network net0 { alias a${n} } }`),
    ];
    const service = createService();
    const { executions } = service.open(URI, 0, textOf(before))[0]!.timeline.run;
    const again = (version: number, text: string) => {
      const { run } = service.change(URI, version, [{ text }])[0]!.timeline;
      return run.executions.flatMap((each, i) => (each === executions[i] ? [] : [before[i]!.split(' ')[1]]));
    };
    // The others are on the same network, and have other names and addresses.
    expect(again(1, textOf(before).replace('a2', 'b2'))).toEqual(['app2']);
    // All that come after it get another address.
    expect(again(2, textOf(before).replace('alias a2', 'ip 172.18.0.9'))).toEqual(['app2', 'app3', 'app4', 'app5']);
  });

  it('knows on every host of a swarm what an edit has changed on another one', () => {
    const lab = (alias: string) => `
      host left { swarm manager }
      host right { swarm worker; interface eth0 { address 192.0.2.11/24 } }
      network over { driver overlay; attachable }
      container asks { on left; network over }
      container asked { on right; network over { alias ${alias} } }
      expect asks can resolve before to asked`;
    const service = createService();
    const codes = (version: number, alias: string) =>
      service.change(URI, version, [{ text: lab(alias) }])[0]!.findings.map(({ code }) => code);
    service.open(URI, 0, lab('before'));
    expect(codes(1, 'before')).not.toContain('expectation-failed');
    expect(codes(2, 'behind')).toContain('expectation-failed');
    expect(codes(3, 'before')).not.toContain('expectation-failed');
  });

  it('is the same as one that was opened afresh', () => {
    fc.assert(
      fc.property(
        fc.array(statement, { minLength: 4, maxLength: 10 }),
        fc.array(edit, { minLength: 1, maxLength: 4 }),
        (lab, edits) => {
          const service = createService();
          const opened = service.open(URI, 0, textOf(lab))[0]!;
          void opened.findings;
          let drawn = drawTopology(opened);
          let statements = lab;
          for (const [version, { at, remove, insert }] of edits.entries()) {
            statements = statements.toSpliced(at % (statements.length + 1), remove, ...insert);
            const edited = service.change(URI, version + 1, [{ text: textOf(statements) }])[0]!;
            const fresh = createService().open(URI, 0, textOf(statements))[0]!;
            expect(seen(edited)).toEqual(seen(fresh));
            const next = drawTopology(edited, undefined, drawn);
            const patched = applyPatch(drawn.picture.graph, patchBetween(drawn.picture, next.picture));
            expect(patched).toEqual(topology(fresh));
            expect(next.picture.graph).toEqual(patched);
            drawn = next;
          }
        },
      ),
      { numRuns: 40 },
    );
  }, 120_000);
});
