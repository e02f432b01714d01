import { findProgram } from './find-program.mjs';
import { run } from './run.mjs';

/**
 * Installs Debian's packages where apt-get may be used, and does nothing elsewhere.
 * @param {string} what for the user who waits
 * @param {readonly string[]} packages
 */
export async function aptInstall(what, packages) {
  if (process.getuid?.() !== 0 || !findProgram('apt-get')) return;
  console.log(`Installing ${what} with apt-get …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = { env, stdio: ['ignore', 'ignore', 'inherit'] };
  await run('apt-get', ['-qq', 'update'], quiet);
  await run('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', ...packages], quiet);
}
