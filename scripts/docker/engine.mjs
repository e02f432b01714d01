// A real Docker Engine on a machine of its own: nothing it does touches the network, firewall or files of the real one.
import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { imageStore, netprobe } from './images.mjs';
import { eventually, outcomeOf } from './machine.mjs';
import { find } from './requirements.mjs';
import { bootSurroundings } from './surroundings.mjs';

const cgroups = '/sys/fs/cgroup';
const containerdConfig = `version = 2
disabled_plugins = ["io.containerd.grpc.v1.cri"]
`;

/** The directories of a control group in every hierarchy, or of all those whose names match. */
function controlGroups(matches) {
  const hierarchies = readdirSync(cgroups, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [cgroups, ...hierarchies.map(({ name }) => join(cgroups, name))].flatMap((parent) =>
    readdirSync(parent)
      .filter(matches)
      .map((name) => join(parent, name)),
  );
}

/** @returns {boolean} false while a process in it is not quite gone */
function removeControlGroup(directory) {
  if (!existsSync(directory)) return true;
  try {
    // A process that `docker pause` has frozen cannot even be killed.
    const freezer = join(directory, 'freezer.state');
    if (existsSync(freezer)) writeFileSync(freezer, 'THAWED');
    for (const entry of readdirSync(directory, { withFileTypes: true }))
      if (entry.isDirectory()) removeControlGroup(join(directory, entry.name));
    rmdirSync(directory);
    return true;
  } catch {
    return false;
  }
}

/** Control groups outlive their processes: those of a program that was killed are removed by the next one. */
function removeStaleControlGroups() {
  const isStale = (name) => {
    const owner = /^dnet-(\d+)-\d+$/.exec(name)?.[1];
    return owner !== undefined && !isAlive(owner);
  };
  controlGroups(isStale).forEach(removeControlGroup);
}

function isAlive(pid) {
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * @typedef {object} EngineOptions
 * @property {string} [dockerd] path; Debian's when absent
 * @property {string} [docker] path of the client
 * @property {readonly string[]} [daemon] arguments for dockerd
 */

/** The stores with the images, by path of the engine. */
const stores = new Map();

export class Engine {
  #dockerd;
  #controlGroup;
  #agent = new http.Agent({ keepAlive: true });

  /**
   * Starts an engine with the recordings' images, on a host as after its first boot.
   * @param {EngineOptions} [options]
   */
  static async up({ dockerd = find('dockerd'), docker = find('docker'), daemon = [] } = {}) {
    if (!stores.has(dockerd)) stores.set(dockerd, Engine.#makeStore(dockerd, docker));
    return Engine.#boot(dockerd, docker, daemon, await stores.get(dockerd));
  }

  /** @returns {Promise<string>} the directory of a store that holds the images */
  static #makeStore(dockerd, docker) {
    return imageStore(dockerd, async (fill, keep) => {
      const engine = await Engine.#boot(dockerd, docker, []);
      try {
        await fill(async (tag, changes, tarball) => {
          const options = changes.flatMap((change) => ['--change', change]);
          const { exit, stderr } = await engine.docker(['import', ...options, tarball, tag]);
          if (exit !== 0) throw new Error(`docker import ${tag}: ${stderr}`);
        });
        await engine.stop();
        for (const part of ['image', 'overlay2'])
          await outcomeOf('cp', ['-a', engine.host.path(`/var/lib/docker/${part}`), keep]);
      } finally {
        await engine.down();
      }
    });
  }

  static async #boot(dockerd, docker, daemon, store) {
    removeStaleControlGroups();
    const { host, lan } = await bootSurroundings(await netprobe());
    const engine = new Engine(host, lan, dockerd, docker, daemon);
    try {
      if (store) await outcomeOf('cp', ['-a', `${store}/.`, host.path('/var/lib/docker')]);
      await engine.#startContainerd();
      await engine.start();
    } catch (error) {
      await engine.down();
      throw error;
    }
    return engine;
  }

  constructor(host, lan, dockerd, docker, daemon) {
    Object.assign(this, { host, lan, dockerd, client: docker, daemon });
    this.socket = host.path('/run/docker.sock');
    this.#controlGroup = `dnet-${process.pid}-${host.pid}`;
  }

  async #startContainerd() {
    await this.host.must(['sh', '-c', 'cat > /run/containerd.toml'], { input: containerdConfig });
    this.#logged('containerd', ['containerd', '-c', '/run/containerd.toml']);
    const socket = '/run/containerd/containerd.sock';
    await eventually(async () => existsSync(this.host.path(socket)), 'containerd starts', 20_000);
  }

  /** Starts the engine after `stop`, with its state kept. */
  async start() {
    this.#dockerd = this.#logged('dockerd', [
      this.dockerd,
      ...['--containerd', '/run/containerd/containerd.sock', '--storage-driver', 'overlay2'],
      ...['--exec-opt', 'native.cgroupdriver=cgroupfs', '--cgroup-parent', `/${this.#controlGroup}`],
      // The responder finds its container's id in the path of its control group.
      ...(existsSync(join(cgroups, 'cgroup.controllers')) ? ['--default-cgroupns-mode', 'host'] : []),
      ...this.daemon,
    ]);
    await eventually(
      () => {
        if (this.#dockerd.exitCode !== null) throw new Error(`dockerd does not start:\n${this.log('dockerd', 5)}`);
        return this.api('/_ping').catch(() => false);
      },
      'dockerd answers',
      20_000,
    );
  }

  /** Stops the engine in an orderly way; its state stays. */
  async stop() {
    const gone = new Promise((resolve) => this.#dockerd.once('exit', resolve));
    await this.host.run(['sh', '-c', 'kill $(cat /run/docker.pid)']);
    await gone;
    // Its connections are gone too.
    this.#agent.destroy();
  }

  async restart() {
    await this.stop();
    await this.start();
  }

  /** Ends everything and leaves nothing behind. */
  async down() {
    this.#agent.destroy();
    await Promise.all([this.host.halt(), this.lan.halt()]);
    const groups = controlGroups((name) => name === this.#controlGroup);
    await eventually(async () => groups.filter((group) => !removeControlGroup(group)).length === 0, 'removing', 5000);
  }

  #logged(name, argv) {
    const log = openSync(this.host.path(`/run/${name}.log`), 'a');
    const child = this.host.start(argv, { env: { ...process.env, PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }, log });
    closeSync(log);
    return child;
  }

  /** The last lines that `dockerd` or `containerd` wrote. */
  log(name, lines) {
    return readFileSync(this.host.path(`/run/${name}.log`), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(-lines)
      .join('\n');
  }

  /**
   * Runs a command of docker's client.
   * @param {readonly string[]} argv without the word `docker`
   */
  docker(argv) {
    const env = {
      PATH: process.env.PATH,
      HOME: this.host.path('/run'),
      DOCKER_HOST: `unix://${this.socket}`,
      DOCKER_CLI_HINTS: 'false',
    };
    return outcomeOf(this.client, argv, { env });
  }

  /**
   * Asks the engine's API.
   * @param {string} path `/containers/json?all=1`
   * @returns {Promise<any>} what the JSON says; the text where it is none
   */
  api(path) {
    return new Promise((resolve, reject) => {
      http
        .get({ socketPath: this.socket, path, agent: this.#agent }, (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
          response.on('end', () => {
            if (response.statusCode >= 400) reject(new Error(`${path}: ${text}`));
            else resolve(response.headers['content-type']?.includes('json') ? JSON.parse(text) : text);
          });
        })
        .on('error', reject);
    });
  }
}
