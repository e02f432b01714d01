import { describe, expect, it } from 'vitest';
import { topology } from '../../language-server/features/topology.ts';
import { dropGesture, gesturesOn } from '../../webview/editing/gestures.ts';
import { indexGraph } from '../../webview/graph.ts';
import { finish } from '../../webview/work.ts';
import { open } from '../lab.ts';

const graph = finish(
  indexGraph(
    topology(
      open(
        [
          'network front',
          'network back { internal }',
          'container web { network front }',
          'container side { network container:web }',
          'container db { network back }',
        ].join('\n'),
      ),
    ),
  ),
);
const names = (id?: string) => [...gesturesOn(graph, id).keys()];
const networks = (id: string, name: 'attach' | 'detach') => {
  const gesture = gesturesOn(graph, id).get(name);
  return gesture && 'networks' in gesture ? gesture.networks.map(({ label }) => label) : [];
};

describe('what can be done', () => {
  it('to a container: it joins networks that it is not on, and leaves those that it is on', () => {
    expect(names('container:db')).toEqual([
      'attach',
      'detach',
      'connect',
      'disconnect',
      'publish',
      'addContainer',
      'addNetwork',
      'rename',
      'remove',
    ]);
    expect(networks('container:db', 'attach').sort()).toEqual(['bridge', 'front']);
    expect(networks('container:db', 'detach')).toEqual(['back']);
    expect(networks('container:side', 'detach')).toEqual(['front']);
  });

  it('to a container that is stopped: it is on its networks all the same', () => {
    const stopped = finish(
      indexGraph(topology(open('network front\nnetwork back\ncontainer web { network front }\nstop web'))),
    );
    expect(dropGesture(stopped, 'container:web', 'network:front')).toBeUndefined();
    expect(dropGesture(stopped, 'container:web', 'network:back')).toBeDefined();
  });

  it('to a network: containers are added on it; one that no statement declares stays', () => {
    expect(gesturesOn(graph, 'network:back').get('addContainer')).toEqual({ kind: 'add-container', network: 'back' });
    expect(names('network:back')).toEqual(['addContainer', 'addNetwork', 'rename', 'remove']);
    expect(names('network:bridge')).toEqual(['addContainer', 'addNetwork']);
  });

  it('to an interface and its cable: that connection is cut', () => {
    const cable = graph.links.get('interface:db/eth0')![0]!.id;
    for (const id of ['interface:db/eth0', cable]) {
      expect(networks(id, 'detach')).toEqual(['back']);
      expect(gesturesOn(graph, id).get('remove')).toEqual({
        kind: 'detach',
        container: 'db',
        networks: [expect.objectContaining({ label: 'back' })],
      });
    }
  });

  it('where nothing is selected: things are added', () => expect(names()).toEqual(['addContainer', 'addNetwork']));
});

describe('a container that is dropped', () => {
  it('on a network joins it', () => {
    expect(dropGesture(graph, 'container:db', 'network:front')).toMatchObject({ kind: 'attach', container: 'db' });
  });

  it.each([
    ['on a network that it is on', 'container:db', 'network:back'],
    ['on a container', 'container:db', 'container:web'],
    ['and is none', 'network:back', 'network:front'],
  ])('%s changes nothing', (_, what, where) => expect(dropGesture(graph, what, where)).toBeUndefined());
});
