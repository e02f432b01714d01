/** A folder for all tests of a run, gone when the run is over. The files of a worker share their modules, so none may clear it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    temporaryFolder: string;
  }
}

export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'dnet-test-'));
  project.provide('temporaryFolder', folder);
  return () => rmSync(folder, { recursive: true });
}
