/** Opens a lab from a file for a command. */
import { fileURLToPath } from 'node:url';
import { type Input, readIncluded, readInput, rootsFor } from '../files.node.ts';
import { createService, type Snapshot } from '../service.ts';
import type { EngineVersion } from '../simulation/state.ts';
import type { NamedLines } from './report.ts';

export interface OpenLab {
  readonly input: Input;
  readonly snapshot: Snapshot;
  /** The file of a URI: this one under the name that the user gave it, or one that it includes. */
  readonly find: (uri: string) => NamedLines;
}

/**
 * Throws {@link InputError} where the file cannot be read.
 * @param engine the version that every host has instead of its own
 */
export function openLab(path: string, engine?: EngineVersion): OpenLab {
  const input = readInput(path);
  const roots = rootsFor([path]);
  const service = createService({ readFile: readIncluded, roots: () => roots, ...(engine && { engine }) });
  service.open(input.uri, 1, input.text);
  const snapshot = service.snapshot(input.uri)!;
  const find = (uri: string): NamedLines => {
    const source = snapshot.lab.sources.find((each) => each.uri === uri);
    return source && uri !== input.uri
      ? { path: fileURLToPath(uri), lines: source.lines }
      : { path: input.path, lines: snapshot.lines };
  };
  return { input, snapshot, find };
}
