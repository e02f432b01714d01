// Finds a Chromium for the tests; installs Debian's where it is missing and apt-get may be used.
import { findProgram, isExecutable } from './find-program.mjs';
import { run } from './run.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

function findChromium() {
  return process.env.CHROMIUM ?? findProgram(...NAMES) ?? APPLICATIONS.find(isExecutable);
}

/** @returns {Promise<string>} the path of a Chromium */
export async function installChromium() {
  if (!findChromium() && process.getuid?.() === 0 && findProgram('apt-get')) {
    console.log('Installing Chromium with apt-get …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const quiet = { env, stdio: ['ignore', 'ignore', 'inherit'] };
    await run('apt-get', ['-qq', 'update'], quiet);
    await run('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'], quiet);
  }
  const chromium = findChromium();
  if (!chromium) {
    throw new Error('No Chromium found. Install Chromium or Chrome, or set CHROMIUM to the path of its executable.');
  }
  return chromium;
}
