// `npm run package`: the extension as dnet-VERSION.vsix, with minified bundles and without node_modules.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { installDependencies } from './install-dependencies.mjs';
import { run } from './run.mjs';

/** Of these, `.vscodeignore` says what is packaged. */
const PARTS = ['dist', 'docs', 'examples', 'extension', 'l10n', 'media'];

await installDependencies();
const { createVSIX } = await import('@vscode/vsce');
await run(process.execPath, ['scripts/build.mjs', '--production']);

const { scripts: _, devDependencies: __, ...manifest } = JSON.parse(readFileSync('package.json', 'utf8'));
const packagePath = resolve(process.argv[2] ?? `${manifest.name}-${manifest.version}.vsix`);
// vsce walks through all there is before it looks at what to leave out: half a minute among the packages and the VS
// Codes for tests.
const cwd = mkdtempSync(join(tmpdir(), 'dnet-package-'));
try {
  const files = readdirSync('.', { withFileTypes: true }).filter((entry) => entry.isFile());
  for (const part of [...PARTS, ...files.map(({ name }) => name)]) cpSync(part, join(cwd, part), { recursive: true });
  writeFileSync(join(cwd, 'package.json'), JSON.stringify(manifest, null, 2));
  await createVSIX({
    cwd,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
} finally {
  rmSync(cwd, { recursive: true, force: true });
}
console.log(`${packagePath}: ${Math.ceil(statSync(packagePath).size / 1024)} KiB`);
