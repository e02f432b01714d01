// Installs the packages of package-lock.json if they are missing or out of date; node's own modules only.
import { readFileSync } from 'node:fs';
import { QUIET_NPM, run } from './run.mjs';

function packagesOf(lockfile) {
  try {
    return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** npm notes what it installed in node_modules/.package-lock.json; optional packages may be for other platforms. */
function isCurrent(wanted, installed) {
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  );
}

export async function installDependencies() {
  const installed = packagesOf('node_modules/.package-lock.json');
  if (installed && isCurrent(packagesOf('package-lock.json'), installed)) return;
  console.log(installed ? 'Updating node_modules …' : 'Installing node_modules (once; about half a minute) …');
  await run('npm', [installed ? 'install' : 'ci', '--no-audit', '--no-fund', '--loglevel=error'], QUIET_NPM);
}
