import { beforeEach, describe, expect, it } from 'vitest';
import { DraggedPlaces } from '../../extension/topology/dragged-places.ts';

const PLACES = { logical: { 'container:web': { x: 10, y: 20 } } };
const uri = (text: string) => ({ toString: () => text });

/** The state of a workspace, which a later session finds as this one has left it. */
class State {
  readonly entries = new Map<string, unknown>();
  get = (key: string) => this.entries.get(key);
  keys = () => [...this.entries.keys()];
  update = async (key: string, value: unknown) => {
    if (value === undefined) this.entries.delete(key);
    else this.entries.set(key, JSON.parse(JSON.stringify(value)));
  };
}

/** The files of the workspace, as far as they are renamed and deleted. */
class Files {
  readonly #listeners = { renamed: new Set<(event: unknown) => void>(), deleted: new Set<(event: unknown) => void>() };
  readonly #on = (which: 'renamed' | 'deleted') => (listener: (event: never) => void) => {
    this.#listeners[which].add(listener as (event: unknown) => void);
    return { dispose: () => this.#listeners[which].delete(listener as (event: unknown) => void) };
  };
  readonly onDidRenameFiles = this.#on('renamed');
  readonly onDidDeleteFiles = this.#on('deleted');
  rename(oldUri: string, newUri: string): void {
    for (const listener of this.#listeners.renamed) listener({ files: [{ oldUri: uri(oldUri), newUri: uri(newUri) }] });
  }
  delete(...uris: readonly string[]): void {
    for (const listener of this.#listeners.deleted) listener({ files: uris.map(uri) });
  }
}

let state: State;
let files: Files;
const places = () => new DraggedPlaces(state as never, files as never);
beforeEach(() => {
  state = new State();
  files = new Files();
});

describe('the places that things have been dragged to', () => {
  it('are those of one lab, and are there in the next session', async () => {
    await places().set('file:///w/lab.dnet', PLACES);
    expect(places().of('file:///w/lab.dnet')).toEqual(PLACES);
    expect(places().of('file:///w/other.dnet')).toEqual({});
  });

  it('leave nothing behind once they are reset', async () => {
    await places().set('file:///w/lab.dnet', PLACES);
    await places().set('file:///w/lab.dnet', {});
    expect(places().of('file:///w/lab.dnet')).toEqual({});
    expect(state.keys()).toEqual([]);
  });

  it('go with a file that is renamed, and with a folder', async () => {
    const own = places();
    await own.set('file:///w/labs/lab.dnet', PLACES);
    files.rename('file:///w/labs/lab.dnet', 'file:///w/labs/new.dnet');
    expect(own.of('file:///w/labs/new.dnet')).toEqual(PLACES);
    files.rename('file:///w/labs', 'file:///w/archive');
    expect(own.of('file:///w/archive/new.dnet')).toEqual(PLACES);
    expect(state.keys()).toHaveLength(1);
  });

  it('go when a file goes, or its folder; a name that only begins alike stays', async () => {
    const own = places();
    await own.set('file:///w/lab.dnet', PLACES);
    await own.set('file:///w/labs/one.dnet', PLACES);
    files.delete('file:///w/lab');
    expect(state.keys()).toHaveLength(2);
    files.delete('file:///w/lab.dnet', 'file:///w/labs');
    expect(state.keys()).toEqual([]);
  });

  it('touch nothing else in the state, and nothing once it is disposed of', async () => {
    await state.update('other:file:///w/lab.dnet', 1);
    const own = places();
    await own.set('file:///w/lab.dnet', PLACES);
    own.dispose();
    files.delete('file:///w/lab.dnet');
    expect(state.keys()).toHaveLength(2);
    files.delete('file:///w/lab.dnet');
    expect(state.get('other:file:///w/lab.dnet')).toBe(1);
  });
});
