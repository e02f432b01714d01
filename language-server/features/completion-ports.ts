/** Ports to propose: those that images serve, those that are free on the host, those that somebody listens on. */

import { CompletionItemKind } from 'vscode-languageserver-types';
import { hostNamed } from '../analysis/actors.ts';
import { bearersFor } from '../analysis/aliases.ts';
import { containersAt, findContainer } from '../analysis/facts.ts';
import { nextFreePort } from '../analysis/free.ts';
import { wellKnownImage } from '../analysis/images.ts';
import { t } from '../l10n.ts';
import { claimedPorts } from './completion-claims.ts';
import type { CompletionContext, Proposal, Proposer } from './completion-context.ts';

function proposal(label: string, detail?: string): Proposal {
  return { label, kind: CompletionItemKind.Value, ...(detail !== undefined && { detail: () => detail }) };
}

/** The ports of the container around the place, `80/tcp`: its image's, or else the web's. */
function servedPorts(context: CompletionContext): readonly string[] {
  const image = context.property('image');
  return (image && wellKnownImage(image)?.exposes) || ['80/tcp'];
}

/** `80` for `80/tcp`: TCP goes without saying. */
const short = (port: string): string => port.replace(/\/tcp$/, '');

/** A free port of the host for each port; behind a host port that is typed already, the container's port. */
export const portMappings: Proposer = (context) => {
  const { host, typed } = context;
  const ports = servedPorts(context);
  const colon = typed.lastIndexOf(':');
  if (typed.includes('/')) return protocols(typed.slice(0, typed.lastIndexOf('/')));
  if (colon >= 0) return ports.map((port) => proposal(`${typed.slice(0, colon + 1)}${short(port)}`));
  if (!host) return [];
  const claimed = claimedPorts(context);
  const wanted = /^\d{1,5}$/.test(typed) ? [Number(typed)] : [];
  return ports.flatMap((port) => {
    const [number, protocol] = [Number.parseInt(port, 10), port.slice(port.indexOf('/') + 1)];
    // Ports below 1024 are usually published on a higher one: 80 on 8080, 443 on 8443. One that is typed is meant.
    const starts = [...wanted, number < 1024 ? 8000 + number : number];
    const free = starts.flatMap((start) => nextFreePort(host, start, protocol, claimed) ?? []);
    return [...new Set(free)].map((each) => proposal(`${each}:${short(port)}`, t`${each} is free on the host`));
  });
};

function protocols(port: string): readonly Proposal[] {
  return ['tcp', 'udp', 'sctp'].map((protocol) => proposal(`${port}/${protocol}`));
}

/** What the image serves, for `expose` and `listen`. */
export const imagePorts: Proposer = (context) => {
  const { typed } = context;
  if (typed.includes('/')) return protocols(typed.slice(0, typed.lastIndexOf('/')));
  const address = typed.slice(0, typed.lastIndexOf(':') + 1);
  return servedPorts(context).map((port) => proposal(address + short(port)));
};

/** What the target of an expectation listens on, or has published, at that moment. */
export const probedPorts: Proposer = (context) => {
  const { before, members, typed } = context;
  if (typed.includes('/')) return protocols(typed.slice(0, typed.lastIndexOf('/'))).slice(0, 2);
  const [source, target] = [context.argument(0), context.argument(3)];
  if (source === undefined || target === undefined) return [];
  const host = hostNamed(before, target);
  if (host) {
    return [...host.hostPorts.keys()].map((key) => {
      const [protocol, port] = key.split('/');
      return proposal(`${port}/${protocol}`, t`in use on ${host.name}`);
    });
  }
  const named = [
    ...members(target),
    ...members(source).flatMap((asker) => bearersFor(before, asker, target)),
    ...containersAt(before, target),
  ];
  const found = named.flatMap((name) =>
    (findContainer(before, name)?.container.listeners ?? []).map(({ port, protocol, address }) =>
      proposal(`${port}/${protocol}`, address === undefined ? t`${name} listens` : t`${name} listens on ${address}`),
    ),
  );
  return [...new Map(found.map((each) => [each.label, each])).values()];
};
