/** A drawn topology as the text of a file that shows it. */
import type { Theme } from '../theme.ts';
import { drawioOf } from './drawio.ts';
import type { DrawnTopology } from './drawn-topology.ts';
import { svgOf } from './svg.ts';

type Writer = (drawn: DrawnTopology, theme: Theme, title: string) => string;

/** One for each format: the page and `dnet export` write with the same. */
export const pictureFiles = { svg: svgOf, drawio: drawioOf } as const satisfies Readonly<Record<string, Writer>>;
