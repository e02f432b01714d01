import { describe, expect, it } from 'vitest';
import { topologyEdit } from '../../language-server/features/topology-edit.ts';
import type { TopologyGesture } from '../../language-server/protocol.ts';
import { edited } from '../cursor.ts';
import { open } from '../lab.ts';

/** The text after a gesture, or why there is none. */
function afterGesture(text: string, gesture: TopologyGesture, files?: Readonly<Record<string, string>>): string {
  const edit = topologyEdit(open(text, files), gesture);
  return 'refused' in edit ? `refused: ${edit.refused}` : edited(text, edit.edits);
}

describe('a container that is dragged onto a network', () => {
  const attach = (container: string): TopologyGesture => ({ kind: 'attach', container, network: 'n1' });

  it.each([
    ['network n1\ncontainer web', 'network n1\ncontainer web { network n1 }'],
    ['network n1\ncontainer web { image nginx }', 'network n1\ncontainer web { image nginx; network n1 }'],
    [
      'network n1\ncontainer web {\n  image nginx # pinned\n}\n',
      'network n1\ncontainer web {\n  image nginx # pinned\n  network n1\n}\n',
    ],
    ['network n1\ncontainer web { network none }', 'network n1\ncontainer web { network n1 }'],
  ])('%s', (text, expected) => {
    expect(afterGesture(text, attach('web'))).toBe(expected);
    expect(open(expected).findings).toEqual([]);
  });

  it('is connected while it runs where its engine takes one network at a start', () => {
    const text = 'host h { engine 20.10 }\nnetwork n1\nnetwork n2\ncontainer web { network n2 }\n';
    expect(afterGesture(text, attach('web'))).toBe(`${text}connect web to n1\n`);
  });

  it('is refused where nothing would change, or where it is written elsewhere', () => {
    expect(afterGesture('network n1\ncontainer web { network n1 }', attach('web'))).toBe(
      'refused: web is on n1 already.',
    );
    expect(afterGesture('include "web.dnet"', attach('web'), { 'web.dnet': 'network n1\ncontainer web' })).toBe(
      'refused: web is declared in an included file: change it there.',
    );
    expect(afterGesture('network n1', attach('web'))).toBe('refused: No statement of this lab declares web.');
  });
});

describe('a container that is taken off a network', () => {
  const detach: TopologyGesture = { kind: 'detach', container: 'web', network: 'n1' };

  it.each([
    ['network n1\ncontainer web { network n1 }', 'network n1\ncontainer web { network none }'],
    [
      'network n1 { subnet 10.0.0.0/24 }\ncontainer web { network n1 { ip 10.0.0.9 } }',
      'network n1 { subnet 10.0.0.0/24 }\ncontainer web { network none }',
    ],
    [
      'network n1\nnetwork n2\ncontainer web {\n  network n1 # the first\n  network n2\n}\n',
      'network n1\nnetwork n2\ncontainer web {\n  # the first\n  network n2\n}\n',
    ],
    ['network n1\ncontainer web\nconnect web to n1\n', 'network n1\ncontainer web\n'],
  ])('%s', (text, expected) => {
    expect(afterGesture(text, detach)).toBe(expected);
    expect(open(expected).findings.filter(({ severity }) => severity !== 'hint')).toEqual([]);
  });

  it('is disconnected where nothing in the text put it there', () => {
    expect(afterGesture('container web', { ...detach, network: 'bridge' })).toBe(
      'container web\ndisconnect web from bridge\n',
    );
  });
});

describe('other gestures', () => {
  const lab = 'network n1 # the first\n\ncontainer web { network n1 }';

  it('connect and disconnect at the end, while the container runs', () => {
    expect(afterGesture(lab, { kind: 'connect', container: 'web', network: 'bridge' })).toBe(
      `${lab}\nconnect web to bridge\n`,
    );
    expect(afterGesture(lab, { kind: 'disconnect', container: 'web', network: 'n1' })).toBe(
      `${lab}\ndisconnect web from n1\n`,
    );
  });

  it('publish a port', () => {
    expect(afterGesture(lab, { kind: 'publish', container: 'web', mapping: '8080:80' })).toBe(
      'network n1 # the first\n\ncontainer web { network n1; publish 8080:80 }',
    );
  });

  it('add a network behind the others, and a container at the end', () => {
    expect(afterGesture(lab, { kind: 'add-network', name: 'n2' })).toBe(
      'network n1 # the first\nnetwork n2\n\ncontainer web { network n1 }',
    );
    expect(afterGesture(lab, { kind: 'add-container', name: 'app', network: 'n1' })).toBe(
      `${lab}\ncontainer app { network n1 }\n`,
    );
    expect(afterGesture(lab, { kind: 'add-container', name: 'web' })).toBe(
      'refused: The container name web is in use already.',
    );
  });

  it('never write what reads as anything but a name', () => {
    const text = afterGesture('', { kind: 'add-container', name: 'x }\nhost evil {' });
    expect(open(text).program.declarations.map(({ kind }) => kind)).toEqual(['container']);
  });
});

describe('removing', () => {
  it('takes what happens to a container with it, and leaves the comments', () => {
    const text = [
      'network n1',
      '# the web server',
      'container web { network n1 }',
      'container app { link web; network n1 } # stays',
      'stop web # never again',
      'expect app can reach web',
      'expect app has interfaces lo, eth0',
      '',
    ].join('\n');
    expect(afterGesture(text, { kind: 'remove', what: 'container', name: 'web' })).toBe(
      [
        'network n1',
        '# the web server',
        'container app { network n1 } # stays',
        ' # never again',
        'expect app has interfaces lo, eth0',
        '',
      ].join('\n'),
    );
  });

  it('takes a network off its containers', () => {
    const text =
      'network n1\nnetwork n2\ncontainer web { image nginx; network n1 { alias www }; network n2 }\nconnect web to n1\n';
    expect(afterGesture(text, { kind: 'remove', what: 'network', name: 'n1' })).toBe(
      'network n2\ncontainer web { image nginx; network n2 }\n',
    );
  });
});
