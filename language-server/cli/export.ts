/** `dnet export`: a lab in the formats of other programs. */
import { basename } from 'node:path';
import { drawioOf } from '../../webview/export/drawio.ts';
import { type DrawnTopology, drawTopology } from '../../webview/export/drawn-topology.ts';
import { type PrintTheme, printTheme } from '../../webview/export/print-themes.ts';
import { svgOf } from '../../webview/export/svg.ts';
import { approximateWidth } from '../../webview/export/text-width.ts';
import { topology } from '../features/topology.ts';
import { exportDocker } from '../formats/docker-export.ts';
import { dotOf } from '../formats/dot.ts';
import { mermaidOf } from '../formats/mermaid.ts';
import type { Snapshot } from '../service.ts';
import { openLab } from './lab.ts';
import { OK, type Output } from './status.ts';

export interface ExportOptions {
  readonly to: string;
  readonly theme: PrintTheme;
}

interface Job {
  readonly snapshot: Snapshot;
  readonly title: string;
  readonly theme: PrintTheme;
}

const drawn = ({ snapshot }: Job): DrawnTopology => drawTopology(topology(snapshot), approximateWidth);

const writers: Readonly<Record<string, (job: Job) => string>> = {
  docker: ({ snapshot }) => exportDocker(snapshot),
  svg: (job) => svgOf(drawn(job), printTheme(job.theme), job.title),
  mermaid: ({ snapshot }) => mermaidOf(topology(snapshot)),
  dot: ({ snapshot }) => dotOf(topology(snapshot)),
  drawio: (job) => drawioOf(drawn(job), printTheme(job.theme), job.title),
};

/** What `--to` can name. */
export const exportFormats: readonly string[] = Object.keys(writers);

export function exportLab(path: string, { to, theme }: ExportOptions, output: Output): number {
  const { snapshot } = openLab(path);
  output.out(writers[to]!({ snapshot, theme, title: `Topology of ${basename(path)}` }));
  return OK;
}
