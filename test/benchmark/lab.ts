/** A lab of any size, as a .dnet file and as JSON: containers on two networks each, with an alias and a published port. */

export interface GeneratedLab {
  readonly containers: number;
  readonly dnet: string;
  readonly json: string;
}

/** One network for twenty containers; neighbours share networks, so that the whole lab hangs together. */
export function generateLab(containers: number): GeneratedLab {
  const networks = Array.from({ length: Math.max(2, Math.ceil(containers / 20)) }, (_, i) => ({
    name: `net${i}`,
    driver: 'bridge',
    subnet: `10.${i >> 8}.${i & 255}.0/24`,
  }));
  const nodes = Array.from({ length: containers }, (_, i) => ({
    name: `app${i}`,
    image: 'nginx:1.27',
    networks: [0, 1].map((step) => ({ name: `net${(i + step) % networks.length}`, alias: `service${i % 50}` })),
    publish: `${10_000 + i}:80/tcp`,
  }));
  return {
    containers,
    dnet: [
      ...networks.map(({ name, driver, subnet }) => `network ${name} {\n  driver ${driver}\n  subnet ${subnet}\n}\n`),
      ...nodes.map(
        ({ name, image, networks: joined, publish }) =>
          `container ${name} {\n  image ${image}\n${joined.map((each) => `  network ${each.name} { alias ${each.alias} }\n`).join('')}  publish ${publish}\n}\n`,
      ),
    ].join('\n'),
    json: JSON.stringify({ networks, containers: nodes }, null, 2),
  };
}
