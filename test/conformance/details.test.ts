/** The details of a container in the picture, beside what `docker inspect` of real engines showed of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readable } from '../../language-server/analysis/readable.ts';
import { detailsIn } from '../../language-server/features/topology-details.ts';
import { snapshot } from './observe.ts';
import type { Recording } from './recording.ts';
import { finalWorld } from './replay.ts';
import { hostOf } from './setup.ts';

interface Inspected {
  readonly status: string;
  readonly networkMode: string;
  readonly error?: string;
  readonly networks: Readonly<
    Record<
      string,
      {
        readonly ip: string | null;
        readonly prefixLen: number | null;
        readonly gateway: string | null;
        readonly mac: string | null;
        readonly ip6?: string;
        readonly aliases: readonly string[] | null;
        readonly dnsNames?: readonly string[] | null;
        readonly links?: readonly string[];
        readonly ipamConfig?: Readonly<Record<string, unknown>>;
      }
    >
  >;
  readonly ports: Readonly<Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[] | null>>;
}

const folder = join(import.meta.dirname, 'recorded');
const recordings = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Recording);

/** Names with `<` are ids, which no two engines have in common. */
const named = (names: readonly string[] | null | undefined): readonly string[] =>
  (names ?? []).filter((name) => !name.includes('<'));

/** What has to be read in the details, each with the label that says what it is. */
function expectedRows(
  inspected: Inspected,
  isDrawn: (address: string) => boolean,
): readonly (readonly [string, string])[] {
  const { status, networkMode, error, networks, ports } = inspected;
  const endpoints = Object.entries(networks).filter(([name]) => name !== 'host' && name !== 'none');
  return [
    ['Status', status],
    // Recordings call an id by the name that its container has now, the simulation by its first.
    ['Network mode', networkMode.replace(/<id:.*/, '')],
    ...(error === undefined ? [] : [['Error', error] as const]),
    ...endpoints.flatMap(([name, { ip, prefixLen, gateway, mac, ip6, aliases, dnsNames, links, ipamConfig }]) => [
      ['Network', name] as const,
      ...(ip !== null && isDrawn(ip) ? ([['Address', `${ip}/${prefixLen}`]] as const) : []),
      ...(ip !== null && gateway !== null && isDrawn(gateway) ? ([['Gateway', gateway]] as const) : []),
      // Derived from the address by 20.10, or asked for; others draw it at every start.
      ...(mac?.startsWith('02:42:') ? ([['MAC', mac]] as const) : []),
      ...(ip6 === undefined ? [] : ([['Address', ip6]] as const)),
      ...named(aliases).map((alias) => ['Aliases', alias] as const),
      ...(ip !== null && name !== 'bridge' ? named(dnsNames).map((found) => ['Found as', found] as const) : []),
      ...named(links).map((link) => ['Links', link] as const),
      ...Object.values(ipamConfig ?? {}).flatMap((asked) =>
        typeof asked === 'string' && asked !== '' ? ([['Address asked for', asked]] as const) : [],
      ),
    ]),
    ...Object.entries(ports).flatMap(([port, bindings]) =>
      (bindings ?? []).map(
        ({ HostIp, HostPort }) =>
          [`${HostIp.includes(':') ? `[${HostIp}]` : HostIp}:${HostPort}`, `→ ${port}`] as const,
      ),
    ),
  ];
}

describe.each(recordings.map((recording) => [recording.recordedFrom.engine, recording] as const))(
  'Docker Engine %s',
  (_, recording) => {
    it('the details have what inspect showed, each under its label', () => {
      const missing: string[] = [];
      let compared = 0;
      for (const scenario of recording.scenarios) {
        const world = finalWorld(recording, scenario);
        const host = hostOf(world);
        const { ips } = snapshot(host);
        for (const [name, recorded] of Object.entries(scenario.expect.containers)) {
          const details = detailsIn(world, `container:${name}`);
          if (details === undefined) continue;
          const rows = details.sections.flatMap((section) => section.rows);
          // Where an engine deals out addresses in another order each time, the recorded one is one of several.
          const own = Object.values(ips[name] ?? {});
          const isAsRecorded = own.every((ip) => JSON.stringify(recorded).includes(`"${ip}"`));
          for (const [label, value] of expectedRows(recorded as Inspected, () => isAsRecorded)) {
            compared++;
            if (!rows.some((row) => row.label === label && row.value.includes(readable(value))))
              missing.push(`${scenario.id} ${name}: ${label} ${value}`);
          }
        }
      }
      expect(missing).toEqual([]);
      expect(compared).toBeGreaterThan(500);
    });
  },
);
