/** Ports that are published where nobody can reach them, or where everybody can. */
import { t, translatable } from '../../l10n.ts';
import type { ContainerDeclaration, Located, NetworkDeclaration } from '../../model/program.ts';
import type { Span } from '../../syntax/tree.ts';
import { parseListen } from '../listeners.ts';
import { placeOf } from '../places.ts';
import type { Networks } from './network-use.ts';
import { type HygieneRule, look, remembered, type Survey } from './survey.ts';

/** What answers on these ports trusts its network: it is seldom meant for the whole world. */
const FOR_INSIDERS: ReadonlyMap<number, string> = new Map([
  [1433, 'SQL Server'],
  [1521, 'Oracle Database'],
  [2181, 'ZooKeeper'],
  [2375, translatable('the Docker API without TLS')],
  [2379, 'etcd'],
  [3306, translatable('MySQL and MariaDB')],
  [5432, 'PostgreSQL'],
  [5672, 'RabbitMQ'],
  [5984, 'CouchDB'],
  [6379, 'Redis'],
  [7687, 'Neo4j'],
  [8086, 'InfluxDB'],
  [9042, 'Cassandra'],
  [9092, 'Kafka'],
  [9200, 'Elasticsearch'],
  [11_211, 'Memcached'],
  [27_017, 'MongoDB'],
]);

interface Mapping {
  readonly mapping: Located<string>;
  /** Absent: every address of the host. */
  readonly hostIp?: string;
  /** The container's, the first of a range. */
  readonly port: number;
  readonly protocol: string;
}

const EVERYWHERE: ReadonlySet<string> = new Set(['', '0.0.0.0', '[::]', '::']);

const mappingsOf = ({ publish }: ContainerDeclaration) =>
  publish.flatMap((mapping): readonly Mapping[] => {
    const parts = /^(?:(\[[^\]]*\]|\d+\.[\d.]+):)?(?:[\d-]*:)?(\d+)(?:-\d+)?(?:\/(\w+))?$/.exec(mapping.value);
    if (!parts) return [];
    const [, hostIp = '', port, protocol = 'tcp'] = parts;
    return [
      { mapping, ...(!EVERYWHERE.has(hostIp) && { hostIp }), port: Number(port), protocol: protocol.toLowerCase() },
    ];
  });

/** Whether the container has a place of its own on networks, so that ports can be published for it. */
const hasNetworks = ({ networks }: ContainerDeclaration): boolean =>
  !networks.some(({ network: { value } }) => value === 'host' || value === 'none' || value.startsWith('container:'));

const forInsiders = look((container) => {
  const mappings = hasNetworks(container)
    ? mappingsOf(container).filter(
        ({ hostIp, port, protocol }) => protocol === 'tcp' && !hostIp && FOR_INSIDERS.has(port),
      )
    : [];
  return mappings.length > 0 ? mappings : undefined;
});

export const publishBypassesFirewall: HygieneRule = {
  code: 'publish-bypasses-firewall',
  severity: 'warning',
  *observe({ select }) {
    for (const { entry, seen } of select(forInsiders))
      for (const { mapping, port } of seen) {
        const bare = mapping.value.replace(/^(?:0\.0\.0\.0|\[::\]):/, '');
        const bound = /^\d/.test(bare) && bare.includes(':') ? `127.0.0.1:${bare}` : undefined;
        yield {
          entry,
          span: mapping.span,
          message: t`The whole network of the host reaches ${t(FOR_INSIDERS.get(port)!)} here, past its firewall: packets to a published port meet Docker's rules and never those that ufw or firewalld writes for the host. Publish it on one address, or leave it to the containers on its network.`,
          fixes: bound
            ? [
                {
                  title: t`Publish for the host alone: \`${bound}\``,
                  edits: [{ ...placeOf(entry, mapping.span).span, newText: bound }],
                },
              ]
            : [],
        };
      }
  },
};

/** Containers that publish, with the names of the networks they are created on. */
const publishing = look(({ publish, networks, name }) => {
  const [first] = publish;
  if (!first || !name || networks.length === 0) return undefined;
  const span: Span = { start: first.span.start, end: publish.at(-1)!.span.end };
  return { name: name.value, networks: networks.map(({ network }) => network.value), span };
});

/** The names of the networks of a kind; found once for as long as there are the same networks. */
const namesOfThoseThat = (isMeant: (network: NetworkDeclaration) => boolean) =>
  remembered(
    (networks: Networks) =>
      new Set([...networks].flatMap(([name, { declaration }]) => (isMeant(declaration) ? [name] : []))),
  );

const internalNetworks = namesOfThoseThat(({ internal }) => internal?.value === true);
const networksOnLan = namesOfThoseThat(({ driver }) => driver?.value === 'macvlan' || driver?.value === 'ipvlan');

/** Publishing containers whose every network is of a kind. */
function* publishingOnlyOn(
  { select, networks, connects }: Survey,
  namesOf: (networks: Networks) => ReadonlySet<string>,
) {
  const kind = namesOf(networks);
  if (kind.size === 0) return;
  const isMeant = (network: string) => kind.has(network);
  const saved = new Set(
    connects.filter(({ attachment }) => !isMeant(attachment.network.value)).map(({ container }) => container),
  );
  for (const { entry, seen } of select(publishing))
    if (seen.networks.every(isMeant) && !saved.has(seen.name)) yield { entry, ...seen };
}

export const publishOnInternalNetwork: HygieneRule = {
  code: 'publish-on-internal-network',
  severity: 'warning',
  *observe(survey) {
    for (const { entry, name, span } of publishingOnlyOn(survey, internalNetworks)) {
      yield {
        entry,
        span,
        message: t`Docker publishes nothing here, and says nothing about it: every network of \`${name}\` is internal. Put it on a network with a way out as well.`,
      };
    }
  },
};

export const publishOnMacvlan: HygieneRule = {
  code: 'publish-on-macvlan',
  severity: 'warning',
  *observe(survey) {
    for (const { entry, name, span } of publishingOnlyOn(survey, networksOnLan)) {
      yield {
        entry,
        span,
        message: t`Publishing has no effect on macvlan and ipvlan networks: \`${name}\` has an address of its own on the LAN, where all its ports are reached.`,
      };
    }
  },
};

const loopbackListens = look((container) => {
  if (container.listen.length === 0 || !hasNetworks(container)) return undefined;
  const listens = container.listen.flatMap((written) =>
    parseListen(written.value).map((each) => ({ ...each, written })),
  );
  const behind = mappingsOf(container).flatMap(({ mapping, port, protocol }) => {
    const serving = listens.filter((each) => each.port === port && each.protocol === protocol);
    const isLoopback =
      serving.length > 0 && serving.every(({ address }) => address?.startsWith('127.') || address === '::1');
    return isLoopback ? [{ mapping, port, written: serving[0]!.written }] : [];
  });
  return behind.length > 0 ? behind : undefined;
});

export const listenOnLoopback: HygieneRule = {
  code: 'listen-on-loopback',
  severity: 'warning',
  *observe({ select }) {
    for (const { entry, seen } of select(loopbackListens))
      for (const { mapping, port, written } of seen) {
        const rest = written.value.slice(written.value.lastIndexOf(':') + 1);
        yield {
          entry,
          span: written.span,
          message: t`Nobody reaches this by the published port ${mapping.value}: connections arrive at the address of eth0, and the process listens on port ${port} of 127.0.0.1, which is the container's own loopback interface.`,
          related: [{ ...placeOf(entry, mapping.span), message: t('Published here.') }],
          fixes: [
            {
              title: t`Listen on every address (0.0.0.0): \`${rest}\``,
              edits: [{ ...placeOf(entry, written.span).span, newText: rest }],
            },
          ],
        };
      }
  },
};
