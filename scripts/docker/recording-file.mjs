// The files that recordings are kept in; test/conformance/recorded/README.md describes the format.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { images } from './images.mjs';
import { outcomeOf } from './machine.mjs';
import { topology } from './surroundings.mjs';

const legend = {
  reach:
    "from/to: container name (by DNS name), '@c' / '@c/net' = IP of c (on net), 'host' = engine host, 'lan' = machine on the host's LAN, 'gw:net' = gateway address of net, 'hostip' = 192.0.2.10, 'internet' = 198.51.100.7; after = how many commands had run; by = who answered; seenSource = client address as the server saw it",
  resolves: "source: 'hosts' (/etc/hosts) or 'dns'; addresses sorted, null when none",
  commands:
    "each is docker argv (without the word docker), except: ['host', …] / ['lan', …] = that command run in the host's / LAN's network namespace; ['restart-daemon'] = dockerd stopped and started, its state kept",
  daemon: 'extra dockerd arguments of the scenario',
  ids: '<id:NAME> = 64-hex id of that container or network, <id12:NAME> = its first 12 hex digits, <id64> = any other 64-hex id, veth<rand> = a random interface name, <data-root> = the engine data directory',
  start: 'every scenario starts on a freshly started daemon: no containers, no user networks, docker0 and firewall new',
  steps: 'one per command: exit, stdout, stderr, ips and status of all containers after it (ips from docker inspect)',
  error: 'first failing command; errors = all of them',
};

/**
 * What stands at the top of a file of recordings.
 * @param {import('./engine.mjs').Engine} engine the one that was recorded
 */
export async function recordingHead(engine) {
  const { Version, ApiVersion, KernelVersion } = await engine.api('/version');
  const { stdout } = await outcomeOf(engine.client, ['--version']);
  return {
    recordedFrom: {
      engine: Version,
      api: ApiVersion,
      cli: stdout.trim(),
      kernel: /^\d+\.\d+/.exec(KernelVersion)?.[0] ?? KernelVersion,
      recordedAt: new Date().toISOString(),
    },
    topology,
    images,
    legend,
  };
}

/** The text of such a file. */
export function recordingText(head, scenarios) {
  return `${JSON.stringify({ ...head, scenarios }, null, 1)}\n`;
}

/**
 * Writes a scenario to a file of its own in test-results/live/, so that it can be looked at, replayed and kept.
 * @returns {string} the file
 */
export function keepRecording(head, scenario) {
  const folder = join('test-results', 'live');
  const file = join(folder, `${scenario.id}.json`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, recordingText(head, [scenario]));
  return file;
}
