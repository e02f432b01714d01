import { describe, expect, it } from 'vitest';
import { hover } from '../../language-server/features/hover.ts';
import type { Statement } from '../../language-server/syntax/tree.ts';
import { vocabulary } from '../../language-server/vocabulary/vocabulary.ts';
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

  it('shows the default route of ipvlan in mode l3, which names no gateway', () => {
    for (const engine of ['20.10', '28', '29']) {
      const lab = `host h { engine ${engine}; interface eth0 { address 192.0.2.10/24 } }
network far { driver ipvlan; mode l3; parent eth0; subnet 10.5.0.0/24; gateway 10.5.0.1 }
container w|eb { network far }`;
      expect(hoverAt(lab)).toContain('`default dev eth0 scope link`');
      expect(hoverAt(lab)).not.toContain('Gateway');
    }
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

describe('the moment that a hover speaks of', () => {
  const lab = `network front
network back
container web { network front }
container db { network back }
connect web to back
stop db
disconnect web from back
start db
`;
  const earlier = '_This is how it is at this statement. More happens further below._';

  it('is that of the statement, for what happens in the timeline', () => {
    const connected = hoverAt(lab.replace('connect web to', 'conn|ect web to'));
    expect(connected).toContain('| eth1 | `back` | 172.19.0.3/16 |');
    expect(connected).toContain('- Reaches by name `db`');
    expect(connected).toContain('At the end of the file: 172.18.0.2/16 on `front`');
    expect(connected).toContain(earlier);
    expect(hoverAt(lab.replace('disconnect web', 'disco|nnect web'))).not.toContain('172.19.0.3');
    expect(hoverAt(lab.replace('stop db', 'stop d|b'))).toContain('`db` · exited');
  });

  it('is that of the statement for the names and values in it', () => {
    const network = hoverAt(lab.replace('connect web to back', 'connect web to ba|ck'));
    expect(network).toContain('| `web` | eth1 | 172.19.0.3/16 |');
    expect(hoverAt(lab.replace('disconnect web from back', 'disconnect web from ba|ck'))).not.toContain('| `web` |');
    const address = (statement: string) => hoverAt(lab.replace('stop db\n', `stop db\n${statement}\n`));
    expect(address('expect web cannot reach 172.19.0.|3')).toContain('172.19.0.3 is the address of `web`.');
    expect(hoverAt(`${lab}expect web cannot reach 172.19.0.|3`)).toContain('Nobody has it at the end of the file.');
    expect(address('expect web cannot reach 172.19.0.|9')).toContain('Nobody has it at this moment.');
  });

  it('is the end of the file for networks, and for what a container reaches; its own state is that of its start', () => {
    expect(hoverAt(lab.replace('network back', 'network ba|ck'))).not.toContain('| `web` |');
    expect(hoverAt(lab.replace('network back', 'network ba|ck'))).toContain('| `db` | eth0 | 172.19.0.2/16 |');
    const web = hoverAt(lab.replace('container web', 'container we|b'));
    expect(web).toContain('| eth0 | `front` | 172.18.0.2/16 |');
    expect(web).toContain('At the end of the file:\n\nOn `front` reached as');
    expect(web).not.toContain(earlier);
  });

  it('goes without saying at the end', () => {
    expect(hoverAt(`${lab}expect web can rea|ch outside`)).not.toContain(earlier);
    expect(hoverAt(lab.replace('start db', 'sta|rt db'))).not.toContain(earlier);
  });
});

describe('every statement and property', () => {
  const all = Object.values(vocabulary).flat();
  /** An example of the vocabulary in the block that it belongs to. */
  const inBlock: Readonly<Record<string, (example: string) => string>> = {
    file: (example) => example,
    host: (example) => `host h {\n${example}\n}`,
    interface: (example) => `host h { interface eth0 {\n${example}\n} }`,
    network: (example) => `network n {\n${example}\n}`,
    container: (example) => `container c {\n${example}\n}`,
    attachment: (example) => `network n\ncontainer c { network n {\n${example}\n} }`,
  };

  it.each(all.map((entry) => [entry.place, entry.name, entry] as const))(
    '%s: %s explains itself, and leads to Docker',
    (place, name, entry) => {
      const source = inBlock[place]!(entry.example);
      const at = source.search(new RegExp(`^${name}`, 'm'));
      const text = hoverAt(`${source.slice(0, at + 1)}|${source.slice(at + 1)}`);
      expect(text).toContain(`**${entry.summary}**`);
      expect(text).toContain(entry.documentation);
      if (entry.url) expect(text).toContain(`[Docker documentation](${entry.url})`);
    },
  );

  it.each(all.map((entry) => [entry.place, entry.name, entry] as const))(
    '%s: %s has something to say about each of its words',
    (place, name, entry) => {
      const source = inBlock[place]!(entry.example);
      const { tree } = open(source);
      const find = (statement: Statement): Statement | undefined =>
        statement.keyword.text === name && statement.arguments.length > 0
          ? statement
          : statement.block?.statements.map(find).find(Boolean);
      tree.statements.forEach((top, index) => {
        for (const { start } of find(top)?.arguments ?? []) {
          const at = tree.starts[index]! + start + 1;
          expect(hoverAt(`${source.slice(0, at)}|${source.slice(at)}`), source.slice(at - 1)).not.toBe('');
        }
      });
    },
  );

  it('shows the definition of a name in short, and leads to Docker', () => {
    const lab = 'network front { subnet 10.0.0.0/24 }\ncontainer web { network front { alias www } }\n';
    for (const statement of [
      'stop w|eb',
      'expect w|eb can reach outside',
      'expect web can reach w|eb',
      'connect w|eb to bridge',
    ]) {
      expect(hoverAt(lab + statement), statement).toContain(
        '```dnet\ncontainer web { network front { alias www } }\n```',
      );
    }
    for (const statement of [
      'disconnect web from fr|ont',
      'expect web has ip 10.0.0.2 on fr|ont',
      'container x { network fr|ont }',
    ]) {
      expect(hoverAt(lab + statement), statement).toContain('```dnet\nnetwork front { subnet 10.0.0.0/24 }\n```');
      if (!statement.startsWith('expect'))
        expect(hoverAt(lab + statement), statement).toContain('[Docker documentation](');
    }
    expect(hoverAt(`${lab}expect web can resolve ww|w`)).toContain('`www` is an alias of `web` 10.0.0.2.');
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
