// The page of the topology, as a test sees and handles it. Cytoscape keeps its instance at its container, where it is
// found without a hook made for tests.

/** Runs in the page: the graph, once something is drawn. */
function drawnGraph() {
  const graph = document.querySelector('#graph')?._cyreg?.cy;
  return graph?.nodes().nonempty() ? graph : undefined;
}

export class TopologyPage {
  #graph;

  /**
   * @param {import('playwright-core').Frame} frame
   * @param {import('playwright-core').JSHandle<any>} graph Cytoscape's instance
   */
  constructor(frame, graph) {
    this.frame = frame;
    this.#graph = graph;
  }

  /** @param {import('playwright-core').Frame} frame */
  static async in(frame) {
    return new TopologyPage(frame, await frame.waitForFunction(drawnGraph));
  }

  /** @returns {Promise<string[]>} the ids of all nodes */
  nodes() {
    return this.#graph.evaluate((graph) => graph.nodes().map((node) => node.id()));
  }

  /** @returns {Promise<string[]>} the ids of what is selected */
  selected() {
    return this.#graph.evaluate((graph) => graph.$(':selected').map((element) => element.id()));
  }

  /** True while the picture is an earlier one, because the lab cannot be read. */
  isStale() {
    return this.frame.evaluate(() => document.body.classList.contains('stale'));
  }

  /** @param {string} id @returns {Promise<{x: number, y: number}>} where a node is in the picture */
  position(id) {
    return this.#graph.evaluate((graph, id) => ({ ...graph.getElementById(id).position() }), id);
  }

  /** @returns {Promise<string[]>} the ids of all edges */
  edges() {
    return this.#graph.evaluate((graph) => graph.edges().map((edge) => edge.id()));
  }

  /** @param {string} id */
  async click(id) {
    const position = await this.#placeOf(id);
    const container = await this.#graph.evaluateHandle((graph) => graph.container());
    await container.asElement().click({ position });
  }

  /** Presses a key in the picture. @param {string} key */
  async press(key) {
    await this.frame.locator('#canvas').press(key);
  }

  /** Drags a node onto another one. @param {string} id @param {string} onto */
  async drag(id, onto) {
    const container = await this.#graph.evaluateHandle((graph) => graph.container());
    const { x, y } = await container.asElement().boundingBox();
    const { mouse } = this.frame.page();
    for (const node of [id, onto]) {
      const place = await this.#placeOf(node);
      await mouse.move(x + place.x, y + place.y, { steps: 8 });
      if (node === id) await mouse.down();
    }
    await mouse.up();
  }

  /** Where a node is, relative to the picture's element. */
  #placeOf(id) {
    return this.#graph.evaluate((graph, id) => ({ ...graph.getElementById(id).renderedPosition() }), id);
  }
}
