/** A lab → the shell script of `docker` commands that builds it on a real engine. */

import { placeOf } from '../analysis/places.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { t } from '../l10n.ts';
import type { DaemonOptions } from '../simulation/state.ts';
import { dockerCommand } from './docker-script.ts';

/**
 * Networks come first, as in the lab; expectations stay as comments in their places. A command that the engine would
 * refuse is in the script all the same: the lab says so, and the engine will.
 */
export function exportDocker({ lab, timeline }: Snapshot): string {
  const lines = ['#!/bin/sh', ...daemonNeeds(timeline.initial.hosts)];
  const several = timeline.initial.hosts.size > 1;
  let host: string | undefined;
  let written = 0;
  const writeUntil = (moment: number): void => {
    for (; written < moment; written++) {
      const step = timeline.steps[written]!;
      if (several && step.host !== host) lines.push(`# ${t`On the host ${step.host}:`}`);
      host = step.host;
      lines.push(dockerCommand(step.command));
    }
  };
  lab.entries.forEach((entry, index) => {
    if (entry.declaration.kind !== 'expect') return;
    writeUntil(timeline.moments[index]!);
    const { span } = placeOf(entry, entry.declaration.statement);
    lines.push(`# ${entry.source.lines.text.slice(span.start, span.end).replace(/\s+/g, ' ')}`);
  });
  writeUntil(timeline.steps.length);
  return `${lines.join('\n')}\n`;
}

/** `dockerd` options that the lab counts on, as a reminder at the top. */
function daemonNeeds(hosts: { values(): Iterable<{ readonly name: string; readonly daemon: DaemonOptions }> }) {
  return [...hosts.values()].flatMap(({ name, daemon }) => {
    const flags = [
      ...(daemon.bip ? [`--bip=${daemon.bip}`] : []),
      ...(daemon.fixedCidr ? [`--fixed-cidr=${daemon.fixedCidr}`] : []),
      ...(daemon.defaultAddressPools ?? []).map(({ base, size }) => `--default-address-pool=base=${base},size=${size}`),
      ...(daemon.icc ? [] : ['--icc=false']),
      ...(daemon.iptables ? [] : ['--iptables=false']),
      ...(daemon.userlandProxy ? [] : ['--userland-proxy=false']),
      ...(daemon.allowDirectRouting ? ['--allow-direct-routing'] : []),
    ];
    return flags.length > 0 ? [`# ${t`The engine of ${name} has to run with:`} dockerd ${flags.join(' ')}`] : [];
  });
}
