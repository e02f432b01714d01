import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containerFacts } from '../../language-server/analysis/facts.ts';
import { lower } from '../../language-server/analysis/lower.ts';
import { worldAt } from '../../language-server/analysis/timeline.ts';
import { dnetSource } from '../../language-server/formats/dnet-source.ts';
import { exportDocker } from '../../language-server/formats/docker-export.ts';
import { importDocker, readDockerScript } from '../../language-server/formats/docker-import.ts';
import { dockerCommand } from '../../language-server/formats/docker-script.ts';
import { bind } from '../../language-server/model/bind.ts';
import type { EngineCommand } from '../../language-server/simulation/command.ts';
import { parse } from '../../language-server/syntax/parser.ts';
import { open } from '../lab.ts';
import { anyCommand, sayableCommand } from './engine-commands.ts';

describe('command → `docker` line → command', () => {
  it('is the same command, whatever a shell could make of its words', () => {
    fc.assert(
      fc.property(fc.array(anyCommand, { maxLength: 4 }), (commands) => {
        const script = commands.map((command) => `${dockerCommand(command)}\n`).join('');
        const { commands: read, remarks } = readDockerScript(script);
        expect(read.map(({ command }) => command)).toEqual(commands);
        expect(remarks).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

/** The commands that a text of one statement after the other stands for. */
function lowered(text: string): readonly EngineCommand[] {
  return bind(parse(text)).declarations.flatMap((declaration) => lower(declaration, (container) => [container]));
}

/**
 * One spelling for what has several: an action on several containers is one on each; the options of a container's only
 * network stand with the network instead of in `--ip`, `--ip6` and `--network-alias`; driver options are in no order;
 * what the image listens on and the command that keeps it alive are not the user's.
 */
function normalised(command: EngineCommand): readonly EngineCommand[] {
  switch (command.kind) {
    case 'containerStart':
    case 'containerStop':
    case 'containerRestart':
    case 'containerRemove':
      return command.containers.map((container) => ({ ...command, containers: [container] }));
    case 'networkCreate': {
      const options = command.options && [...command.options].sort(([a], [b]) => (a < b ? -1 : 1));
      return [{ ...command, ...(options && { options }) }];
    }
    case 'containerRun': {
      const { ip, ip6, aliases, listens: _, command: __, networks, ...rest } = command;
      const [first, ...others] = networks;
      if (!first) return [{ ...rest, networks }];
      const own = { ...first, ...(ip && { ip }), ...(ip6 && { ip6 }), ...(aliases && { aliases }) };
      return [{ ...rest, networks: [own, ...others] }];
    }
    default:
      return [command];
  }
}

describe('command → `.dnet` statement → command', () => {
  it('is the same command for all that a .dnet file can say', () => {
    fc.assert(
      fc.property(fc.array(sayableCommand, { maxLength: 4 }), (commands) => {
        const { text, notes } = dnetSource(commands);
        expect(notes).toEqual([]);
        expect(parse(text).problems).toEqual([]);
        expect(lowered(text).flatMap(normalised)).toEqual(commands.flatMap(normalised));
      }),
      { numRuns: 300 },
    );
  });

  it('notes what is lost, and never breaks the file', () => {
    fc.assert(
      fc.property(fc.array(anyCommand, { maxLength: 3 }), (commands) => {
        const { text, notes } = dnetSource(commands);
        expect(parse(text).problems).toEqual([]);
        commands.forEach((command, index) => {
          const kept = normalised(command);
          const one = lowered(dnetSource([command]).text).flatMap(normalised);
          const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(kept));
          const noted = notes.some((note) => note.command === index);
          if (!same && !noted) expect(one).toEqual(kept);
        });
      }),
      { numRuns: 200 },
    );
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}

/** Labs of a few networks, containers and actions; some of the commands fail, as in life. */
const lab = fc
  .array(
    fc.oneof(
      { weight: 2, arbitrary: fc.constantFrom('network n1', 'network n2 { subnet 10.9.0.0/24; internal }') },
      {
        weight: 4,
        arbitrary: fc
          .tuple(
            fc.constantFrom('a1', 'b1', 'c1'),
            fc.constantFrom(
              '',
              'network n1 { alias x, y }',
              'network n2 { ip 10.9.0.7 }',
              'network n1; network n2 { gateway-priority 1 }',
              'network host',
              'network container:a1',
              'publish 8080:80; image nginx',
              'image alpine; listen 9000; hostname "h1"; replicas 2',
            ),
          )
          .map(([name, block]) => `container ${name} { ${block} }`),
      },
      {
        weight: 4,
        arbitrary: fc
          .tuple(
            fc.constantFrom('a1', 'b1', 'c1'),
            fc.constantFrom('stop X', 'start X', 'restart X', 'remove X', 'connect X to n1', 'disconnect X from n1'),
          )
          .map(([name, action]) => action.replace('X', name)),
      },
      { weight: 1, arbitrary: fc.constant('expect a1 can reach b1') },
    ),
    { maxLength: 10 },
  )
  .map((lines) => lines.join('\n'));

/** Everything a lab ends with but what its processes listen on, which no `docker` command says. */
function endOf(text: string) {
  const { timeline } = open(text);
  const world = worldAt(timeline);
  const [host] = world.hosts.values();
  return {
    networks: [...host!.networks.values()].map(({ name, driver, pools }) => [name, driver, pools.map((p) => p.subnet)]),
    containers: [...host!.containers.values()].map(({ name }) => containerFacts(world, name)),
  };
}

describe('lab → script → lab', () => {
  it('ends in the same addresses, names and interfaces', () => {
    fc.assert(
      fc.property(lab, (text) => {
        const imported = importDocker(exportDocker(open(text)));
        expect(endOf(imported.text)).toEqual(endOf(text));
      }),
      { numRuns: 150 },
    );
  });
});
