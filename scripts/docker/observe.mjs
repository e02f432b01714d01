// Reads everything about an engine's containers and networks that recordings hold.
import { readFileSync } from 'node:fs';
import { eventually } from './machine.mjs';

const byName = (a, b) => a.localeCompare(b);

/** A container's own name: links give it others, with a slash in the middle. */
const nameOf = ({ Names }) => Names.map((name) => name.slice(1)).find((name) => !name.includes('/')) ?? Names[0];

export class Observer {
  #engine;
  #ids;

  /**
   * @param {import('./engine.mjs').Engine} engine
   * @param {import('./symbolic-ids.mjs').SymbolicIds} ids learns the names behind the ids that are seen
   */
  constructor(engine, ids) {
    this.#engine = engine;
    this.#ids = ids;
  }

  async #listed() {
    const [containers, networks] = await Promise.all([
      this.#engine.api('/containers/json?all=1'),
      this.#engine.api('/networks'),
    ]);
    const named = containers.map((container) => ({ ...container, name: nameOf(container) }));
    for (const { Id, name } of named) this.#ids.note(Id, name);
    for (const { Id, Name } of networks) this.#ids.note(Id, Name);
    return { containers: named.sort((a, b) => byName(a.Names.at(-1), b.Names.at(-1))), networks };
  }

  #inspect({ Id }) {
    return this.#engine.api(`/containers/${Id}/json`).catch(() => undefined);
  }

  /**
   * Resolves when every process that was started listens, or has ended and the engine knows it: a server whose port is
   * taken in a namespace that it shares ends, but not before the command that started it.
   */
  settled() {
    return eventually(
      async () => {
        const { containers } = await this.#listed();
        const running = containers.filter(({ State }) => State === 'running');
        const inspected = await Promise.all(running.map((container) => this.#inspect(container)));
        return inspected.every((state) => this.#isWaiting(state?.State.Pid));
      },
      'containers settle',
      10_000,
    );
  }

  /** Whether a process has nothing more to do until somebody asks it; before that it is still runc's. */
  #isWaiting(pid) {
    try {
      const stat = readFileSync(this.#engine.host.path(`/proc/${pid}/stat`), 'utf8');
      const [, name, state] = /\((.*)\) (\S)/s.exec(stat) ?? [];
      return state === 'S' && !name.startsWith('runc');
    } catch {
      return false;
    }
  }

  /** Addresses and status of all containers, as recorded after every command. */
  async addresses() {
    const { containers } = await this.#listed();
    const inspected = await Promise.all(containers.map((container) => this.#inspect(container)));
    const ips = {};
    const status = {};
    containers.forEach((container, i) => {
      // Inspect, not the list: the list of 20.10 shows stale addresses of containers whose start failed.
      const networks = (inspected[i] ?? container).NetworkSettings?.Networks ?? {};
      status[container.name] = container.State;
      ips[container.name] = Object.fromEntries(
        Object.entries(networks).map(([network, endpoint]) => [network, endpoint.IPAddress || null]),
      );
    });
    return { ips, status };
  }

  /** Everything about every container: inspect's view, and interfaces, routes and files inside it. */
  async containers() {
    const { containers } = await this.#listed();
    const inspected = await Promise.all(containers.map((container) => this.#inspect(container)));
    const present = containers.map(({ name }, i) => [name, inspected[i]]).filter(([, state]) => state?.State);
    const inside = await this.#inside(present.map(([, { State }]) => State.Pid).filter(Boolean));
    return Object.fromEntries(
      present.map(([name, state]) => [name, this.#describe(state, inside.get(state.State.Pid))]),
    );
  }

  #describe({ State, HostConfig, Config, NetworkSettings }, inside) {
    const symbolic = (text) => this.#ids.symbolic(text);
    const isHost = HostConfig.NetworkMode === 'host';
    return {
      status: State.Status,
      networkMode: symbolic(HostConfig.NetworkMode),
      hostname: symbolic(Config.Hostname ?? ''),
      networks: Object.fromEntries(
        Object.entries(NetworkSettings.Networks ?? {}).map(([name, endpoint]) => [name, this.#endpoint(endpoint)]),
      ),
      ...(State.Error ? { error: symbolic(State.Error) } : {}),
      ...(State.ExitCode ? { exitCode: State.ExitCode } : {}),
      ports: NetworkSettings.Ports,
      ...(inside && {
        ifaces: isHost ? ['(host)'] : inside.interfaces,
        ...(isHost ? {} : { routes: inside.routes }),
        resolvConf: inside.resolvConf,
        etcHosts: symbolic(inside.hosts)
          .trim()
          .split('\n')
          .filter((line) => !/ip6-|localhost/.test(line) && line)
          .map((line) => line.replace(/\s+/g, ' ')),
      }),
    };
  }

  #endpoint(endpoint) {
    const symbolic = (names) => names?.map((name) => this.#ids.symbolic(name)) ?? null;
    const { IPAMConfig, Links, GlobalIPv6Address, GwPriority } = endpoint;
    return {
      ip: endpoint.IPAddress || null,
      prefixLen: endpoint.IPPrefixLen || null,
      gateway: endpoint.Gateway || null,
      mac: endpoint.MacAddress || null,
      aliases: symbolic(endpoint.Aliases),
      ...(endpoint.DNSNames === undefined ? {} : { dnsNames: symbolic(endpoint.DNSNames) }),
      ...(IPAMConfig && Object.keys(IPAMConfig).length > 0 ? { ipamConfig: IPAMConfig } : {}),
      ...(Links ? { links: Links } : {}),
      ...(GlobalIPv6Address ? { ip6: GlobalIPv6Address } : {}),
      ...(GwPriority ? { gwPriority: GwPriority } : {}),
    };
  }

  /** What processes see in their namespaces, by process number. One program is run for all of them. */
  async #inside(pids) {
    if (pids.length === 0) return new Map();
    const script = pids
      .map((pid) => `nsenter -t ${pid} -n sh -c 'busybox ip -o -4 addr; echo =; busybox ip -4 route; echo ==='`)
      .join('\n');
    const { stdout } = await this.#engine.host.run(['sh', '-c', script]);
    const lines = (text) => (text ?? '').split('\n').filter(Boolean);
    return new Map(
      stdout.split('===\n').flatMap((section, i) => {
        if (pids[i] === undefined) return [];
        const [addresses, routes] = section.split('=\n');
        const read = (file) => {
          try {
            return readFileSync(this.#engine.host.path(`/proc/${pids[i]}/root${file}`), 'utf8');
          } catch {
            return '';
          }
        };
        const seen = {
          interfaces: lines(addresses)
            .map((line) => line.trim().split(/\s+/))
            .map(([, name, , address]) => `${name} ${address}`)
            .sort((a, b) => Number(b.startsWith('lo')) - Number(a.startsWith('lo')) || byName(a, b)),
          routes: lines(routes).map((line) => line.trim()),
          resolvConf: lines(read('/etc/resolv.conf')).filter((line) => !line.startsWith('#')),
          hosts: read('/etc/hosts'),
        };
        return [[pids[i], seen]];
      }),
    );
  }

  /** Every network as inspect shows it. */
  async networks() {
    const { networks } = await this.#listed();
    const inspected = await Promise.all(networks.map(({ Id }) => this.#engine.api(`/networks/${Id}`)));
    const shown = inspected.filter(
      ({ Name, Containers }) => !['host', 'none'].includes(Name) || Object.keys(Containers).length > 0,
    );
    return Object.fromEntries(
      shown
        .sort((a, b) => byName(a.Name, b.Name))
        .map((network) => [
          network.Name,
          {
            driver: network.Driver,
            scope: network.Scope,
            internal: network.Internal,
            attachable: network.Attachable,
            enableIPv6: network.EnableIPv6,
            ipam: network.IPAM.Config,
            options: network.Options,
            containers: Object.fromEntries(
              Object.values(network.Containers).map(({ Name, IPv4Address }) => [Name, IPv4Address]),
            ),
          },
        ]),
    );
  }
}
