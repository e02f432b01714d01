// What a real Docker Engine in namespaces of its own needs, and getting it where that is allowed.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { outcomeOf } from './machine.mjs';

/** The programs that are needed, and the Debian packages that hold them. */
const programs = {
  dockerd: 'docker.io',
  docker: 'docker.io',
  containerd: 'docker.io',
  busybox: 'busybox-static',
  ip: 'iproute2',
  iptables: 'iptables',
  dnsmasq: 'dnsmasq-base',
  gcc: 'gcc libc6-dev',
  nsenter: 'util-linux',
  unshare: 'util-linux',
};

/** `/usr` first: what Debian's packages installed goes together. Engines and clients elsewhere are named by options. */
const searched = ['/usr/bin', '/usr/sbin', '/bin', '/sbin', ...(process.env.PATH ?? '').split(delimiter)];

/**
 * @param {string} program
 * @returns {string | undefined} its path
 */
export function find(program) {
  return searched.map((directory) => join(directory, program)).find(existsSync);
}

const missing = () => Object.keys(programs).filter((program) => !find(program));

async function installMissing() {
  if (missing().length === 0 || !find('apt-get')) return;
  const packages = [...new Set(missing().flatMap((program) => programs[program].split(' ')))];
  console.log(`Installing ${packages.join(', ')} by apt-get …`);
  // policy-rc.d keeps the packages' own daemon from starting: engines run only in namespaces of their own.
  const script = `
    if [ ! -e /usr/sbin/policy-rc.d ]; then
      trap 'rm -f /usr/sbin/policy-rc.d' EXIT
      printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d; chmod +x /usr/sbin/policy-rc.d
    fi
    apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  const { exit, stderr } = await outcomeOf('flock', ['/tmp/apt.lock', 'sh', '-c', script], { timeout: 600_000 });
  if (exit !== 0) console.error(stderr.trimEnd().split('\n').slice(-3).join('\n'));
}

const simulatedVersions = /version (?:20\.10|28|29)\./;

/**
 * Says whether a Docker Engine can be started here, after installing what is missing (Debian and its like, as root).
 * @returns {Promise<{ available: true } | { available: false, reason: string }>}
 */
export async function engineAvailable() {
  const not = (reason) => ({ available: false, reason });
  if (process.platform !== 'linux') return not(`a Docker Engine needs Linux; this is ${process.platform}`);
  if (process.getuid?.() !== 0) return not('only root may make the namespaces that it runs in');
  await installMissing();
  if (missing().length > 0) return not(`missing programs: ${missing().join(', ')}`);
  const isolation = ['--net', '--mount', '--uts', '--pid', '--fork', 'mount', '-t', 'tmpfs', 'tmpfs', '/run'];
  const { exit, stderr } = await outcomeOf('unshare', isolation);
  const { stdout: version } = await outcomeOf(find('dockerd'), ['--version']);
  if (!simulatedVersions.test(version))
    return not(`the simulation knows engines 20.10, 28 and 29; this is ${version.trim()}`);
  return exit === 0 ? { available: true } : not(`no namespaces can be made here (${stderr.trim()})`);
}
