/** A lab of any size: containers on two networks each, with an alias and a published port. */
import { json, labText, type Topology } from './notations.ts';

export interface GeneratedLab {
  readonly containers: number;
  readonly dnet: string;
  readonly json: string;
}

/** One network for twenty containers; neighbours share networks, so that the whole lab hangs together. */
export function generateTopology(containers: number): Topology {
  const networks = Array.from({ length: Math.max(2, Math.ceil(containers / 20)) }, (_, i) => ({
    name: `net${i}`,
    driver: 'bridge',
    subnet: `10.${i >> 8}.${i & 255}.0/24`,
  }));
  return {
    networks,
    containers: Array.from({ length: containers }, (_, i) => ({
      name: `app${i}`,
      image: 'nginx:1.27',
      networks: [0, 1].map((step) => ({ name: `net${(i + step) % networks.length}`, alias: `service${i % 50}` })),
      publish: `${10_000 + i}:80/tcp`,
    })),
  };
}

export function generateLab(containers: number): GeneratedLab {
  const topology = generateTopology(containers);
  return { containers, dnet: labText(topology), json: json(topology) };
}
