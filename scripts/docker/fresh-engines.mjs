// An engine for each scenario, with the next one starting while the current one is at work.
import { Engine } from './engine.mjs';
import { record } from './record.mjs';
import { recordingHead } from './recording-file.mjs';

/** @typedef {import('./engine.mjs').EngineOptions} EngineOptions */

export class FreshEngines {
  #options;
  #spares = [];

  /**
   * @param {Omit<EngineOptions, 'daemon'>} options
   * @param {number} [ahead] how many engines to keep ready
   */
  constructor(options = {}, ahead = 1) {
    this.#options = options;
    this.#ahead(ahead);
  }

  #ahead(count) {
    while (this.#spares.length < count) {
      const spare = Engine.up(this.#options);
      // Whoever takes it sees the error.
      spare.catch(() => {});
      this.#spares.push(spare);
    }
  }

  async #with(daemon, use) {
    const spare = daemon === undefined ? this.#spares.shift() : undefined;
    if (spare) this.#ahead(this.#spares.length + 1);
    const engine = await (spare ?? Engine.up({ ...this.#options, daemon }));
    try {
      return await use(engine);
    } finally {
      await engine.down();
    }
  }

  /** What stands at the top of a file of recordings of this engine. */
  head() {
    return this.#with(undefined, recordingHead);
  }

  /** Runs a scenario on an engine of its own; see `record`. */
  record(scenario, pace) {
    return this.#with(scenario.daemon, (engine) => record(engine, scenario, pace));
  }

  async down() {
    await Promise.all(this.#spares.splice(0).map((spare) => spare.then((engine) => engine.down()).catch(() => {})));
  }
}
