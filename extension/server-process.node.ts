import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

/**
 * More room for what is young would make it faster by nothing, and larger by a third. Where less than 2 GiB are allowed,
 * V8 lets what is old grow to twice of what is alive before it collects the rest, and not to four times: that much is
 * room for labs of 100,000 containers all the same.
 */
export const MEMORY = ['--max-semi-space-size=8', '--max-old-space-size=2000'];

/** Where `.vscode/launch.json` attaches to, when the extension itself is debugged. */
const DEBUG = ['--nolazy', '--inspect=6009'];

const isDebugged = () => process.execArgv.some((argument) => argument.startsWith('--inspect'));

/**
 * Starts a language server that waits for the first message over IPC. It ends when the extension host does.
 *
 * @param compileCache the folder where Node keeps its compiled code
 */
export function startServerProcess(compileCache: string): ChildProcess {
  const server = fork(
    join(__dirname, '..', 'language-server', 'server.js'),
    ['--node-ipc', `--clientProcessId=${process.pid}`],
    {
      execArgv: isDebugged() ? [...MEMORY, ...DEBUG] : MEMORY,
      // The extension host of a desktop is no Node by itself.
      env: {
        NODE_COMPILE_CACHE: compileCache,
        ...process.env,
        ELECTRON_RUN_AS_NODE: '1',
        ELECTRON_NO_ASAR: '1',
      },
      silent: true,
    },
  );
  // One that could not be started, or has ended, is told of by `isAlive`.
  server.on('error', () => undefined);
  return server;
}

export const isAlive = ({ connected, exitCode, signalCode }: ChildProcess): boolean =>
  connected && exitCode === null && signalCode === null;
