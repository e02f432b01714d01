import { describe, expect, it } from 'vitest';
import { dnet, file } from './dnet.ts';

const script = file(
  'lab.sh',
  `#!/bin/sh
docker network create front
docker run -d --name web --network front -p 8080:80 nginx
docker run -d --name app --network front -v /data:/data app:2
docker pause app
docker rename web www
docker run -d --name second -p 8080:80 nginx || docker run -d --name third nginx
docker network rm front
docker run --nam x nginx
docker start nobody && docker stop www
curl http://localhost:8080/
`,
);

describe('dnet simulate lab.sh', () => {
  it('runs the commands one by one, also those that no .dnet statement stands for', () => {
    const { status, out, err } = dnet('simulate', script);
    expect(status).toBe(0);
    expect(out).toContain('  container app  paused\n');
    expect(out).toContain('  container www  running\n    lo  127.0.0.1/8\n    eth0  172.18.0.2/16  front');
    expect(out).toContain('  container third  running\n');
    expect(out).toMatch(/ {2}line 7: docker run -d --name second -p 8080:80 nginx\n.*port is already allocated/);
    expect(out).toMatch(/ {2}line 8: docker network rm front\n.*has active endpoints/);
    expect(out).toContain('  line 9: docker run --nam x nginx\n    unknown flag: --nam\n');
    expect(err).toBe(
      [
        `${script}:4: note: --volume does not touch networking and is not simulated.`,
        `${script}:11: left out: \`curl\` is not a docker command.`,
        '',
      ].join('\n'),
    );
  });

  it('gives the same as JSON, on the engine that is asked for', () => {
    const { hosts, errors } = JSON.parse(dnet('simulate', script, '--format', 'json', '--engine', '20.10').out);
    expect(hosts[0]).toMatchObject({ engine: '20.10', containers: expect.arrayContaining([]) });
    expect(hosts[0].containers.find(({ name }: { name: string }) => name === 'www').interfaces[1].mac).toBe(
      '02:42:ac:12:00:02',
    );
    expect(errors.map(({ line }: { line: number }) => line)).toEqual([7, 8, 9, 10]);
  });

  it('is recognised by its first line too, and ends at a failure after `set -e`', () => {
    const path = file(
      'setup',
      '#!/usr/bin/env bash\nset -eu\ndocker start a || docker run --name one nginx\ndocker start b\ndocker run --name two nginx\n',
    );
    const { hosts, errors } = JSON.parse(dnet('simulate', path, '--format', 'json').out);
    expect(hosts[0].containers.map(({ name }: { name: string }) => name)).toEqual(['one']);
    expect(errors.map(({ line }: { line: number }) => line)).toEqual([3, 4]);
  });

  it('takes another engine for a .dnet file too', () => {
    const lab = file('engine.dnet', 'host box { engine 29 }\ncontainer web\n');
    expect(dnet('simulate', lab, '--engine', '20.10').out).toContain('eth0  172.17.0.2/16  bridge  02:42:ac:11:00:02');
    expect(dnet('simulate', lab, '--engine', '19').status).toBe(2);
  });
});

describe('dnet import and export', () => {
  it('writes the lab to standard output, and what is lost to standard error', () => {
    const { status, out, err } = dnet('import', script);
    expect(status).toBe(0);
    expect(out).toContain('network front\ncontainer web { image nginx; network front; publish 8080:80 }\n');
    expect(out).toContain('# docker pause app\n');
    expect(err).toContain(`${script}:9: refused by the docker client: unknown flag: --nam\n`);
  });

  it('writes the script of a lab', () => {
    const lab = file('export.dnet', 'container web { image nginx; network front }\nnetwork front\nstop web\n');
    expect(dnet('export', '--to', 'docker', lab)).toEqual({
      status: 0,
      out: '#!/bin/sh\ndocker network create front\ndocker run -d --name web --network front nginx\ndocker stop web\n',
      err: '',
    });
    expect(dnet('export', lab).status).toBe(2);
    expect(dnet('export', '--to', 'stone', lab).status).toBe(2);
  });
});
