// VS Code for the Web on a free port of the loopback interface, with the extension under development.
import { createServer } from 'node:net';
import { BUILD, installVSCodeWeb } from '../install-vscode-web.mjs';

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, 'localhost', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/**
 * @param {{folder: string, extensionDevelopmentPath: string, extensionTestsPath: string}} workbench absolute paths; what
 *   is written to the folder stays in the browser
 * @returns {Promise<{url: string}>} it is served until the process ends
 */
export async function serveVSCodeWeb({ folder, extensionDevelopmentPath, extensionTestsPath }) {
  const { open } = await installVSCodeWeb();
  // Webviews are served from subdomains, which 127.0.0.1 cannot have.
  const host = 'localhost';
  const port = await freePort();
  await open({
    ...BUILD,
    ...{ host, port, extensionDevelopmentPath, extensionTestsPath, folderPath: folder },
    browserType: 'none',
  });
  return { url: `http://${host}:${port}/` };
}
