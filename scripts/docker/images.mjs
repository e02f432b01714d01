// The images of the recordings, made without a registry: busybox, and the responder that answers on their ports.
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { outcomeOf } from './machine.mjs';
import { find } from './requirements.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const source = fileURLToPath(new URL('netprobe.c', import.meta.url));

/** As in the heads of recording files. */
export const images = {
  bb: { listens: [], exposes: [] },
  web: { listens: ['80/tcp'], exposes: ['80/tcp'] },
  api: { listens: ['8080/tcp'], exposes: ['8080/tcp'] },
  udp: { listens: ['5353/udp'], exposes: ['5353/udp'] },
  multi: { listens: ['80/tcp', '443/tcp', '5353/udp'], exposes: ['80/tcp', '443/tcp', '5353/udp'] },
};

const applets = 'sh ls cat ping ip ifconfig route arp hostname nslookup wget nc sleep traceroute httpd env'.split(' ');

/** `80/tcp` as the responder's argument. */
const asArgument = (port) => port.replace(/(\d+)\/(\w+)/, '$2:$1');

/**
 * Files that are made once: kept in node_modules/.cache under a hash of everything they are made from.
 * @param {string} name
 * @param {readonly (string | Buffer)[]} from
 * @param {(directory: string) => Promise<void>} make
 * @returns {Promise<string>} the directory
 */
async function cached(name, from, make) {
  const hash = createHash('sha256');
  for (const part of from) hash.update(part);
  const directory = join(root, 'node_modules/.cache/docker', `${name}-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(directory)) return directory;
  mkdirSync(dirname(directory), { recursive: true });
  const unfinished = mkdtempSync(`${directory}.`);
  try {
    await make(unfinished);
    renameSync(unfinished, directory);
  } catch (error) {
    // Another process may have been faster.
    if (!existsSync(directory)) throw error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return directory;
}

/** @returns {Promise<string>} path of the compiled prober and responder */
export async function netprobe() {
  const directory = await cached('netprobe', [readFileSync(source)], async (made) => {
    const { exit, stderr } = await outcomeOf('gcc', ['-O1', '-static', '-o', join(made, 'netprobe'), source]);
    if (exit !== 0) throw new Error(`netprobe.c does not compile: ${stderr}`);
  });
  return join(directory, 'netprobe');
}

async function rootFilesystem(directory, program) {
  for (const each of ['bin', 'etc', 'proc', 'sys', 'dev', 'tmp']) mkdirSync(join(directory, each), { recursive: true });
  copyFileSync(find('busybox'), join(directory, 'bin/busybox'));
  copyFileSync(program, join(directory, 'bin/netprobe'));
  for (const applet of applets) symlinkSync('busybox', join(directory, 'bin', applet));
}

/**
 * The engine's store with the images in it, so that no engine after the first has to import them.
 * @param {string} dockerd path of the engine that is to use it
 * @param {(fill: (importImage: (tag: string, changes: readonly string[], tarball: string) => Promise<void>) => Promise<void>,
 *   keep: string) => Promise<void>} withEngine starts an engine, calls `fill`, and copies its store to `keep`
 * @returns {Promise<string>} a directory to copy to /var/lib/docker
 */
export async function imageStore(dockerd, withEngine) {
  const program = await netprobe();
  const version = (await outcomeOf(dockerd, ['--version'])).stdout;
  const from = [readFileSync(find('busybox')), readFileSync(program), version, JSON.stringify([images, applets])];
  return cached('images', from, async (made) => {
    const filesystem = join(made, 'root');
    const tarball = join(made, 'root.tar');
    mkdirSync(filesystem);
    await rootFilesystem(filesystem, program);
    await outcomeOf('tar', ['-C', filesystem, '-cf', tarball, '.']);
    await withEngine(async (importImage) => {
      for (const [name, { listens, exposes }] of Object.entries(images)) {
        const command = JSON.stringify(['netprobe', 'serve', ...listens.map(asArgument)]);
        await importImage(`${name}:latest`, [`CMD ${command}`, ...exposes.map((port) => `EXPOSE ${port}`)], tarball);
      }
    }, made);
    rmSync(filesystem, { recursive: true });
    rmSync(tarball);
  });
}
