import { describe, expect, it } from 'vitest';
import { hover } from '../../language-server/features/hover.ts';
import { marked } from '../cursor.ts';
import { open } from '../lab.ts';

/** The Markdown of a hover; empty where there is none. */
function hoverAt(source: string): string {
  const { text, position } = marked(source);
  const found = hover(open(text), position);
  return found && typeof found.contents === 'object' && 'value' in found.contents ? found.contents.value : '';
}

describe('hover over a statement', () => {
  it('shows its command and what the engine makes of it', () => {
    const text = hoverAt('host h { engine 20.10 }\ncontainer we|b { image nginx:1.27; publish 8080:80/tcp }');
    expect(text).toContain('docker run -d --name web -p 8080:80/tcp nginx:1.27');
    expect(text).toContain('| eth0 | `bridge` | 172.17.0.2/16 | 02:42:ac:11:00:02 |');
    expect(text).toContain('Gateway 172.17.0.1');
    expect(text).toContain('0.0.0.0:8080 → 80/tcp');
  });

  it('names under which it is found, and by whom', () => {
    const text = hoverAt(
      'network front\ncontainer we|b { network front { alias www } }\ncontainer app { network front }',
    );
    expect(text).toMatch(/On `front` reached as .*`web`.*`www`.* from `app`/);
  });

  it('what it reaches and what it does not, and what of it is reached from outside', () => {
    const text = hoverAt(`
network front
network back { internal }
container we|b { network front; publish 8080:80 }
container app { network front }
container db { network back }
container plain
connect plain to back`);
    expect(text).toContain('- Reaches by name `app`\n- Does not reach `db`, `plain`\n');
    expect(text).toContain('- Reaches the outside, where it is seen as 192.0.2.10\n');
    expect(text).toContain("- Reached from outside on the host's port 8080/tcp");
    const inside = hoverAt('network back { internal }\ncontainer d|b { network back }\ncontainer app { network back }');
    expect(inside).toContain('- Does not reach the outside: no route\n- Not reached from outside');
    expect(hoverAt('container on|e\ncontainer two')).toContain('- Reaches by address alone `two`');
  });

  it('says that a MAC address is drawn at random', () => {
    expect(hoverAt('container we|b')).toContain('_drawn at random_');
  });

  it('says that the prefix of an automatic IPv6 subnet is drawn', () => {
    expect(hoverAt('network fr|ont { ipv6 }')).toContain('each engine draws its own first 48 bits');
    expect(hoverAt('network fr|ont { ipv6; subnet fd00:1::/64 }')).not.toContain('draws');
  });

  it('says what becomes of it', () => {
    expect(hoverAt('container we|b\nstop web')).toContain('At the end of the file it is exited.');
    expect(hoverAt('container we|b\nremove web')).toContain('At the end of the file it is removed.');
  });

  it('shows a network with its members', () => {
    const text = hoverAt('network fr|ont { subnet 10.0.0.0/24; internal }\ncontainer web { network front }');
    expect(text).toContain('docker network create --internal --subnet 10.0.0.0/24 front');
    expect(text).toContain('Subnet 10.0.0.0/24, gateway 10.0.0.1');
    expect(text).toContain('| `web` | eth0 | 10.0.0.2/24 |');
  });

  it('shows the command of an action', () => {
    expect(hoverAt('network n\ncontainer web\nconn|ect web to n')).toContain('docker network connect n web');
  });

  it('quotes a refusal', () => {
    const text = hoverAt('container one { publish 80:80 }\ncontainer tw|o { publish 80:80 }');
    expect(text).toContain('**Docker refuses:**');
    expect(text).toContain('port is already allocated');
  });

  it('shows the way of the packet for an expectation, hop by hop', () => {
    const lab = 'container web { image nginx; publish 8080:80 }\n';
    const text = hoverAt(`${lab}expect outside can rea|ch host on 8080/tcp`);
    expect(text).toContain('**✓ delivered**');
    expect(text).toMatch(/^1\. `outside`/m);
    expect(text).toContain('DNAT');
    expect(text).toContain('answered by `web`');
    expect(text).toContain('`192.0.2.99 → 172.17.0.2:80` · `nat: -A DOCKER');
    expect(text).toContain('The way back:');
  });
});

describe('hover over words and values', () => {
  it('says what a keyword means', () => {
    const text = hoverAt('container web { publ|ish 80:80 }');
    expect(text).toContain('Makes a port of the container a port of the host.');
    expect(text).toContain('`--publish`');
    expect(text).toContain('https://docs.docker.com/');
  });

  it('draws the path of a driver', () => {
    expect(hoverAt('network n { driver bri|dge }')).toContain('veth');
    expect(hoverAt('container web { network ho|st }')).toContain('no namespace, no veth');
  });

  it('says whom an address belongs to', () => {
    const lab = 'container web\n';
    expect(hoverAt(`${lab}expect web can reach 172.17.0|.2`)).toContain('172.17.0.2 is the address of `web`.');
    expect(hoverAt(`${lab}expect web can reach 172.17|.0.1`)).toContain('the gateway of the network `bridge`');
    expect(hoverAt(`${lab}expect web can reach 172.17.0.9|9`)).toContain('lies in 172.17.0.0/16');
  });

  it('says which ports an image serves', () => {
    expect(hoverAt('container db { image postg|res:17 }')).toContain('`5432/tcp`');
    expect(hoverAt('container db { image my|thing }')).toContain('not among the images');
  });

  it('tells about the thing that a name means', () => {
    expect(hoverAt('network front\ncontainer web { network fro|nt }')).toContain('Subnet 172.18.0.0/16');
    expect(hoverAt('container web\nstop we|b')).toContain('exited');
  });

  it('tells who answers to an alias', () => {
    const lab = 'network n\ncontainer aa { network n { alias pool } }\ncontainer bb { network n { alias po|ol } }';
    expect(hoverAt(lab)).toContain('`pool` is an alias of `aa` 172.18.0.2, `bb` 172.18.0.3.');
  });

  it('never lets a name become markup', () => {
    expect(hoverAt('network "a`b<script>" \ncontainer web { network "a`b<scr|ipt>" }')).toContain('``a`b<script>``');
  });

  it('is nothing between words and in comments', () => {
    expect(hoverAt('container web   |  { image nginx }')).toBe('');
    expect(hoverAt('# comm|ent\ncontainer web')).toBe('');
  });
});
