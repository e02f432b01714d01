import { describe, expect, it } from 'vitest';
import { completion, type ItemData } from '../../language-server/features/completion.ts';
import type { Topic } from '../../language-server/features/completion-context.ts';
import { completionDocumentation } from '../../language-server/features/completion-documentation.ts';
import { createService } from '../../language-server/service.ts';
import { marked } from '../cursor.ts';
import { open } from '../lab.ts';

function complete(source: string) {
  const { text, position } = marked(source);
  return completion(open(text), position).items;
}

const labels = (source: string) => complete(source).map(({ label }) => label);

/** The text after taking one of the proposals. */
function accept(source: string, label: string): string {
  const { text, position } = marked(source);
  const snapshot = open(text);
  const item = completion(snapshot, position, { snippets: false }).items.find((each) => each.label === label);
  if (!item?.textEdit || !('range' in item.textEdit)) throw new Error(`${label} is not proposed`);
  const [start, end] = [item.textEdit.range.start, item.textEdit.range.end].map((each) =>
    snapshot.lines.offsetAt(each),
  );
  return text.slice(0, start) + item.textEdit.newText + text.slice(end);
}

describe('keywords', () => {
  it('are the statements of the file at its top', () => {
    expect(labels('|')).toEqual(expect.arrayContaining(['network', 'container', 'connect', 'expect', 'host']));
    expect(labels('container web\n|')).toContain('container');
    expect(labels('container web; |')).toContain('container');
    expect(labels('conta|')).toContain('container');
  });

  it('are the properties of the block around the place', () => {
    expect(labels('container web { | }')).toEqual(expect.arrayContaining(['image', 'network', 'publish']));
    expect(labels('container web {\n  |\n}')).not.toContain('subnet');
    expect(labels('network front { | }')).toContain('subnet');
    expect(labels('container web { network front { | } }')).toEqual(expect.arrayContaining(['ip', 'alias']));
    expect(labels('host box { interface eth0 { | } }')).toEqual(['address']);
  });

  it('leave out what stands there already and cannot be repeated', () => {
    expect(labels('container web { image nginx; | }')).not.toContain('image');
    expect(labels('container web { network a; | }')).toContain('network');
    expect(labels('container web { im|age nginx }')).toContain('image');
  });

  it('bring snippets for whole statements, but only the word in front of arguments', () => {
    expect(complete('|').find(({ label }) => label === 'container')?.textEdit?.newText).toMatch(
      /^container \$\{1:name\} \{/,
    );
    for (const before of ['network front\n', 'network front { internal }\n\n', 'container web { image nginx }; '])
      expect(complete(`${before}con|`).find(({ label }) => label === 'container')?.textEdit?.newText).toMatch(
        /^container \$\{1:name\} \{/,
      );
    expect(complete('con|tainer web').find(({ label }) => label === 'container')?.textEdit?.newText).toBe('container');
    expect(accept('con|tai web', 'container')).toBe('container web');
  });

  it('come with a summary, and with documentation when it is asked for', () => {
    const snapshot = open('container web { ima }');
    const [item] = complete('container web { ima| }').filter(({ label }) => label === 'image');
    expect(item?.detail).toBe('The image that is run.');
    expect(item?.documentation).toBeUndefined();
    expect(completionDocumentation(snapshot, item?.data.topic)).toContain('https://docs.docker.com/');
  });

  it('are one for each way to write an expectation', () => {
    const texts = complete('exp|').flatMap(({ label, textEdit }) =>
      label.startsWith('expect') ? textEdit?.newText : [],
    );
    expect(texts).toEqual([
      `expect \${1:web} \${2|can,cannot|} reach \${3:db} on \${4:5432/tcp}`,
      `expect \${1:web} \${2|can,cannot|} resolve \${3:laboratory}`,
      `expect \${1:web} has \${2|ip,mac,gateway,interfaces|} \${3:172.17.0.2}`,
    ]);
  });

  it('go on with proposals for their value where the editor can show them', () => {
    const { text, position } = marked('container web { | }');
    const { items } = completion(open(text), position, { snippets: true, suggestCommand: true });
    const network = items.find(({ label }) => label === 'network');
    expect(network).toMatchObject({
      textEdit: { newText: 'network $1' },
      command: { command: 'editor.action.triggerSuggest' },
    });
    expect(items.find(({ label }) => label === 'replicas')?.command).toBeUndefined();
  });

  it('are marked where Docker advises against them', () => {
    const [link] = complete('container web { li| }').filter(({ label }) => label === 'link');
    expect(link?.tags).toEqual([1]);
  });
});

describe('names', () => {
  const lab = 'network front { subnet 10.0.0.0/24 }\ncontainer web { network front { alias www } }\n';

  it('of networks, with their subnets', () => {
    const [item] = complete(`${lab}container db { network | }`);
    expect(item).toMatchObject({ label: 'front', detail: '10.0.0.0/24' });
    expect(labels(`${lab}container db { network | }`)).toEqual(expect.arrayContaining(['bridge', 'host', 'none']));
  });

  it('of containers to share the namespace of, but not the own one', () => {
    const found = labels(`${lab}container db { network con| }`);
    expect(found).toContain('container:web');
    expect(found).not.toContain('container:db');
  });

  it('of senders and targets, aliases among the targets', () => {
    expect(labels(`${lab}expect |`)).toEqual(expect.arrayContaining(['web', 'host', 'outside']));
    expect(labels(`${lab}expect web can reach |`)).toEqual(expect.arrayContaining(['web', 'www', 'host', 'outside']));
  });

  it('of replicas', () => {
    expect(labels('container app { replicas 2 }\nstop |')).toEqual(['app-1', 'app-2']);
  });

  it('replace the whole word, also from its middle', () => {
    expect(accept(`${lab}container db { network fr|xx }`, 'front')).toContain('container db { network front }');
    expect(accept(`${lab}stop |nobody`, 'web')).toContain('stop web');
  });
});

describe('words', () => {
  it('follow the phrase', () => {
    expect(labels('container web\nexpect web |')).toEqual(expect.arrayContaining(['can', 'cannot', 'has']));
    expect(labels('container web\nexpect web can |')).toEqual(expect.arrayContaining(['reach', 'resolve']));
    expect(labels('container web\nexpect web has |')).toEqual(expect.arrayContaining(['ip', 'interfaces']));
    expect(labels('container web\nconnect web |')).toEqual(['to']);
    expect(labels('network n { driver | }')).toEqual(['bridge', 'overlay', 'macvlan', 'ipvlan']);
    expect(labels('host h { engine | }')).toEqual(['20.10', '28', '29']);
  });

  it('end where the statement ends', () => {
    expect(labels('network n { driver bridge | }')).toEqual([]);
    expect(labels('network n { internal } |')).toEqual([]);
  });
});

describe('computed values', () => {
  it('free addresses of the network around', () => {
    const lab = 'network nn { subnet 10.0.0.0/24 }\ncontainer one { network nn }\n';
    expect(labels(`${lab}container two { network nn { ip | } }`)).toContain('10.0.0.3');
    expect(labels(`${lab}container two { network nn { ip | } }`)).not.toContain('10.0.0.2');
    expect(labels(`${lab}container two\nconnect two to nn { ip | }`)).toEqual(['10.0.0.3', '10.0.0.4', '10.0.0.5']);
  });

  it('images that others use, wherever in their statement they stand', () => {
    const others = 'container one { image registry.local/shop:3 }\n';
    expect(labels(`${others}container two { image | }`)).toContain('registry.local/shop:3');
    expect(labels(`${others}container two { image regis| }`)).toContain('registry.local/shop:3');
    expect(labels('container two { image mine| }')).not.toContain('mine');
  });

  it('free ports of the host for what the image serves', () => {
    expect(labels('container one { publish 8080:80 }\ncontainer two { image nginx; publish | }')).toEqual(['8081:80']);
    expect(labels('container db { image postgres:17; publish | }')).toEqual(['5432:5432']);
  });

  it('the truth at the moment of an expectation', () => {
    expect(labels('container web\nexpect web has ip |')).toEqual(['172.17.0.2']);
    expect(labels('container web\nstop web\nexpect web has ip |\nstart web')).toEqual([]);
    expect(labels('container web\nexpect web has interfaces lo, |')).toEqual(['eth0']);
  });
});

describe('what makes sense for the statement', () => {
  const lab = 'network aa\nnetwork bb\ncontainer web { network aa }\ncontainer db { network bb }\nstop db\n';

  it('is a network that the container is not on yet, or one that it is on', () => {
    expect(labels(`${lab}connect web to |`)).toEqual(['bb', 'bridge']);
    expect(labels(`${lab}disconnect web from |`)[0]).toBe('aa');
    expect(labels(`${lab}expect db has ip 1.2.3.4 on |`)[0]).toBe('bb');
  });

  it('is no network twice in a container, and nothing that tolerates no other beside another', () => {
    expect(labels(`${lab}container x { network aa; network | }`)).toEqual(['bb']);
    expect(labels(`${lab}container x { network | }`)).toEqual(
      expect.arrayContaining(['aa', 'bb', 'host', 'container:web']),
    );
  });

  it('is a stopped container to start, a running one to stop, another one to link', () => {
    expect(labels(`${lab}start |`)).toEqual(['db', 'web']);
    expect(labels(`${lab}stop |`)).toEqual(['web', 'db']);
    expect(labels('container web\ncontainer app { link | }')).toEqual(['web']);
  });

  it('is a name that the sender can resolve', () => {
    const names = `${lab}container other\ncontainer pal { network aa { alias mate } }\n`;
    expect(labels(`${names}expect web can resolve |`).slice(0, 3).sort()).toEqual(['mate', 'pal', 'web']);
    expect(labels(`${names}expect web can reach |`).slice(0, 3).sort()).toEqual(['mate', 'pal', 'web']);
  });

  it('is an option of the driver, and its values', () => {
    expect(labels('network n { option | }')).toContain('com.docker.network.bridge.gateway_mode_ipv4');
    expect(labels('network n { option | }')).not.toContain('parent');
    expect(labels('network n { driver macvlan; option | }')).toEqual(['parent', 'macvlan_mode']);
    expect(labels('network n { option com.docker.network.bridge.gateway_mode_ipv4 | }')).toEqual([
      'nat',
      'nat-unprotected',
      'routed',
      'isolated',
    ]);
    expect(labels('network n { driver ipvlan; mode | }')).toEqual(['l2', 'l3', 'l3s']);
  });
});

describe('computed addresses and ports', () => {
  it('are subnets that overlap with none, and parts of the one given', () => {
    expect(labels('network a { subnet 10.10.0.0/24 }\nnetwork b { subnet | }')).toEqual([
      '10.20.0.0/24',
      '10.30.0.0/24',
      '10.40.0.0/24',
      '172.18.0.0/16',
    ]);
    expect(labels('network a { subnet 10.10.0.0/24; ip-range | }')).toEqual(['10.10.0.128/25', '10.10.0.0/25']);
    expect(labels('network a { subnet 10.10.0.0/24; gateway | }')).toEqual(['10.10.0.1', '10.10.0.254']);
  });

  it('are MAC addresses as engines derive them', () => {
    expect(labels('container web\ncontainer db { mac | }')).toEqual(['02:42:ac:11:00:03']);
  });

  it('are ports of the image, behind a port of the host that is typed already, with their protocols', () => {
    expect(labels('container db { image postgres; publish 15432:| }')).toEqual(['15432:5432']);
    expect(labels('container db { image postgres; publish 5432:5432/| }')).toEqual([
      '5432:5432/tcp',
      '5432:5432/udp',
      '5432:5432/sctp',
    ]);
    expect(labels('container db { image postgres; listen | }')).toEqual(['5432']);
  });

  it('are ports on which the target of an expectation listens', () => {
    const lab = 'container db { image postgres }\ncontainer web { publish 8080:80 }\n';
    expect(labels(`${lab}expect web can reach db on |`)).toEqual(['5432/tcp']);
    expect(labels(`${lab}expect outside can reach host on |`)).toEqual(['8080/tcp']);
  });

  it('are known images, those of the lab first', () => {
    const found = labels('container a { image mine:2 }\ncontainer b { image | }');
    expect(found[0]).toBe('mine:2');
    expect(found).toContain('postgres');
  });
});

describe('at every kind of place', () => {
  const lab = `network front { subnet 10.0.0.0/29 }
network back { subnet 10.1.0.0/24, fd00:1::/64; ipv6 }
container web { image nginx; network front { alias www, shop }; publish 8080:80 }
container db { image postgres; network back }
`;
  it.each([
    [
      'a network',
      'container x { network | }',
      ['front', 'back', 'bridge', 'host', 'none', 'container:web', 'container:db'],
    ],
    ['a network, behind a colon', 'container x { network container:| }', ['container:web', 'container:db']],
    ['a container to link', 'container x { link | }', ['web', 'db']],
    ['a name for a link', 'container x { link web as | }', ['www', 'shop']],
    ['an alias', 'container x { network front { alias | } }', ['www', 'shop']],
    ['an IPv4 address', 'container x { network front { ip | } }', ['10.0.0.3', '10.0.0.4', '10.0.0.5']],
    ['an IPv4 address, in its middle', 'container x { network front { ip 10.0.0.|9 } }', ['10.0.0.3']],
    ['an IPv6 address', 'connect web to back { ip6 | }', ['fd00:1::3']],
    ['a MAC address', 'container x { network front { mac | } }', ['02:42:0a:00:00:03']],
    ['a priority', 'container x { network front { gateway-priority | } }', ['100']],
    ['a published port', 'container x { publish | }', ['8081:80']],
    ['a published port, typed in part', 'container x { image postgres; publish 9000| }', ['9000:5432', '5432:5432']],
    ['a published port, behind an address', 'container x { publish 127.0.0.1:9000:| }', ['127.0.0.1:9000:80']],
    ['a port to listen on, behind an address', 'container x { listen 127.0.0.1:| }', ['127.0.0.1:80']],
    ['an exposed port', 'container x { image redis; expose | }', ['6379']],
    ['a DNS server', 'container x { dns | }', ['198.51.100.53']],
    ['a name of the host', 'container x { extra-host | }', ['host.docker.internal']],
    ['an address for a name', 'container x { extra-host up | }', ['host-gateway']],
    ['a host name', 'container x { hostname | }', ['x']],
    ['a switch', 'network n { internal | }', ['true', 'false']],
    ['a driver', 'network n { driver o| }', ['overlay', 'macvlan', 'ipvlan']],
    ['a mode of the driver', 'network n { driver macvlan; mode | }', ['bridge', 'private', 'vepa', 'passthru']],
    ['a parent interface', 'network n { driver macvlan; parent | }', ['eth0']],
    [
      'an option of the driver',
      'network n { option com.docker.|network.x 1 }',
      ['com.docker.network.bridge.enable_icc'],
    ],
    ['a value of the option', 'network n { option com.docker.network.bridge.enable_icc | }', ['true', 'false']],
    ['an example of the option', 'network n { option com.docker.network.driver.mtu | }', ['1450']],
    ['a subnet', 'network n { subnet | }', ['10.10.0.0/24', '172.18.0.0/16']],
    ['an IPv6 subnet', 'network n { ipv6; subnet | }', ['fd00:2::/64']],
    ['a gateway', 'network n { subnet 10.9.0.0/16; gateway | }', ['10.9.0.1', '10.9.255.254']],
    ['a range', 'network n { subnet 10.9.0.0/16; ip-range | }', ['10.9.128.0/17', '10.9.0.0/17']],
    ['a reserved address', 'network n { subnet 10.9.0.0/16; reserve router | }', ['10.9.0.2']],
    ['an engine', 'host h { engine | }', ['20.10', '28', '29']],
    ['a role in a swarm', 'host h { swarm | }', ['manager', 'worker']],
    ['an interface', 'host h { interface | }', ['eth0']],
    ['a host', 'host h\nhost g\ncontainer x { on | }', ['h', 'g']],
    ['a network to connect to', 'connect web to | ', ['back', 'bridge']],
    ['a network to disconnect from', 'disconnect web from |', ['front']],
    ['a container to stop', 'stop |', ['web', 'db']],
    ['a sender', 'expect |', ['web', 'db', 'host', 'outside']],
    ['a verb', 'expect web |', ['can', 'cannot', 'has']],
    ['a target', 'expect web can reach |', ['db', 'www', 'host', 'outside']],
    ['a target, by its address', 'expect web can reach 10.|', ['10.0.0.2', '10.1.0.2']],
    ['a target’s port', 'expect web can reach db on |', ['5432/tcp']],
    ['a name', 'expect web can resolve |', ['web', 'www', 'shop', 'db']],
    ['what a name means', 'expect web can resolve www to |', ['web', 'db']],
    ['a fact', 'expect web has |', ['ip', 'mac', 'gateway', 'interfaces']],
    ['the truth', 'expect web has gateway |', ['10.0.0.1']],
    ['a network of the fact', 'expect web has ip 10.0.0.2 on |', ['front', 'back']],
  ])('%s: %s', (_, source, expected) => {
    expect(labels(lab + source)).toEqual(expect.arrayContaining(expected));
  });

  it.each([
    'container x {|',
    'container x {\n|\n}',
    'container x { image nginx;|}',
    'container x { network front {|',
    'network n { driver bridge\n|}',
  ])('a keyword behind a separator: %s', (source) =>
    expect(complete(lab + source).every(({ kind }) => kind === 10)).toBe(true),
  );

  it.each([
    ['container x { publish 8081:80,| }', '8082:80'],
    ['container x { network front { alias www,| } }', 'shop'],
    ['container x { publish 8081:|}', '8081:80'],
    ['expect web can reach db on 5432/|', '5432/udp'],
    ['expect web has interfaces lo,|', 'eth0'],
    ['container x { network "|" }', 'front'],
  ])('a value behind a separator: %s', (source, expected) => expect(labels(lab + source)).toContain(expected));

  it('but nothing that a list has already', () => {
    expect(labels(`${lab}container x { network front { alias www, | } }`)).toEqual(['shop']);
    expect(labels(`${lab}expect web can resolve www to web, |`)).not.toContain('web');
    expect(labels(`${lab}expect web can resolve www to web, w|eb`)).not.toContain('web');
    expect(labels(`${lab}expect web can resolve www to w|eb`)).toContain('web');
  });

  it('nor what is written down further below', () => {
    expect(
      labels(`${lab}container x { network front { ip | } }\ncontainer y { network front { ip 10.0.0.3 } }`),
    ).toEqual(['10.0.0.4', '10.0.0.5', '10.0.0.6']);
    expect(labels(`${lab}container x { publish | }\ncontainer y { publish 8081-8083:80-82 }`)).toEqual(['8084:80']);
    expect(labels('network n { subnet | }\nnetwork m { subnet 10.10.0.0/24 }')).not.toContain('10.10.0.0/24');
  });

  it.each([
    ['container x { network front { ip 10.0.0.|9 } }', '10.0.0.3', '{ ip 10.0.0.3 }'],
    ['container x { network container:w|xx }', 'container:web', '{ network container:web }'],
    ['container x { publish 80|:80 }', '8081:80', '{ publish 8081:80 }'],
    [
      'network n { option com.docker.net|xx 1 }',
      'com.docker.network.driver.mtu',
      'option com.docker.network.driver.mtu 1 }',
    ],
    ['expect web ca|n reach db', 'cannot', 'expect web cannot reach db'],
    ['expect web can reach db on 54|32/tcp', '5432/tcp', 'on 5432/tcp'],
    ['container x { im|ag nginx }', 'image', '{ image nginx }'],
  ])('replaces the whole word: %s', (source, label, expected) => {
    expect(accept(lab + source, label)).toContain(expected);
  });
});

describe('an item', () => {
  const lab = 'network front { subnet 10.0.0.0/24 }\n';

  it('inserts at the cursor or replaces the word, as the editor wishes', () => {
    const { text, position } = marked('network front\ncontainer db { network fr|xx }');
    const { items } = completion(open(text), position, { snippets: true, insertReplace: true });
    expect(items.find(({ label }) => label === 'front')?.textEdit).toMatchObject({
      insert: { start: { character: 23 }, end: { character: 25 } },
      replace: { start: { character: 23 }, end: { character: 27 } },
    });
  });

  it('shows its detail beside the label where the editor can', () => {
    const { text, position } = marked(`${lab}container db { network | }`);
    const { items } = completion(open(text), position, { snippets: true, labelDetails: true });
    expect(items[0]?.labelDetails).toEqual({ description: '10.0.0.0/24' });
  });

  it('is accepted by a character that ends the word, but not where anything may be written', () => {
    const commits = (source: string, wanted: string) =>
      complete(source).find(({ label }) => label === wanted)?.commitCharacters;
    expect(commits('container web\nexpect web |', 'cannot')).toEqual([' ']);
    expect(commits(`${lab}container db { network | }`, 'front')).toEqual([';']);
    expect(commits('container web\nexpect host can reach |', 'web')).toBeUndefined();
  });

  it('has the line ends of the document', () => {
    const snippet = (source: string) => complete(source).find(({ label }) => label === 'container')?.textEdit?.newText;
    expect(snippet('network front\r\n|')).toMatch(/^container \$\{1:name\} \{\r\n/);
    expect(snippet('network front\n|')).not.toContain('\r');
  });

  it('keeps quotes, and gets them where its name needs them', () => {
    expect(accept('network front\ncontainer db { network "fr|" }', 'front')).toContain('{ network "front" }');
    expect(accept('network "my net"\ncontainer db { network | }', 'my net')).toContain('{ network "my net" }');
  });

  it('is documented by what the simulation knows of it', () => {
    const snapshot = open(`${lab}container web { network front }`);
    const documentation = (topic: Topic) => completionDocumentation(snapshot, topic);
    expect(documentation({ of: 'network', name: 'front' })).toContain('| `web` | eth0 | 10.0.0.2/24 |');
    expect(documentation({ of: 'container', name: 'web' })).toContain('10.0.0.2/24');
    expect(documentation({ of: 'word', place: 'file', name: 'expect', word: 'cannot' })).toBe('It does not work.');
    expect(documentation({ of: 'driver mode', driver: 'ipvlan', word: 'l3' })).toContain('router');
    expect(documentation({ of: 'image', name: 'postgres' })).toContain('5432/tcp');
  });

  it.each([
    [
      'a free address',
      'network front { subnet 10.0.0.0/24 }\ncontainer web { network front { ip | } }',
      /Four numbers/,
    ],
    ['a free subnet', 'network front { subnet | }', /subnet|addresses/],
    ['a port', 'container web { image nginx; publish | }', /port/],
    ['a number', 'container web { replicas | }', /containers/],
    ['a name to come', 'container web { hostname | }', /name/],
  ])('is documented by its kind where it is %s', (_, source, said) => {
    const { text, position } = marked(source);
    const snapshot = open(text);
    const { items } = completion(snapshot, position);
    expect(items.length).toBeGreaterThan(0);
    for (const { label, data } of items)
      expect(completionDocumentation(snapshot, (data as ItemData).topic), label).toMatch(said);
  });

  it('always has documentation', () => {
    const places = [
      '|',
      'network a { | }',
      'container a { | }',
      'network a { driver | }',
      'expect | ',
      'host h { engine | }',
    ];
    for (const source of places) {
      const { text, position } = marked(source);
      const snapshot = open(text);
      const without = completion(snapshot, position).items.filter(
        ({ data }) => !completionDocumentation(snapshot, (data as ItemData).topic),
      );
      expect(without.map(({ label }) => label)).toEqual([]);
    }
  });

  it('is one of the best where there are very many', () => {
    const many = Array.from({ length: 500 }, (_, i) => `container c${i}`).join('\n');
    const { text, position } = marked(`${many}\nstop c49|`);
    const { isIncomplete, items } = completion(open(text), position);
    expect(isIncomplete).toBe(true);
    expect(items.length).toBeLessThanOrEqual(200);
    expect(items.map(({ label }) => label)).toContain('c499');
  });

  it('is sooner or later each of them, as the word grows', () => {
    const names = Array.from({ length: 220 }, (_, i) => `node-${i}`);
    const lab = [
      ...names.map((name) => `network net-${name}\ncontainer ${name} { network net-${name} { alias svc-${name} } }`),
      'container copies { replicas 210 }\n',
    ].join('\n');
    const service = createService();
    let snapshot = service.open('file:///lab.dnet', 0, lab)[0]!;
    let written = 0;
    const asked = (typed: string) => {
      const range = snapshot.lines.rangeOf(lab.length, lab.length + written);
      written = typed.length;
      snapshot = service.change('file:///lab.dnet', snapshot.version + 1, [{ range, text: typed }])[0]!;
      return completion(snapshot, snapshot.lines.positionAt(snapshot.text.length));
    };
    const wanted = [
      ...['connect node-7', 'connect copies-210', 'connect node-1 to net-node-219', 'start node-219'],
      ...['expect node-3 can reach node-218', 'expect node-3 can reach svc-node-218'],
      ...['expect node-3 can resolve svc-node-218', 'container new { network net-node-219'],
      'container new { network container:node-219',
    ];
    for (const statement of wanted) {
      const start = statement.lastIndexOf(' ') + 1;
      for (let end = start; end <= statement.length; end++) {
        const { isIncomplete, items } = asked(statement.slice(0, end));
        const isThere = items.some(({ label }) => label === statement.slice(start));
        // What is not there is asked for again with the next letter.
        expect(isThere || (isIncomplete && end < statement.length), statement.slice(0, end)).toBe(true);
      }
    }
  });

  it('is all of it where that is not too much', () => {
    const asked = (count: number) => {
      const lab = Array.from({ length: count }, (_, i) => `container c${i}`).join('\n');
      const { text, position } = marked(`${lab}\nstop nothing-like-it|`);
      const { isIncomplete, items } = completion(open(text), position);
      return [isIncomplete, items.length];
    };
    expect(asked(200)).toEqual([false, 200]);
    expect(asked(201)).toEqual([true, 0]);
  });
});

describe('in a comment', () => {
  it('are the codes of findings behind dnet-ignore, those that are told there first', () => {
    expect(labels('container db { publish 5432:5432 } # dnet-ignore |')[0]).toBe('publish-bypasses-firewall');
    expect(labels('container c\n# dnet-ignore |\nnetwork unused')[0]).toBe('unused-network');
    expect(labels('container c\nnetwork unused # dnet-ignore publish-on-macvlan, |')[0]).toBe('unused-network');
    expect(labels('network unused # dnet-ignore unused-network, |')).not.toContain('unused-network');
    expect(labels('network unused // for now: dnet-ignore |')).toContain('macvlan-host-unreachable');
    expect(accept('network unused # dnet-ignore unus|-nonsense', 'unused-network')).toBe(
      'network unused # dnet-ignore unused-network',
    );
  });

  it('is dnet-ignore itself once its first letter is typed', () => {
    expect(labels('network unused # d|')).toEqual(['dnet-ignore']);
    for (const none of ['network unused # |', 'network unused # text d|', 'network unused # dn-|'])
      expect(labels(none)).toEqual([]);
  });
});

describe('nothing is proposed', () => {
  it.each(['# a comm|ent', 'container web # net|', '/* network | */', 'container web { } // |'])('in %s', (source) => {
    expect(labels(source)).toEqual([]);
  });
});
