// The VS Code server of `installVSCode`: starting it, the address of a workbench in it, its command line.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { installVSCode } from '../install-vscode.mjs';
import { run } from '../run.mjs';

/** Without a gallery nothing is looked up in a marketplace. */
const environment = { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}' };
const commonArguments = ['--accept-server-license-terms', '--telemetry-level', 'off'];

/** A directory for one run's settings, extensions and logs. */
function temporaryDataDirectory() {
  return mkdtempSync(join(tmpdir(), 'dnet-vscode-'));
}

/**
 * Runs one command of VS Code's command line, such as `--install-extension`.
 * @param {string} dataDirectory
 * @param {readonly string[]} args
 */
export async function runVSCodeCommand(dataDirectory, args) {
  const { node, root } = await installVSCode();
  const main = join(root, 'out', 'server-main.js');
  await run(node, [main, ...commonArguments, '--server-data-dir', dataDirectory, ...args], { env: environment });
}

/**
 * @typedef {object} Workbench What to open; paths are absolute.
 * @property {string} [folder]
 * @property {string} [file]
 * @property {string} [extensionDevelopmentPath]
 * @property {string} [extensionTestsPath]
 */

export class VSCodeServer {
  #process;
  #port;
  #token;
  #directory;
  #isTemporary;

  constructor(child, port, token, directory, isTemporary) {
    this.#process = child;
    this.#port = port;
    this.#token = token;
    this.#directory = directory;
    this.#isTemporary = isTemporary;
  }

  /** Resolves when the server ends, however it does. */
  get ended() {
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => this.#process.once('exit', () => resolve()));
  }

  /**
   * The address of a workbench, for a browser on this machine.
   * @param {Workbench} workbench
   */
  url({ folder, file, extensionDevelopmentPath, extensionTestsPath }) {
    const remote = (path) => `vscode-remote://127.0.0.1:${this.#port}${path}`;
    const payload = Object.entries({ openFile: file, extensionDevelopmentPath, extensionTestsPath })
      .filter(([, path]) => path !== undefined)
      .map(([name, path]) => [name, remote(path)]);
    const url = new URL(`http://127.0.0.1:${this.#port}/`);
    url.searchParams.set('tkn', this.#token);
    if (folder) url.searchParams.set('folder', folder);
    else url.searchParams.set('ew', 'true');
    if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
    return url.href;
  }

  /** Ends the server and what it started (extension hosts, language servers). */
  async stop() {
    const force = setTimeout(() => signalGroup(this.#process, 'SIGKILL'), 4000);
    signalGroup(this.#process, 'SIGTERM');
    await this.ended;
    clearTimeout(force);
    if (this.#isTemporary) rmSync(this.#directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

const userSettings = (dataDirectory) => join(dataDirectory, 'data', 'User', 'settings.json');

function writeUserSettings(dataDirectory, settings) {
  const file = userSettings(dataDirectory);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(settings, null, 2));
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended already.
  }
}

/**
 * Starts a server on a free port of the loopback interface.
 * @param {{dataDirectory?: string, settings: object, env?: Record<string, string>}} options
 *   without `dataDirectory` one is made, and removed when the server stops
 * @returns {Promise<VSCodeServer>}
 */
export async function startVSCodeServer({ dataDirectory, settings, env = {} }) {
  const { node, root } = await installVSCode();
  const directory = dataDirectory ?? temporaryDataDirectory();
  // The user may have changed them since an earlier run.
  if (!existsSync(userSettings(directory))) writeUserSettings(directory, settings);
  const token = randomUUID();
  const child = spawn(
    node,
    [
      join(root, 'out', 'server-main.js'),
      ...commonArguments,
      ...['--host', '127.0.0.1', '--port', '0', '--connection-token', token, '--server-data-dir', directory],
      // Without this one, VS Code ignores the extension under development, silently.
      '--enable-smoke-test-driver',
      ...(settings['security.workspace.trust.enabled'] ? [] : ['--disable-workspace-trust']),
      ...['--disable-getting-started-override', '--disable-update-check'],
    ],
    { env: { ...environment, ...env }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  process.once('exit', () => signalGroup(child, 'SIGTERM'));

  const port = await new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk) => {
      output += chunk;
      const listening = /Extension host agent listening on (\d+)/.exec(output);
      if (listening) resolve(Number(listening[1]));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The VS Code server ended with exit code ${code}.\n${output}`)));
  });
  return new VSCodeServer(child, port, token, directory, dataDirectory === undefined);
}
