import { describe, expect, it } from 'vitest';
import { pauseWatch } from '../../language-server/garbage.node.ts';

const MB = 1024 * 1024;

/** A process whose work and heap are what the test says; a collection leaves `alive`. */
function watched({ alive }: { alive: number }) {
  const state = { work: 0, heap: alive, collections: 0 };
  const collect = async () => {
    state.collections++;
    state.work += 250;
    state.heap = alive;
  };
  return { state, look: pauseWatch(collect, { work: () => state.work, heap: () => state.heap }) };
}

describe('garbage', () => {
  it('is collected in a pause, once', async () => {
    const { state, look } = watched({ alive: 130 * MB });
    state.work += 1000;
    state.heap = 250 * MB;
    await look();
    expect(state.collections).toBe(0);
    for (let pause = 0; pause < 3; pause++) await look();
    expect(state).toMatchObject({ collections: 1, heap: 130 * MB });
  });

  it('is never collected while there is work', async () => {
    const { state, look } = watched({ alive: 130 * MB });
    for (let edit = 0; edit < 20; edit++) {
      state.work += 60;
      state.heap += 20 * MB;
      await look();
    }
    expect(state.collections).toBe(0);
  });

  it('stays where it is little', async () => {
    const { state, look } = watched({ alive: 100 * MB });
    await look();
    state.heap = 140 * MB;
    await look();
    expect(state.collections).toBe(1);
    state.heap = 142 * MB;
    await look();
    expect(state.collections).toBe(2);
  });
});
