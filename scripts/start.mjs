// `npm start`: builds the extension and opens the example labs in VS Code with it. Uses the `code` of a desktop; where
// there is none, serves VS Code on this machine's loopback interface and prints its address.
// `--once` opens the lab in a headless browser instead, and succeeds when the lab and its topology are on the screen.
import { resolve } from 'node:path';
import { findProgram } from './find-program.mjs';
import { installDependencies } from './install-dependencies.mjs';
import { run } from './run.mjs';

const extension = resolve('.');
const folder = resolve('examples');
const lab = resolve('examples', 'docker-networks.dnet');
const once = process.argv.includes('--once');

await installDependencies();
console.log('Building …');
await run(process.execPath, ['scripts/build.mjs']);

const code = findProgram('code', 'code-insiders', 'codium');
if (code && !once) {
  console.log('Opening examples/docker-networks.dnet in VS Code, with dnet in it.');
  await run(code, [`--extensionDevelopmentPath=${extension}`, folder, lab]);
} else {
  await serve();
}

async function serve() {
  const { startVSCodeServer } = await import('./vscode/server.mjs');
  const { QUIET_SETTINGS, TEST_SETTINGS } = await import('./vscode/settings.mjs');
  const server = await startVSCodeServer(
    once ? { settings: TEST_SETTINGS } : { settings: QUIET_SETTINGS, dataDirectory: resolve('.vscode-test', 'start') },
  );
  try {
    const url = server.url({ folder, file: lab, extensionDevelopmentPath: extension });
    if (once) {
      await openOnce(url);
    } else {
      console.log(
        'VS Code is running, for browsers on this machine alone. This address opens it with the example labs:',
      );
      console.log(`\n  ${url}\n\nPress Ctrl+C to stop it.`);
      await openInBrowser(url);
      await Promise.race([server.ended, interrupted()]);
    }
  } finally {
    await server.stop();
  }
}

function interrupted() {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, done);
  });
}

/** Only where there is a screen to show it on. */
async function openInBrowser(url) {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const opener = DISPLAY || WAYLAND_DISPLAY ? findProgram('xdg-open') : undefined;
  if (opener) await run(opener, [url]).catch((error) => console.error(error.message));
}

async function openOnce(url) {
  const { launchChromium } = await import('./vscode/browser.mjs');
  const { Workbench } = await import('./vscode/workbench.mjs');
  const browser = await launchChromium();
  try {
    const workbench = await Workbench.open(browser, url);
    await workbench.editor('docker-networks.dnet');
    const topology = await workbench.topology();
    const nodes = await topology.nodes();
    console.log(`VS Code has opened docker-networks.dnet and drawn its topology (${nodes.length} nodes).`);
  } finally {
    await browser.close();
  }
}
