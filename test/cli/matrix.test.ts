import { describe, expect, it } from 'vitest';
import { dnet, file } from './dnet.ts';

const lab = file(
  'matrix.dnet',
  `network front
network back { internal }
container web { image nginx; network front; publish 8080:80 }
container api { image shop-api; replicas 2; network back; listen 8000 }
container db { image postgres; network back }
disconnect db from back
`,
);

describe('dnet matrix', () => {
  it('tells for each class of senders what it reaches and what not', () => {
    const { status, out } = dnet('matrix', lab, '--at', '5');
    expect(status).toBe(0);
    expect(out).toBe(`${lab}: 6 endpoints in 5 classes

web on front
  → host: ping
  → outside: ping, 80/tcp, 5353/udp
  ✗ api (2), db: dropped

api (2) on back
  → each other: ping, 8000/tcp
  → db: ping, 5432/tcp
  ✗ web, host, host 8080/tcp (web), outside: no route

db on back
  → api (2): ping, 8000/tcp
  ✗ web, host, host 8080/tcp (web), outside: no route

host
  → web: ping, 80/tcp
  → api (2): ping, 8000/tcp
  → db: ping, 5432/tcp
  → host 8080/tcp (web): 8080/tcp
  → outside: ping, 80/tcp, 5353/udp

outside
  → host: ping
  → host 8080/tcp (web): 8080/tcp
  ✗ web, api (2), db: no route
`);
  });

  it('is a grid in Markdown, with the state at the end of the file', () => {
    const rows = dnet('matrix', lab, '--format', 'markdown').out.split('\n');
    expect(rows[2]).toBe('| from \\ to | web | api (2) | db | host | host 8080/tcp (web) | outside |');
    expect(rows[5]).toBe('| **api (2)** | no route | ping, 8000/tcp | no address | no route | no route | no route |');
  });

  it('has one record for each pair and service in CSV', () => {
    const records = dnet('matrix', lab, '--format', 'csv').out.split('\n');
    expect(records[0]).toBe('from,to,relation,on,result,verdict');
    expect(records).toContain('api-1 api-2,web,apart,80/tcp,no route,no route');
    expect(records).toContain('outside,host 8080/tcp,apart,8080/tcp,reached,delivered');
  });

  it('names the members of every class in JSON', () => {
    const { classes, pairs } = JSON.parse(dnet('matrix', lab, '--format', 'json').out);
    const api = classes.find(({ label }: { label: string }) => label === 'api (2)');
    expect(api).toMatchObject({
      kind: 'container',
      members: ['api-1', 'api-2'],
      networks: ['back'],
      services: ['ping', '8000/tcp'],
    });
    const among = pairs.filter(({ from, to }: { from: number; to: number }) => from === api.id && to === api.id);
    expect(among.map(({ relation }: { relation: string }) => relation)).toEqual(['apart', 'self']);
  });

  it('refuses a line that the file does not have', () => {
    expect(dnet('matrix', lab, '--at', '99')).toMatchObject({ status: 2, err: expect.stringContaining('1 to 7') });
  });
});
