import { describe, expect, it } from 'vitest';
import { shownPorts } from '../../language-server/formats/published-ports.ts';

const both = (port: string) => [
  { HostIp: '0.0.0.0', HostPort: port },
  { HostIp: '::', HostPort: port },
];

describe('the PORTS column of docker ps', () => {
  it('shows mapped ports last, and IPv6 as the client version does', () => {
    const map = {
      '80/tcp': both('80'),
      '5353/udp': both('53'),
      '9000/tcp': [{ HostIp: '127.0.0.1', HostPort: '9000' }],
    };
    expect(shownPorts(map, '20.10')).toBe(
      '0.0.0.0:80->80/tcp, :::80->80/tcp, 127.0.0.1:9000->9000/tcp, 0.0.0.0:53->5353/udp, :::53->5353/udp',
    );
    expect(shownPorts({ '80/tcp': both('8080') }, '28')).toBe('0.0.0.0:8080->80/tcp, [::]:8080->80/tcp');
  });

  it('joins neighbouring ports into a range, and lists exposed ones', () => {
    expect(shownPorts({ '80/tcp': null, '81/tcp': null, '83/tcp': null, '81/udp': null }, '29')).toBe(
      '80-81/tcp, 83/tcp, 81/udp',
    );
    expect(shownPorts({}, '29')).toBe('');
  });
});
