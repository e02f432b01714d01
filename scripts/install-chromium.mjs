// Finds a Chromium for the tests; installs Debian's where it is missing and apt-get may be used.
import { aptInstall } from './apt-install.mjs';
import { findProgram, isExecutable } from './find-program.mjs';

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
  if (!findChromium()) await aptInstall('Chromium', ['chromium', 'fonts-liberation']);
  const chromium = findChromium();
  if (!chromium) {
    throw new Error('No Chromium found. Install Chromium or Chrome, or set CHROMIUM to the path of its executable.');
  }
  return chromium;
}
