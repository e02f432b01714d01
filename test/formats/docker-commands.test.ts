import { describe, expect, it } from 'vitest';
import { readDockerCommand } from '../../language-server/formats/docker-commands.ts';
import { readShellScript } from '../../language-server/formats/shell-script.ts';
import type { EngineVersion } from '../../language-server/simulation/state.ts';

const read = (line: string, client: EngineVersion = '29') => {
  const [command] = readShellScript(line).commands;
  return readDockerCommand(command?.words.slice(1) ?? [], client);
};
const command = (line: string, client: EngineVersion = '29') => {
  const answer = read(line, client);
  if (answer.kind !== 'command') throw new Error(`no engine command: ${JSON.stringify(answer)}`);
  return answer.command;
};
const error = (line: string, client: EngineVersion = '29') => {
  const answer = read(line, client);
  if (answer.kind !== 'error') throw new Error(`accepted: ${JSON.stringify(answer)}`);
  return answer.error;
};

describe('docker run', () => {
  it('finds the image behind flags with and without values', () => {
    expect(command('docker run -dit --name web -m 512m --privileged -p 8080:80 --cpus=2 nginx sh -c "exit 3"')).toEqual(
      {
        kind: 'containerRun',
        name: 'web',
        image: 'nginx',
        networks: [],
        publish: ['8080:80'],
        command: ['sh', '-c', 'exit 3'],
      },
    );
  });

  it('reads long, short, attached and `=` forms alike', () => {
    const wanted = command('docker run --publish 80:80 --hostname h --network n1 web');
    for (const line of [
      'docker run -p 80:80 -h h --net n1 web',
      'docker run -p80:80 -hh --net=n1 web',
      'docker run --publish=80:80 --hostname=h --network=name=n1 web',
      'docker container run -p=80:80 -h=h --network n1 web',
    ])
      expect(command(line)).toEqual(wanted);
  });

  it('keeps every repeated flag in order, and the last of a single one', () => {
    expect(
      command('docker run -p 80:80 --publish 443:443 --ip 10.0.0.2 --ip 10.0.0.3 --network a --network b web'),
    ).toMatchObject({
      publish: ['80:80', '443:443'],
      ip: '10.0.0.3',
      networks: [{ network: 'a' }, { network: 'b' }],
    });
  });

  it('reads the long form of --network', () => {
    expect(command('docker run --network name=n1,alias=db,alias=store,ip=10.0.0.9,gw-priority=5 web')).toMatchObject({
      networks: [{ network: 'n1', aliases: ['db', 'store'], ip: '10.0.0.9', gatewayPriority: 5 }],
    });
    expect(error('docker run --network name=n1,ip=10.0.0.9 web', '20.10').message).toBe(
      'invalid argument "name=n1,ip=10.0.0.9" for "--network" flag: invalid field key ip',
    );
    expect(error('docker run --network alias=x web').message).toContain('network name/id is not specified');
  });

  it('takes everything after the image as the command of the container', () => {
    expect(command('docker run web -p 80:80 --name x')).toMatchObject({ command: ['-p', '80:80', '--name', 'x'] });
  });

  it('notes flags that do not touch networking, and not those of the terminal', () => {
    const answer = read('docker run -it -v /a:/b --memory 1g -v /c:/d web');
    expect(answer.kind === 'command' && answer.notes).toEqual([
      '--volume does not touch networking and is not simulated.',
      '--memory does not touch networking and is not simulated.',
    ]);
  });

  it('passes values on as written, empty ones too', () => {
    expect(command("docker run --network '' -p '' web")).toMatchObject({ networks: [{ network: '' }], publish: [''] });
  });

  it('obeys --flag=false', () => {
    expect(command('docker run --rm=false -P=true web')).toEqual({
      kind: 'containerRun',
      image: 'web',
      networks: [],
      publishAll: true,
    });
  });
});

describe('docker network', () => {
  it('reads create with every option', () => {
    expect(
      command(
        'docker network create -d bridge --subnet 10.0.0.0/24 --ip-range=10.0.0.128/25 --gateway 10.0.0.1 --aux-address r=10.0.0.2 --internal --ipv6 -o a.b=c --opt d --label x=y -- n1',
      ),
    ).toEqual({
      kind: 'networkCreate',
      name: 'n1',
      driver: 'bridge',
      subnets: ['10.0.0.0/24'],
      ipRanges: ['10.0.0.128/25'],
      gateways: ['10.0.0.1'],
      auxAddresses: ['r=10.0.0.2'],
      internal: true,
      ipv6: true,
      options: [
        ['a.b', 'c'],
        ['d', ''],
      ],
      labels: ['x=y'],
    });
    expect(command('docker network create --ipv4=false n1')).toMatchObject({ ipv4: false });
  });

  it('reads connect, disconnect, rm and prune', () => {
    expect(command('docker network connect n1 --alias db --link a:b --ip 10.0.0.4 web')).toEqual({
      kind: 'networkConnect',
      network: 'n1',
      container: 'web',
      aliases: ['db'],
      links: ['a:b'],
      ip: '10.0.0.4',
    });
    expect(command('docker network disconnect -f n1 web')).toMatchObject({ kind: 'networkDisconnect', force: true });
    expect(command('docker network rm a b')).toEqual({ kind: 'networkRemove', networks: ['a', 'b'] });
    expect(command('docker network prune -f')).toEqual({ kind: 'networkPrune' });
  });

  it('takes names that start with a dash after --', () => {
    expect(command("docker network create -- '-x'")).toMatchObject({ name: '-x' });
  });
});

describe('other commands', () => {
  it.each([
    ['docker rm -f a b', { kind: 'containerRemove', containers: ['a', 'b'], force: true }],
    ['docker stop -t 1 a', { kind: 'containerStop', containers: ['a'] }],
    ['docker kill -s TERM a', { kind: 'containerKill', containers: ['a'] }],
    ['docker container restart a b', { kind: 'containerRestart', containers: ['a', 'b'] }],
    ['docker rename a b', { kind: 'containerRename', container: 'a', name: 'b' }],
    ['docker --context lab start a', { kind: 'containerStart', containers: ['a'] }],
  ])('%s', (line, wanted) => expect(command(line)).toEqual(wanted));

  it('tells questions from commands', () => {
    expect(read('docker ps -a --format {{.Names}}')).toEqual({
      kind: 'query',
      query: { kind: 'ps', all: true, quiet: false, format: '{{.Names}}' },
    });
    expect(read('docker exec -it web ls -l')).toEqual({
      kind: 'query',
      query: { kind: 'exec', container: 'web', command: ['ls', '-l'] },
    });
    expect(read('docker pull web').kind).toBe('none');
  });
});

describe('what the client refuses', () => {
  it('words a missing argument as each version does', () => {
    expect(error('docker network create', '20.10')).toMatchObject({
      exitCode: 1,
      stderr:
        '"docker network create" requires exactly 1 argument.\nSee \'docker network create --help\'.\n\nUsage:  docker network create [OPTIONS] NETWORK\n\nCreate a network',
    });
    expect(error('docker network create', '28').stderr).toBe(
      "docker: 'docker network create' requires 1 argument\n\nUsage:  docker network create [OPTIONS] NETWORK\n\nRun 'docker network create --help' for more information",
    );
  });

  it('names unknown flags and missing values', () => {
    expect(error('docker run --frob web').message).toBe('unknown flag: --frob');
    expect(error('docker run -dX web').message).toBe("unknown shorthand flag: 'X' in -dX");
    expect(error('docker run --name').message).toBe('flag needs an argument: --name');
    expect(error('docker network connect --gw-priority 1 n1 web', '20.10').message).toBe('unknown flag: --gw-priority');
    expect(error('docker run -d=maybe web').message).toContain('strconv.ParseBool: parsing "maybe"');
    expect(error('docker frob')).toMatchObject({ exitCode: 1, message: 'docker: unknown command: docker frob' });
  });
});

describe('shell scripts', () => {
  it('reads quotes, comments, continuations, variables and operators', () => {
    const script = readShellScript(`#!/bin/sh
# a lab
NET=my net
SUBNET="10.0.0.0/24"; export WHO='web server'
docker network create --subnet $SUBNET \\
  n1   # the network
docker run --name "$WHO" -e 'A=$B' web && docker stop x || true >/dev/null 2>&1
`);
    expect(script.commands).toEqual([
      { words: ['net'], line: 2, when: 'always' },
      { words: ['docker', 'network', 'create', '--subnet', '10.0.0.0/24', 'n1'], line: 4, when: 'always' },
      { words: ['docker', 'run', '--name', 'web server', '-e', 'A=$B', 'web'], line: 6, when: 'always' },
      { words: ['docker', 'stop', 'x'], line: 6, when: 'success' },
      { words: ['true'], line: 6, when: 'failure' },
    ]);
  });

  it('reports what needs a shell and goes on after it', () => {
    const script = readShellScript('docker rm $(docker ps -q)\ndocker ps | wc -l\ndocker start a');
    expect(script.unread.map(({ line }) => line)).toEqual([0, 1]);
    expect(script.commands).toEqual([{ words: ['docker', 'start', 'a'], line: 2, when: 'always' }]);
  });

  it('leaves loops, conditions and functions out as a whole, and goes on after them', () => {
    const script = readShellScript(
      [
        'for i in 1 2; do',
        '  docker run -d --name w$i nginx',
        'done | cat',
        'if docker inspect x; then docker rm x; fi',
        'up() {',
        '  docker run -d --name bad nginx',
        '}',
        'docker start a',
      ].join('\n'),
    );
    expect(script.unread.map(({ line }) => line)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(script.commands).toEqual([{ words: ['docker', 'start', 'a'], line: 7, when: 'always' }]);
  });

  it('survives an open quote at the end', () => {
    expect(readShellScript('docker start "a\nb').commands).toHaveLength(1);
  });
});
