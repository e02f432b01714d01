import { describe, expect, it } from 'vitest';
import { exportDocker } from '../../language-server/formats/docker-export.ts';
import { importDocker } from '../../language-server/formats/docker-import.ts';
import { open } from '../lab.ts';

const lines = (...text: string[]) => `${text.join('\n')}\n`;

describe('import of a docker script', () => {
  it('writes a statement for each command', () => {
    const { text, remarks } = importDocker(
      lines(
        '#!/bin/sh',
        'set -e',
        'NET=front',
        'docker network create -d bridge --internal --subnet 10.1.0.0/24 --aux-address router=10.1.0.9 \\',
        '  -o com.docker.network.bridge.enable_icc=false --opt com.docker.network.driver.mtu=1450 "$NET"',
        'docker run -d --name web --network $NET --ip 10.1.0.20 --network-alias www -p 8080:80 nginx:1.27',
        'docker run -d --name app --network front --network name=back,alias=api,gw-priority=1 app:2',
        'sudo docker network connect --alias db --driver-opt com.docker.network.endpoint.macaddress=02:42:0a:00:00:01 back web',
        'docker stop web app',
        'docker rm -f app',
      ),
    );
    expect(text).toBe(
      lines(
        'network front {',
        '  driver bridge',
        '  subnet 10.1.0.0/24',
        '  reserve router 10.1.0.9',
        '  internal',
        '  icc false',
        '  mtu 1450',
        '}',
        'container web { image nginx:1.27; network front { ip 10.1.0.20; alias www }; publish 8080:80 }',
        'container app { image app:2; network front; network back { alias api; gateway-priority 1 } }',
        'connect web to back { alias db; mac 02:42:0a:00:00:01 }',
        'stop web',
        'stop app',
        'remove app',
      ),
    );
    expect(remarks).toEqual([]);
  });

  it('keeps what a .dnet file cannot say as a comment in its place', () => {
    const { text, remarks } = importDocker('docker run --name web nginx\ndocker pause web\ndocker network rm "a\nb"\n');
    expect(text).toBe(lines('container web { image nginx }', '# docker pause web', "# docker network rm 'a", "# b'"));
    expect(remarks.map(({ line, kind }) => [line, kind])).toEqual([
      [1, 'note'],
      [2, 'note'],
    ]);
  });

  it.each([
    ['docker run --nam web nginx', 'refused', 'unknown flag: --nam'],
    ['docker run nginx', 'note', 'Docker would make up a name; here the container is called `unnamed-1`.'],
    ['docker run --name web -v /a:/b nginx', 'note', '--volume does not touch networking and is not simulated.'],
    ['docker run --name web --restart always nginx', 'note', '`container` cannot say `--restart`.'],
    ['docker run --name web --network a --ip 300.1.1.1 nginx', 'note', /300\.1\.1\.1/],
    ['docker rm $(docker ps -q)', 'unread', 'Command substitution needs a shell.'],
    ['curl example.test', 'unread', '`curl` is not a docker command.'],
    ['docker kill web', 'note', '`kill` is written as `stop`: for the network they are the same.'],
  ])('%s is remarked on', (script, kind, message) => {
    const { remarks } = importDocker(`# a script\n${script}\n`);
    const wanted = message instanceof RegExp ? expect.stringMatching(message) : message;
    expect(remarks).toEqual([{ line: 1, kind, message: wanted }]);
  });
});

describe('export of a lab', () => {
  it('creates networks first, and keeps expectations as comments in their places', () => {
    const script = exportDocker(
      open(
        lines(
          'host box { bridge-ip 10.200.0.1/24; icc false }',
          'container web { image nginx; network front { ip 10.1.0.7 }; publish 8080:80 }',
          'expect outside can reach host on 8080/tcp',
          'network front { subnet 10.1.0.0/24 }',
          'connect web to bridge { mac 02:42:0a:00:00:01 }',
        ),
      ),
    );
    expect(script).toBe(
      lines(
        '#!/bin/sh',
        '# The engine of box has to run with: dockerd --bip=10.200.0.1/24 --icc=false',
        'docker network create --subnet 10.1.0.0/24 front',
        'docker run -d --name web --network front --ip 10.1.0.7 -p 8080:80 nginx',
        '# expect outside can reach host on 8080/tcp',
        'docker network connect --driver-opt com.docker.network.endpoint.macaddress=02:42:0a:00:00:01 bridge web',
      ),
    );
  });

  it('says where a command is given when there are several hosts', () => {
    const script = exportDocker(
      open(
        'host a { interface eth0 { address 192.0.2.10/24 } }\nhost b { interface eth0 { address 192.0.2.11/24 } }\ncontainer one\ncontainer two { on b }',
      ),
    );
    expect(script.match(/^# On the host .*$/gm)).toEqual(['# On the host a:', '# On the host b:']);
  });
});
