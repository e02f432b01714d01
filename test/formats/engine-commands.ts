/** Arbitrary engine commands, as people could have typed them. */
import fc from 'fast-check';
import type {
  AttachmentOptions,
  ContainerOptions,
  EngineCommand,
  NetworkCreateOptions,
} from '../../language-server/simulation/command.ts';

/** Words that a shell, a CSV reader and the `.dnet` syntax would each take apart in another way. */
export const awkwardWord = fc
  .string({ minLength: 1, maxLength: 8, unit: fc.constantFrom(...'abc19._:/ #"\',;{}$\\*é') })
  .filter((text) => !text.startsWith('-') && text.trim() === text);
export const name = fc.stringMatching(/^[a-z][a-z0-9_.-]{1,6}$/);
const address = fc.integer({ min: 2, max: 250 }).map((n) => `10.1.2.${n}`);
const address6 = fc.integer({ min: 2, max: 250 }).map((n) => `fd00::${n.toString(16)}`);
const mac = fc.integer({ min: 0, max: 255 }).map((n) => `02:42:0a:01:02:${n.toString(16).padStart(2, '0')}`);
const subnet = fc.integer({ min: 0, max: 250 }).map((n) => `10.${n}.0.0/24`);
const port = fc.integer({ min: 1, max: 65_535 });
const protocol = fc.constantFrom('', '/tcp', '/udp');
const published = fc.oneof(
  fc.tuple(port, port, protocol).map(([host, inner, p]) => `${host}:${inner}${p}`),
  fc.tuple(port, protocol).map(([inner, p]) => `${inner}${p}`),
  fc.tuple(port, port).map(([host, inner]) => `127.0.0.1:${host}:${inner}`),
);

const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 3 });
const set = fc.constant(true as const);
/** A record of which every field may be absent. */
const maybe = <T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>> =>
  fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;

/** What `network …` and `connect …` of a `.dnet` file can say too. */
export const attachment: fc.Arbitrary<AttachmentOptions> = fc
  .tuple(
    name,
    maybe<AttachmentOptions>({
      network: name,
      ip: address,
      ip6: address6,
      aliases: some(name),
      gatewayPriority: fc.integer({ min: -9, max: 9 }),
    }),
  )
  .map(([network, options]) => ({ ...options, network }));

/** The client lower-cases the long form of `--network`: what stands in it is in lower case here. */
const longAttachment: fc.Arbitrary<AttachmentOptions> = fc
  .tuple(
    attachment,
    maybe<AttachmentOptions>({
      network: name,
      mac,
      linkLocalIps: some(fc.constant('169.254.3.4')),
      driverOptions: some(fc.tuple(fc.constant('com.example.list'), fc.constantFrom('a,b', 'say "x"', 'plain'))),
    }),
  )
  .map(([plain, more]) => ({ ...plain, ...more, network: plain.network }));

/** `docker run` options that `container …` can say. */
export const sayableContainer: fc.Arbitrary<ContainerOptions & { readonly name: string }> = fc
  .tuple(
    name,
    fc.constantFrom('nginx:1.27', 'registry.example.test:5000/app', 'postgres'),
    fc.array(fc.tuple(attachment, fc.option(mac)), { maxLength: 3 }),
    maybe<ContainerOptions>({
      image: name,
      networks: fc.constant([]),
      mac,
      publish: some(published),
      publishAll: set,
      expose: some(fc.tuple(port, protocol).map(([inner, p]) => `${inner}${p}`)),
      hostname: name,
      dns: some(address),
      extraHosts: some(fc.tuple(name, address).map(([host, ip]) => `${host}:${ip}`)),
      links: some(fc.tuple(name, fc.option(name)).map(([to, alias]) => (alias ? `${to}:${alias}` : to))),
    }),
  )
  .map(([own, image, networks, options]) => ({
    ...options,
    name: own,
    image,
    networks: networks.map(([one, hardware]) => (hardware === null ? one : { ...one, mac: hardware })),
  }));

const container: fc.Arbitrary<ContainerOptions> = fc
  .tuple(
    sayableContainer,
    fc.array(longAttachment, { maxLength: 2 }),
    maybe<ContainerOptions>({
      image: name,
      networks: fc.constant([]),
      ip: address,
      ip6: address6,
      aliases: some(name),
      linkLocalIps: some(fc.constant('169.254.1.2')),
      domainname: name,
      dnsSearch: some(name),
      dnsOptions: some(name),
      sysctls: some(fc.constant('net.ipv4.ip_forward=1')),
      uts: fc.constant('host'),
      pull: fc.constant('never'),
      restart: fc.constant('always'),
      autoRemove: set,
      command: some(awkwardWord),
    }),
  )
  .map(([sayable, networks, more]) => ({ ...sayable, ...more, image: sayable.image, networks }));

/** `docker network create` options that `network …` can say. */
export const sayableNetwork: fc.Arbitrary<NetworkCreateOptions> = fc
  .tuple(
    name,
    maybe<NetworkCreateOptions>({
      name,
      driver: fc.constantFrom('bridge', 'macvlan', 'ipvlan'),
      subnets: some(subnet),
      ipRanges: some(subnet),
      gateways: some(address),
      auxAddresses: some(fc.tuple(name, address).map(([aux, ip]) => `${aux}=${ip}`)),
      internal: set,
      attachable: set,
      ipv6: fc.boolean(),
      options: fc.uniqueArray(
        fc.oneof(
          fc.tuple(fc.constant('com.docker.network.bridge.enable_icc'), fc.constantFrom('true', 'false', '0')),
          fc.tuple(fc.constant('com.docker.network.driver.mtu'), fc.constantFrom('1450', '99999', 'big')),
          fc.tuple(fc.constantFrom('macvlan_mode', 'ipvlan_mode'), fc.constantFrom('bridge', 'l2', 'odd')),
          fc.tuple(fc.constant('parent'), fc.constantFrom('eth0', 'eth0.20')),
          fc.tuple(fc.constantFrom('com.example.a', 'com.example.b'), awkwardWord),
        ),
        { minLength: 1, maxLength: 4, selector: ([key]) => key },
      ),
    }),
  )
  .map(([own, options]) => ({ ...options, name: own }));

const network: fc.Arbitrary<NetworkCreateOptions> = fc
  .tuple(
    sayableNetwork,
    maybe<NetworkCreateOptions>({ name, ingress: set, ipv4: fc.boolean(), scope: name, labels: some(awkwardWord) }),
  )
  .map(([sayable, more]) => ({ ...sayable, ...more, name: sayable.name }));

const containers = some(name);
type Of<K extends EngineCommand['kind']> = Extract<EngineCommand, { readonly kind: K }>;
const of = <K extends EngineCommand['kind']>(kind: K, fields: fc.Arbitrary<Omit<Of<K>, 'kind'>>) =>
  fields.map((rest) => ({ kind, ...rest }) as unknown as EngineCommand);
const force = fc.option(set, { nil: undefined }).map((value) => (value ? { force: value } : {}));

/** Every command that is a `docker` command line. */
export const anyCommand: fc.Arbitrary<EngineCommand> = fc.oneof(
  of('networkCreate', network),
  of('networkRemove', fc.record({ networks: some(awkwardWord) })),
  of('networkPrune', fc.constant({})),
  of(
    'networkConnect',
    fc
      .tuple(attachment, name, maybe<AttachmentOptions>({ network: name, links: some(name) }))
      .map(([wish, to, more]) => ({ ...wish, ...more, network: wish.network, container: to })),
  ),
  of(
    'networkDisconnect',
    fc.tuple(name, name, force).map(([from, one, how]) => ({ network: from, container: one, ...how })),
  ),
  of('containerCreate', container),
  of('containerRun', container),
  of('containerStart', fc.record({ containers })),
  of('containerStop', fc.record({ containers })),
  of('containerKill', fc.record({ containers })),
  of('containerRestart', fc.record({ containers })),
  of('containerPause', fc.record({ containers })),
  of('containerUnpause', fc.record({ containers })),
  of(
    'containerRemove',
    fc.tuple(containers, force).map(([all, how]) => ({ containers: all, ...how })),
  ),
  of('containerRename', fc.record({ container: name, name })),
  of('swarmLeave', force),
);

/** The commands that a statement of a `.dnet` file stands for. */
export const sayableCommand: fc.Arbitrary<EngineCommand> = fc.oneof(
  of('networkCreate', sayableNetwork),
  of('containerRun', sayableContainer),
  of(
    'networkConnect',
    fc
      .tuple(attachment, name, fc.option(mac))
      .map(([wish, container, hardware]) => ({ ...wish, container, ...(hardware && { mac: hardware }) })),
  ),
  of('networkDisconnect', fc.record({ network: name, container: name })),
  of('containerStart', fc.record({ containers })),
  of('containerStop', fc.record({ containers })),
  of('containerRestart', fc.record({ containers })),
  of(
    'containerRemove',
    containers.map((all) => ({ containers: all, force: true })),
  ),
);
