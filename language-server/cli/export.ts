/** `dnet export`: a lab in the formats of other programs. */
import { exportDocker } from '../formats/docker-export.ts';
import type { Snapshot } from '../service.ts';
import { openLab } from './lab.ts';
import { OK, type Output } from './status.ts';

const writers: Readonly<Record<string, (snapshot: Snapshot) => string>> = { docker: exportDocker };

/** What `--to` can name. */
export const exportFormats: readonly string[] = Object.keys(writers);

export function exportLab(path: string, to: string, output: Output): number {
  output.out(writers[to]!(openLab(path).snapshot));
  return OK;
}
