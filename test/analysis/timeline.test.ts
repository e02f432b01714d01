import { describe, expect, it } from 'vitest';
import { containerAddresses } from '../../language-server/analysis/facts.ts';
import { worldAt } from '../../language-server/analysis/timeline.ts';
import { createService } from '../../language-server/service.ts';
import { open, URI } from '../lab.ts';

describe('timeline', () => {
  it('creates networks before containers, wherever they are written', () => {
    const { timeline } = open('container web { network front }\nnetwork front\nnetwork back');
    expect(timeline.steps.map(({ command }) => command.kind)).toEqual([
      'networkCreate',
      'networkCreate',
      'containerRun',
    ]);
    expect(timeline.moments).toEqual([3, 1, 2]);
  });

  it('gives every moment its own world', () => {
    const { timeline } = open('container web\nstop web\nstart web');
    expect([0, 1, 2, 3].map((moment) => containerAddresses(worldAt(timeline, moment), 'web'))).toEqual([
      [],
      ['172.17.0.2'],
      [],
      ['172.17.0.2'],
    ]);
  });

  it('runs a container with replicas once for each, and acts on all of them', () => {
    const { timeline } = open('container web { replicas 3 }\nstop web\nstart web-2');
    const world = worldAt(timeline);
    expect(['web-1', 'web-2', 'web-3'].map((name) => containerAddresses(world, name))).toEqual([
      [],
      ['172.17.0.2'],
      [],
    ]);
  });

  it('executes again only what an edit changed and what follows it', () => {
    const service = createService();
    const text = 'network front\ncontainer one { network front }\ncontainer two { network front }\ncontainer three';
    const before = service.open(URI, 1, text)[0]!.timeline;
    const at = text.indexOf('two { network') + 4;
    const position = { line: 2, character: at - text.lastIndexOf('\n', at) - 1 };
    const after = service.change(URI, 2, [{ range: { start: position, end: position }, text: '# note' }])[0]!.timeline;
    expect(after.run.executions[0]).toBe(before.run.executions[0]);
    expect(after.run.executions[1]).toBe(before.run.executions[1]);
    expect(after.run.executions[2]).not.toBe(before.run.executions[2]);
  });

  it('executes nothing again when only a comment or an expectation was added', () => {
    const service = createService();
    const before = service.open(URI, 1, 'container one\ncontainer two')[0]!.timeline;
    const start = { line: 0, character: 0 };
    const text = '# a comment\nexpect one can reach two\n';
    const after = service.change(URI, 2, [{ range: { start, end: start }, text }])[0]!.timeline;
    expect(after.steps.map(({ result }) => result)).toEqual(before.steps.map(({ result }) => result));
    expect(after.steps.every(({ result }, index) => result === before.steps[index]?.result)).toBe(true);
  });

  it('builds the host as it is declared, with the LAN around it', () => {
    const { timeline } = open(
      'host box { engine 20.10; interface eth0 { address 10.0.0.5/24 }; gateway 10.0.0.254; bridge-ip 10.99.0.1/24 }\ncontainer web',
    );
    const world = worldAt(timeline);
    expect(containerAddresses(world, 'web')).toEqual(['10.99.0.2']);
    expect(world.outside.router).toBe('10.0.0.254');
    expect(world.outside.lanAddress).toBe('10.0.0.99');
    expect(world.hosts.get('box')?.engine).toBe('20.10');
  });

  it('joins hosts to a swarm before it creates networks', () => {
    const lab = `
host left { interface eth0 { address 192.0.2.10/24 }; swarm worker }
host right { interface eth0 { address 192.0.2.11/24 }; swarm manager }
network wide { driver overlay; attachable }
container web { image nginx; network wide; on left }
container app { network wide; on right }
expect app can reach web on 80/tcp
`;
    const { findings, timeline, outcomes } = open(lab);
    expect(findings).toEqual([]);
    expect(timeline.steps.map(({ host, command }) => `${host} ${command.kind}`)).toEqual([
      'right swarmInit',
      'left swarmJoin',
      'right networkCreate',
      'left containerRun',
      'right containerRun',
    ]);
    expect(outcomes[0]?.outcome.holds).toBe(true);
  });

  it('places containers on hosts with `on`', () => {
    const { timeline } = open('host one\nhost two\ncontainer web { on two }\ncontainer db\nstop web');
    expect(timeline.steps.map(({ host }) => host)).toEqual(['two', 'one', 'two']);
  });
});
