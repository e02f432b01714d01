// Lets a script call the project's TypeScript, which Node cannot run as it stands: bundled by esbuild, then imported.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/**
 * @param {string} file `test/conformance/compare.ts`, as seen from the project's folder
 * @returns {Promise<any>} its exports
 */
export async function importTypeScript(file) {
  const folder = mkdtempSync(join(tmpdir(), 'dnet-'));
  const outfile = join(folder, 'bundle.cjs');
  try {
    await build({
      entryPoints: [file],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      mainFields: ['module', 'main'],
      sourcemap: 'inline',
      logLevel: 'warning',
    });
    process.setSourceMapsEnabled(true);
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
