import fc from 'fast-check';
import { parse } from 'shell-quote';
import { describe, expect, it } from 'vitest';
import { dockerCommand } from '../../language-server/formats/docker-script.ts';

describe('docker command of an engine command', () => {
  it('writes a container with its flags before the image', () => {
    const line = dockerCommand({
      kind: 'containerRun',
      name: 'web',
      image: 'nginx:1.27',
      networks: [{ network: 'front' }],
      ip: '10.0.0.5',
      aliases: ['www'],
      publish: ['8080:80/tcp'],
    });
    expect(line).toBe(
      'docker run -d --name web --network front --ip 10.0.0.5 --network-alias www -p 8080:80/tcp nginx:1.27',
    );
  });

  it('writes several networks in the long form', () => {
    const line = dockerCommand({
      kind: 'containerRun',
      image: 'api',
      networks: [
        { network: 'front', aliases: ['a', 'b'] },
        { network: 'back', gatewayPriority: 1 },
      ],
    });
    expect(line).toBe('docker run -d --network name=front,alias=a,alias=b --network name=back,gw-priority=1 api');
  });

  it('writes a network with driver options', () => {
    const line = dockerCommand({
      kind: 'networkCreate',
      name: 'lan',
      driver: 'macvlan',
      subnets: ['192.0.2.0/24'],
      options: [['parent', 'eth0']],
    });
    expect(line).toBe('docker network create -d macvlan -o parent=eth0 --subnet 192.0.2.0/24 lan');
  });

  it('quotes what a shell would take apart, so that it reads every name back unchanged', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: fc.constantFrom('a', ' ', "'", '"', '$', '\\', '*', '#', 'é') }),
        (name) => {
          const line = dockerCommand({ kind: 'networkRemove', networks: [name] });
          expect(parse(line, (variable) => `$${variable}`)).toEqual(['docker', 'network', 'rm', name]);
        },
      ),
    );
  });
});
