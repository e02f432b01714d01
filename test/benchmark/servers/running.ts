/** A language server that runs: as a process over stdio, or in a worker over messages. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { startWorker } from '../../server/worker.ts';

export interface RunningServer {
  readonly connection: MessageConnection;
  /** The time that its threads have spent on processors, in milliseconds; undefined where that cannot be told. */
  cpuTime(): number | undefined;
  /** The memory that is resident now, in bytes; undefined where that cannot be told. */
  memory(): number | undefined;
  stop(): Promise<void>;
}

/** @param program the executable and its arguments */
export function startServerProcess([executable, ...args]: readonly string[], folder: string): RunningServer {
  const server = spawn(executable!, args, { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise<void>((resolve) => server.on('close', () => resolve()));
  // A server that is killed while it is written to is no failure of the measurement.
  server.stdin.on('error', () => {});
  const { pid } = server;
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  return {
    connection,
    cpuTime: () => readProcess(`${pid}/stat`, cpuTimeOf),
    memory: () => readProcess(`${pid}/status`, residentMemoryOf),
    stop: async () => {
      connection.dispose();
      server.kill('SIGKILL');
      await ended;
    },
  };
}

/** @param script the bundle for browsers */
export function startServerWorker(script: string): RunningServer {
  const { connection, worker } = startWorker(script);
  return {
    connection,
    // Its memory is a part of this process's, and its processor time is not told apart from it by every Node.
    cpuTime: () => undefined,
    memory: () => undefined,
    stop: async () => {
      connection.dispose();
      await worker.terminate();
    },
  };
}

/** Only Linux tells about processes in files. */
function readProcess(file: string, parse: (text: string) => number): number | undefined {
  try {
    return parse(readFileSync(`/proc/${file}`, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Linux counts processor time in hundredths of a second. */
const TICK = 10;

/** `/proc/PID/stat` → milliseconds in user and kernel mode; the name in parentheses may hold anything. */
export function cpuTimeOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user, system] = [fields[11], fields[12]].map(Number);
  if (!Number.isFinite(user) || !Number.isFinite(system)) throw new Error(`No processor times in: ${stat}`);
  return (user! + system!) * TICK;
}

/** `/proc/PID/status` → bytes. */
export function residentMemoryOf(status: string): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kibibytes === undefined) throw new Error('No VmRSS in the status of the process.');
  return Number(kibibytes) * 1024;
}
