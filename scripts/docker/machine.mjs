// A machine of its own, made of kernel namespaces: network, mounts, host name and processes. Its process 1 is the prober;
// when that ends (it does when this program ends, however it ends), the kernel ends every process of the machine and
// takes its interfaces, firewall and mounts down. So nothing is left behind and the real machine's network is never touched.
import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @typedef {{ exit: number, stdout: string, stderr: string }} Outcome `exit` is 124 when the time was up
 * @typedef {object} Probe
 * @property {number} [process] whose network namespace sends, as numbered in this machine; its own when absent
 * @property {'tcp' | 'udp' | 'icmp'} protocol
 * @property {string} address
 * @property {number} [port]
 * @property {number} milliseconds how long to wait for the connection, and again for the answer
 * @property {string} [payload] of a datagram, in hex
 */

/**
 * Runs a program to its end.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, timeout?: number, input?: string }} [options] `timeout` in milliseconds
 * @returns {Promise<Outcome>}
 */
export function outcomeOf(program, args, { env, timeout = 60_000, input } = {}) {
  return new Promise((resolve) => {
    const child = execFile(program, args, { env, timeout, maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
      resolve({ exit: error ? (typeof error.code === 'number' ? error.code : 124) : 0, stdout, stderr }),
    );
    child.stdin?.on('error', () => {}).end(input);
  });
}

export class Machine {
  #prober;
  #answers = new Map();
  #asked = 0;

  /**
   * @param {string} netprobe path of the compiled prober
   * @returns {Promise<Machine>}
   */
  static async boot(netprobe) {
    const prober = spawn(
      'unshare',
      ['--net', '--mount', '--uts', '--pid', '--fork', '--kill-child', '--mount-proc', netprobe],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    const machine = new Machine(prober);
    // The first answer says that the prober runs; only then is it certain to be `unshare`'s one child.
    await Promise.race([
      machine.probe({ protocol: 'icmp', address: '-', milliseconds: 0 }),
      new Promise((_, reject) => prober.once('exit', () => reject(new Error('No namespaces can be made here.')))),
    ]);
    machine.pid = Number(readFileSync(`/proc/${prober.pid}/task/${prober.pid}/children`, 'utf8'));
    return machine;
  }

  constructor(prober) {
    this.#prober = prober;
    this.pid = 0;
    prober.stdin.on('error', () => {});
    createInterface({ input: prober.stdout }).on('line', (line) => {
      const [key, ...answer] = line.split(' ');
      this.#answers.get(key)?.(answer.join(' ').trim());
      this.#answers.delete(key);
    });
  }

  /** Where a file of this machine is seen from outside. */
  path(file) {
    return `/proc/${this.pid}/root${file}`;
  }

  #inside(argv) {
    return ['-t', String(this.pid), '--mount', '--uts', '--net', '--pid', '--', ...argv];
  }

  /** Runs a program inside to its end. */
  run(argv, options) {
    return outcomeOf('nsenter', this.#inside(argv), options);
  }

  /** As `run`, but throws unless the program succeeded. */
  async must(argv, options) {
    const outcome = await this.run(argv, options);
    if (outcome.exit !== 0) throw new Error(`\`${argv.join(' ')}\`: ${outcome.stderr || outcome.stdout}`);
    return outcome.stdout;
  }

  /** Starts a program inside that goes on running. `log` is a file descriptor for what it writes. */
  start(argv, { env, log = 'ignore' } = {}) {
    return spawn('nsenter', this.#inside(argv), { env, stdio: ['ignore', log, log] });
  }

  /**
   * Sends packets and says what came back: `ok HEX`, `timeout`, `connected`, `closed`, or an errno's name.
   * @param {Probe} probe
   * @returns {Promise<string>}
   */
  probe({ process = 0, protocol, address, port = 0, milliseconds, payload = '' }) {
    const key = String(++this.#asked);
    return new Promise((resolve) => {
      this.#answers.set(key, resolve);
      this.#prober.stdin.write(`${key} ${process} ${protocol} ${address} ${port} ${milliseconds} ${payload}\n`);
    });
  }

  /** Ends every process of the machine; resolves when all are gone. */
  async halt() {
    const gone = this.#prober.exitCode === null && new Promise((resolve) => this.#prober.once('exit', resolve));
    this.#prober.kill('SIGKILL');
    await gone;
  }
}

/**
 * Asks until there is an answer.
 * @template T
 * @param {() => Promise<T | undefined | false>} question
 * @param {string} what for the error message
 * @param {number} milliseconds
 * @returns {Promise<T>}
 */
export async function eventually(question, what, milliseconds) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const answer = await question();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`${what}: not within ${milliseconds} ms.`);
    await sleep(10);
  }
}
