// Running other programs from scripts; node's own modules only, since it also installs the others.
import { spawn } from 'node:child_process';

/** `npm` is a .cmd file on Windows, which only a shell can start. */
const shell = process.platform === 'win32';

/** For npm, which says on its standard output how many packages it has added, and its errors elsewhere. */
export const QUIET_NPM = { stdio: ['inherit', 'ignore', 'inherit'] };

/**
 * Runs a program to its end.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} its exit code; 128 when a signal ended it, 127 when it could not be started
 */
export function exitCodeOf(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'inherit', shell, ...options });
    child.on('error', (error) => {
      console.error(`${program}: ${error.message}`);
      resolve(127);
    });
    child.on('exit', (code) => resolve(code ?? 128));
  });
}

/** As `exitCodeOf`, for programs that run side by side: what it prints is printed in one piece, when it has ended. */
export async function exitCodeOfHeldBack(program, args, options = {}) {
  const printed = [];
  const code = await new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: ['inherit', 'pipe', 'pipe'], shell });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => printed.push(data));
    child.on('error', (error) => {
      printed.push(Buffer.from(`${program}: ${error.message}\n`));
      resolve(127);
    });
    child.on('close', (exitCode) => resolve(exitCode ?? 128));
  });
  process.stdout.write(Buffer.concat(printed));
  return code;
}

/** As `exitCodeOf`, but throws unless the program succeeded. */
export async function run(program, args, options = {}) {
  const code = await exitCodeOf(program, args, options);
  if (code !== 0) throw new Error(`\`${[program, ...args].join(' ')}\` ended with exit code ${code}.`);
}
