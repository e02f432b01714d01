/** Words of Compose files and of `docker run` where a lab has other words, or none. */
import type { Place } from './entry.ts';

type Words = Readonly<Record<string, string>>;

/**
 * Ours for theirs, by the place where they are written. Sources: the Compose specification
 * (https://docs.docker.com/reference/compose-file/) and https://docs.docker.com/reference/cli/docker/container/run/.
 */
const OURS: Readonly<Partial<Record<Place, Words>>> = {
  file: { service: 'container', services: 'container', networks: 'network', net: 'network', run: 'container' },
  container: {
    add_host: 'extra-host',
    extra_hosts: 'extra-host',
    mac_address: 'mac',
    net: 'network',
    network_mode: 'network',
    networks: 'network',
    port: 'publish',
    ports: 'publish',
    scale: 'replicas',
  },
  attachment: { aliases: 'alias', ipv4_address: 'ip', ipv6_address: 'ip6', gw_priority: 'gateway-priority' },
  network: { aux_address: 'reserve', driver_opts: 'option', enable_ipv6: 'ipv6', opt: 'option', ip_range: 'ip-range' },
};

/** What containers have there, and no network depends on. */
const BESIDE_THE_NETWORK: ReadonlySet<string> = new Set(
  (
    'build cap_add cap_drop cmd command configs container_name cpus deploy depends_on devices entrypoint env env_file ' +
    'environment gpus healthcheck init label labels logging mem_limit memory mount mounts name platform privileged ' +
    'pull_policy read_only restart secrets security_opt shm_size stop_grace_period tmpfs tty ulimits user volume ' +
    'volumes volumes_from working_dir workdir'
  ).split(' '),
);

/** The word that a lab has for a word of Docker's other notations; `undefined` when there is none. */
export function ourWordFor(place: Place, word: string): string | undefined {
  const words = OURS[place];
  const theirs = word.replaceAll('-', '_');
  return words !== undefined && Object.hasOwn(words, theirs) ? words[theirs] : undefined;
}

/** True for what can be said about a container elsewhere, and changes nothing about who can talk to whom. */
export function isBesideTheNetwork(place: Place, word: string): boolean {
  return place === 'container' && BESIDE_THE_NETWORK.has(word.replaceAll('-', '_'));
}
