/** The same topology in the notation of each server that is measured, as its users would write it. */

export interface Topology {
  readonly networks: readonly { readonly name: string; readonly driver: string; readonly subnet: string }[];
  readonly containers: readonly {
    readonly name: string;
    readonly image: string;
    readonly networks: readonly { readonly name: string; readonly alias: string }[];
    readonly publish: string;
  }[];
}

export const json = (topology: Topology): string => JSON.stringify(topology, null, 2);

const lines = (...parts: readonly (string | readonly string[])[]): string => `${parts.flat().join('\n')}\n`;

export const labText = ({ networks, containers }: Topology): string =>
  [
    ...networks.map(({ name, driver, subnet }) =>
      lines(`network ${name} {`, `  driver ${driver}`, `  subnet ${subnet}`, '}'),
    ),
    ...containers.map(({ name, image, networks: joined, publish }) =>
      lines(
        `container ${name} {`,
        `  image ${image}`,
        joined.map((each) => `  network ${each.name} { alias ${each.alias} }`),
        `  publish ${publish}`,
        '}',
      ),
    ),
  ].join('\n');

export const composeFile = ({ networks, containers }: Topology): string =>
  lines(
    'services:',
    containers.flatMap(({ name, image, networks: joined, publish }) => [
      `  ${name}:`,
      `    image: ${image}`,
      '    networks:',
      ...joined.flatMap((each) => [`      ${each.name}:`, '        aliases:', `          - ${each.alias}`]),
      '    ports:',
      `      - "${publish}"`,
    ]),
    'networks:',
    networks.flatMap(({ name, driver, subnet }) => [
      `  ${name}:`,
      `    driver: ${driver}`,
      '    ipam:',
      '      config:',
      `        - subnet: ${subnet}`,
    ]),
  );

export const likec4Model = ({ networks, containers }: Topology): string =>
  lines(
    'specification {',
    '  element network',
    '  element container',
    '}',
    'model {',
    networks.flatMap(({ name, driver, subnet }) => [
      `  ${name} = network '${name}' {`,
      `    technology '${driver}'`,
      `    description '${subnet}'`,
      '  }',
    ]),
    containers.flatMap(({ name, image, networks: joined, publish }) => [
      `  ${name} = container '${name}' {`,
      `    technology '${image}'`,
      '    metadata {',
      `      publish '${publish}'`,
      '    }',
      ...joined.map((each) => `    -> ${each.name} '${each.alias}'`),
      '  }',
    ]),
    '}',
    'views {',
    '  view index {',
    '    include *',
    '  }',
    '}',
  );
