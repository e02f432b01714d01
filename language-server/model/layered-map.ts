/**
 * A map by names of which there is one for each version of a text: what an edit changes lies over what the versions
 * have in common, so that a version costs what its edit changes.
 */
export class LayeredMap<V> {
  readonly #common: ReadonlyMap<string, V>;
  /** Undefined: there is no such name any more. */
  readonly #changes: ReadonlyMap<string, V | undefined>;

  constructor(common: ReadonlyMap<string, V>, changes: ReadonlyMap<string, V | undefined> = new Map()) {
    this.#common = common;
    this.#changes = changes;
  }

  get(name: string): V | undefined {
    return this.#changes.has(name) ? this.#changes.get(name) : this.#common.get(name);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** The map with what changes in it. */
  with(changes: ReadonlyMap<string, V | undefined>): LayeredMap<V> {
    const all = new Map([...this.#changes, ...changes]);
    if (all.size <= MOST_CHANGES) return new LayeredMap(this.#common, all);
    const common = new Map(this.#common);
    for (const [name, value] of all) {
      if (value === undefined) common.delete(name);
      else common.set(name, value);
    }
    return new LayeredMap(common);
  }
}

/** With more of them than these the changes are made in a copy. */
const MOST_CHANGES = 256;
