/** `dnet export`: a lab in the formats of other programs. */
import { basename } from 'node:path';
import { drawTopology } from '../../webview/export/drawn-topology.ts';
import { pictureFiles } from '../../webview/export/picture-file.ts';
import { type PrintTheme, printTheme } from '../../webview/export/print-themes.ts';
import { approximateWidth } from '../../webview/export/text-width.ts';
import { topology } from '../features/topology.ts';
import { diagrams } from '../formats/diagrams.ts';
import { exportDocker } from '../formats/docker-export.ts';
import { t } from '../l10n.ts';
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

const picture =
  (format: keyof typeof pictureFiles) =>
  ({ snapshot, theme, title }: Job): string =>
    pictureFiles[format](drawTopology(topology(snapshot), approximateWidth), printTheme(theme), title);

const diagram =
  (format: keyof typeof diagrams) =>
  ({ snapshot }: Job): string =>
    diagrams[format](topology(snapshot));

const writers: Readonly<Record<string, (job: Job) => string>> = {
  docker: ({ snapshot }) => exportDocker(snapshot),
  svg: picture('svg'),
  mermaid: diagram('mermaid'),
  dot: diagram('dot'),
  drawio: picture('drawio'),
};

/** What `--to` can name. */
export const exportFormats: readonly string[] = Object.keys(writers);

export function exportLab(path: string, { to, theme }: ExportOptions, output: Output): number {
  const { snapshot } = openLab(path);
  output.out(writers[to]!({ snapshot, theme, title: t`Topology of ${basename(path)}` }));
  return OK;
}
