/** Repairs of what is published and what is listened to. */
import { t, translatable } from '../../l10n.ts';
import type { Located } from '../../model/program.ts';
import type { Fix } from '../finding.ts';
import { declaredListeners } from '../listeners.ts';
import { placeOf } from '../places.ts';
import { addProperty, replacePart } from './edits.ts';
import {
  type DeclaredContainer,
  decisiveTrace,
  declaredContainer,
  declaredContainers,
  type Failure,
  hasOwnNetworks,
  type Repair,
  receiverOf,
  senderOf,
} from './failure.ts';

interface Port {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
}

/** Which port of which end; undefined for a ping. */
function askedPort({ declaration: { expectation } }: Failure): Port | undefined {
  return expectation?.kind === 'reach' ? expectation.port?.value : undefined;
}

const suffix = ({ protocol }: Pick<Port, 'protocol'>) => (protocol === 'tcp' ? '' : `/${protocol}`);

/** So many containers are suggested for a port of the host. */
const MOST_CANDIDATES = 3;

/** `publish` for a container that could answer on the host's port. */
export const publishPort: Repair = (failure) => {
  const asked = askedPort(failure);
  if (!asked) return [];
  const alike = servedPorts(failure, asked, (port) => port === asked.port);
  const served = alike.length > 0 ? alike : servedPorts(failure, asked, () => true);
  return served.map(({ container, port }) => ({
    title:
      port === asked.port
        ? t`Publish port ${port} of \`${container.name}\``
        : t`Publish port ${port} of \`${container.name}\` as ${asked.port}`,
    edits: [publish(container, `${asked.port}:${port}${suffix(asked)}`)],
  }));
};

/** A port that leads to one container is no way to another, and containers reach each other without one. */
function servedPorts(failure: Failure, { protocol }: Port, isWanted: (port: number) => boolean) {
  const { expectation } = failure.declaration;
  const aimedAt = expectation?.kind === 'reach' ? declaredContainer(failure, expectation.target.value) : undefined;
  if (aimedAt && senderOf(failure)) return [];
  const found: { readonly container: DeclaredContainer; readonly port: number }[] = [];
  for (const container of aimedAt ? [aimedAt] : declaredContainers(failure.lab)) {
    if (found.length >= MOST_CANDIDATES) break;
    const own = declaredListeners(container.declaration).filter(
      (each) => each.protocol === protocol && each.address === undefined && isWanted(each.port),
    );
    if (own.length === 0 || !hasOwnNetworks(failure, container)) continue;
    found.push(...own.map(({ port }) => ({ container, port })));
  }
  return found.slice(0, MOST_CANDIDATES);
}

const publish = ({ entry }: DeclaredContainer, mapping: string) => addProperty(entry, `publish ${mapping}`);

/** From outside a container is reached by the host's address: `publish`, and a target that is the host. */
export const publishAndAskHost: Repair = (failure) => {
  const { declaration, entry } = failure;
  const asked = askedPort(failure);
  const container = receiverOf(failure);
  const { expectation } = declaration;
  if (!asked || !container || expectation?.kind !== 'reach' || expectation.source.value !== 'outside') return [];
  return [
    {
      title: t`Publish port ${asked.port} of \`${container.name}\`, and expect it of the host`,
      edits: [
        publish(container, `${asked.port}:${asked.port}${suffix(asked)}`),
        replacePart(entry, expectation.target.span, 'host'),
      ],
    },
  ];
};

/** `127.0.0.1:8080:80` → `8080:80`. */
export const publishEverywhere: Repair = (failure) =>
  rebound(
    failure,
    (mapping) => /^(?:127\.[\d.]+|\[::1\]):(.+)$/.exec(mapping)?.[1],
    translatable('on every address of the host'),
  );

/** `8080:80` → `127.0.0.1:8080:80`, for a port that is not to be reached from other machines. */
export const publishOnLoopback: Repair = (failure) =>
  failure.declaration.expectation?.source.value === 'outside'
    ? rebound(
        failure,
        (mapping) => (/^\d+:\d+(\/\w+)?$/.test(mapping) ? `127.0.0.1:${mapping}` : undefined),
        translatable('on the loopback address alone'),
      )
    : [];

/** Other texts for the mappings that lead from the asked port of the host. */
function rebound(failure: Failure, change: (mapping: string) => string | undefined, where: string): readonly Fix[] {
  const asked = askedPort(failure);
  if (!asked) return [];
  return [...declaredContainers(failure.lab)].flatMap(({ name, entry, declaration }) =>
    declaration.publish.flatMap((mapping: Located<string>) => {
      const changed = hostPortOf(mapping.value) === asked.port ? change(mapping.value) : undefined;
      return changed === undefined
        ? []
        : [
            {
              title: t`Publish the port of \`${name}\` ${t(where)}: \`${changed}\``,
              edits: [replacePart(entry, mapping.span, changed)],
            },
          ];
    }),
  );
}

function hostPortOf(mapping: string): number | undefined {
  const port = /(?:^|:)(\d+):\d+(?:\/\w+)?$/.exec(mapping)?.[1];
  return port === undefined ? undefined : Number(port);
}

/** The port that the last packet was for: behind a published port it is the container's. */
function arrivedPort(failure: Failure): Port | undefined {
  const asked = askedPort(failure);
  const port = decisiveTrace(failure)?.hops.at(-1)?.port;
  return asked && port !== undefined ? { ...asked, port } : asked;
}

/** `listen 127.0.0.1:80` → `listen 80`: connections from elsewhere arrive at the address of `eth0`. */
export const listenEverywhere: Repair = (failure) => {
  const arrived = arrivedPort(failure);
  const receiver = receiverOf(failure);
  if (!arrived || !receiver) return [];
  const { entry, declaration } = receiver;
  return declaration.listen.flatMap(({ value, span }) => {
    const [, address, rest] = /^(.+):(\d+(?:\/\w+)?)$/.exec(value) ?? [];
    return address && rest && Number.parseInt(rest, 10) === arrived.port
      ? [{ title: t`Listen on every address (0.0.0.0): \`listen ${rest}\``, edits: [replacePart(entry, span, rest)] }]
      : [];
  });
};

/** One more port that a process in the container serves: the packet gets there, and nobody takes it. */
export const listenToo: Repair = (failure) => {
  if (decisiveTrace(failure)?.verdict !== 'refused') return [];
  const arrived = arrivedPort(failure);
  const receiver = receiverOf(failure);
  if (!arrived || !receiver) return [];
  const { name, entry, declaration } = receiver;
  const port = `${arrived.port}${suffix(arrived)}`;
  const last = declaration.listen.at(-1);
  const others = declaredListeners(declaration).map((listener) => `${listener.port}${suffix(listener as Port)}`);
  const edit = last
    ? replacePart(entry, last.span, `${entry.source.lines.text.slice(...rangeOf(entry, last.span))}, ${port}`)
    : addProperty(entry, `listen ${[...others, port].join(', ')}`);
  return [{ title: t`Say that \`${name}\` listens on ${port}`, edits: [edit] }];
};

function rangeOf(entry: DeclaredContainer['entry'], span: { readonly start: number; readonly end: number }) {
  const { start, end } = placeOf(entry, span).span;
  return [start, end] as const;
}
