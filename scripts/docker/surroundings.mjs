// The network around the engine's machine, as the recordings' `topology` describes it.
import { Machine, outcomeOf } from './machine.mjs';

/** What stands in the heads of recording files: the data of the one topology that all recordings share. */
export const topology = {
  host: { eth0: '192.0.2.10/24', defaultVia: '192.0.2.1', resolvConf: 'nameserver 198.51.100.53' },
  lan: {
    client: '192.0.2.99',
    router: '192.0.2.1',
    internet: '198.51.100.7 (listens tcp/80, udp/5353)',
    dns: '198.51.100.53 (knows example.test -> 198.51.100.7 and the single-label name printer -> 203.0.113.66; everything else NXDOMAIN)',
  },
};

/** Addresses that probes and commands name by a word. */
export const addressOf = { hostip: '192.0.2.10', lanip: '192.0.2.99', internet: '198.51.100.7' };

const nameserver = '198.51.100.53';

/** The host's own files, as they were in the recordings; containers in host mode get copies. */
const hostFiles = {
  '/etc/hosts': '127.0.0.1 localhost\n127.0.0.1 runsc\n127.0.0.1 vm\n',
  '/etc/resolv.conf': `nameserver ${nameserver}\n`,
};

/** Mounts one of our files over one of the machine's, which may be a link to a file that is not there. */
const cover = (file, text) => `
  f=$(readlink -m ${file}); mkdir -p "$(dirname "$f")" /run/covers; [ -e "$f" ] || : > "$f"
  printf '${text.replaceAll('\n', '\\n')}' > /run/covers/$(basename ${file})
  mount --bind /run/covers/$(basename ${file}) "$f"`;

/**
 * Two machines joined by a cable: the engine's host, and one that plays the LAN, its router and what lies beyond.
 * @param {string} netprobe path of the compiled prober
 * @returns {Promise<{ host: Machine, lan: Machine }>}
 */
export async function bootSurroundings(netprobe) {
  const [host, lan] = await Promise.all([Machine.boot(netprobe), Machine.boot(netprobe)]);
  await host.must([
    'sh',
    '-ec',
    `hostname vm
    mount -t tmpfs tmpfs /run; mkdir -p /var/lib/docker /var/lib/containerd
    mount -t tmpfs tmpfs /var/lib/docker; mount -t tmpfs tmpfs /var/lib/containerd
    ${Object.entries(hostFiles)
      .map(([file, text]) => cover(file, text))
      .join('\n')}
    ip link set lo up
    ip link add eth0 type veth peer name lan0
    ip addr add ${topology.host.eth0} dev eth0; ip link set eth0 up`,
  ]);
  // Only out here do both machines have a process number.
  await outcomeOf('nsenter', ['-t', `${host.pid}`, '--net', 'ip', 'link', 'set', 'lan0', 'netns', `${lan.pid}`]);
  await lan.must([
    'sh',
    '-ec',
    `mount -t tmpfs tmpfs /run
    ip link set lo up
    ip addr add ${topology.lan.client}/24 dev lan0; ip addr add ${topology.lan.router}/24 dev lan0; ip link set lan0 up
    ip addr add ${addressOf.internet}/32 dev lo; ip addr add ${nameserver}/32 dev lo`,
  ]);
  await host.must(['ip', 'route', 'add', 'default', 'via', topology.host.defaultVia]);
  lan.start([netprobe, 'serve', 'tcp:80', 'udp:5353'], { env: { NETPROBE_ID: 'outside' } });
  lan.start([
    'dnsmasq',
    ...['--keep-in-foreground', '--conf-file=/dev/null', '--no-resolv', '--no-hosts', '--local=/#/', '--user=root'],
    ...[`--listen-address=${nameserver}`, '--bind-interfaces', '--pid-file='],
    ...[`--host-record=example.test,${addressOf.internet}`, '--host-record=printer,203.0.113.66'],
  ]);
  return { host, lan };
}
