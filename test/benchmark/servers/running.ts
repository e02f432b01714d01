/** A language server that runs: as a process over stdio. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

export interface RunningServer {
  readonly connection: MessageConnection;
  /** The folder that is open. */
  readonly folder: string;
  /** The client's process, where it has one. */
  readonly client: number | null;
  /** The time that its threads have spent on processors, in milliseconds; undefined where that cannot be told. */
  cpuTime(): number | undefined;
  /** The memory that is resident now, in bytes; undefined where that cannot be told. */
  memory(): number | undefined;
  stop(): Promise<void>;
}

/**
 * @param program the executable and its arguments
 * @param file the name of the file in the open folder
 * @param text what it holds
 */
export function startServerProcess(
  [executable, ...args]: readonly string[],
  file: string,
  text: string,
): RunningServer {
  const folder = mkdtempSync(join(tmpdir(), 'dnet-benchmark-'));
  writeFileSync(join(folder, file), text);
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
    folder,
    client: process.pid,
    cpuTime: () => readProcess(`${pid}/stat`, cpuTimeOf),
    memory: () => readProcess(`${pid}/status`, residentMemoryOf),
    stop: async () => {
      connection.dispose();
      server.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
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
