import { describe, expect, it } from 'vitest';
import { completion } from '../../language-server/features/completion.ts';
import { marked } from '../cursor.ts';
import { open } from '../lab.ts';

function complete(source: string) {
  const { text, position } = marked(source);
  return completion(open(text), position);
}

const labels = (source: string) => complete(source).map(({ label }) => label);

/** The text after taking one of the proposals. */
function accept(source: string, label: string): string {
  const { text, position } = marked(source);
  const snapshot = open(text);
  const item = completion(snapshot, position, { snippets: false }).find((each) => each.label === label);
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
    expect(complete('con|tainer web').find(({ label }) => label === 'container')?.textEdit?.newText).toBe('container');
    expect(accept('con|tai web', 'container')).toBe('container web');
  });

  it('come with documentation', () => {
    const [item] = complete('container web { ima| }').filter(({ label }) => label === 'image');
    expect(item?.documentation).toMatchObject({ kind: 'markdown' });
    expect(item?.detail).toBe('The image that is run.');
  });
});

describe('names', () => {
  const lab = 'network front { subnet 10.0.0.0/24 }\ncontainer web { network front { alias www } }\n';

  it('of networks, with their subnets', () => {
    const [item] = complete(`${lab}container db { network | }`);
    expect(item).toMatchObject({ label: 'front', detail: '10.0.0.0/24' });
    expect(labels(`${lab}container db { network | }`)).toEqual(expect.arrayContaining(['bridge', 'host', 'none']));
    expect(labels(`${lab}connect web to |`)).toContain('front');
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

  it('free ports of the host for what the image serves', () => {
    expect(labels('container one { publish 8080:80 }\ncontainer two { image nginx; publish | }')).toEqual(['8081:80']);
    expect(labels('container db { image postgres:17; publish | }')).toEqual(['5432:5432']);
  });

  it('the truth at the moment of an expectation', () => {
    expect(labels('container web\nexpect web has ip |')).toEqual(['172.17.0.2']);
    expect(labels('container web\nstop web\nexpect web has ip |\nstart web')).toEqual([]);
    expect(labels('container web\nexpect web has interfaces lo, |')).toEqual(['lo', 'eth0']);
  });
});

describe('nothing is proposed', () => {
  it.each(['# a comm|ent', 'container web # net|', '/* network | */', 'container web { } // |'])('in %s', (source) => {
    expect(labels(source)).toEqual([]);
  });
});
