// Installs something large once, below .vscode-test/: the directory appears only when it is complete.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { QUIET_NPM, run } from './run.mjs';

const npmInstall = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/** Installs packages into a directory of their own, and no scripts of theirs are run. */
export async function npmInstallInto(directory, dependencies) {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ private: true, dependencies }, null, 2));
  await run('npm', npmInstall, { ...QUIET_NPM, cwd: directory });
}

/** Installs the dependencies of the package in a directory. */
export async function npmInstallIn(directory) {
  await run('npm', [...npmInstall, '--omit=dev'], { ...QUIET_NPM, cwd: directory });
}

/**
 * @param {string} directory says in its name which versions it holds
 * @param {string} what for the user who waits
 * @param {(directory: string) => Promise<void>} install
 */
export async function installOnce(directory, what, install) {
  if (existsSync(directory)) return;
  const started = Date.now();
  console.log(`Installing ${what} …`);
  const partial = `${directory}.${process.pid}`;
  try {
    await install(partial);
    renameSync(partial, directory);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Another run may have been first.
    if (!existsSync(directory)) throw error;
  }
  console.log(`  done in ${Math.round((Date.now() - started) / 1000)} s`);
}
