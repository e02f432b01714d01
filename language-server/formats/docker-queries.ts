/**
 * Answers to the commands that only ask (`docker ps`, `inspect`, `port` …), as the client prints them, from a
 * simulated host.
 */
import { findContainer, isRunning } from '../simulation/containers.ts';
import { environment } from '../simulation/files.ts';
import { fullId, shortId } from '../simulation/ids.ts';
import { inspectContainer, inspectNetwork } from '../simulation/inspect.ts';
import { messageText } from '../simulation/messages.ts';
import { findNetwork } from '../simulation/networks.ts';
import type { Container, EngineVersion, Host } from '../simulation/state.ts';
import type { DockerQuery } from './docker-commands.ts';
import { renderTemplate, TemplateError } from './go-template.ts';
import { type PortMap, shownPorts } from './published-ports.ts';

export interface QueryAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** True where the engine prints the lines in any order. */
  readonly anyOrder?: boolean;
}

const answered = (lines: readonly string[]): QueryAnswer => ({ exitCode: 0, stdout: lines.join('\n'), stderr: '' });
const failed = (stderr: string, stdout = ''): QueryAnswer => ({ exitCode: 1, stdout, stderr });

const newestFirst = (a: Container, b: Container) => b.created - a.created;

const portMapOf = (host: Host, container: Container): PortMap =>
  inspectContainer(host, container).NetworkSettings.Ports as PortMap;

/** How the client of a version words what it does not find. */
const missing: Readonly<Record<'container' | 'object' | 'network' | 'port', Readonly<Record<EngineVersion, string>>>> =
  {
    container: {
      '20.10': 'Error: No such container: ',
      '28': 'Error response from daemon: No such container: ',
      '29': 'Error response from daemon: No such container: ',
    },
    object: { '20.10': 'Error: No such object: ', '28': 'Error: No such object: ', '29': 'error: no such object: ' },
    network: {
      '20.10': 'Error: No such network: ',
      '28': 'Error response from daemon: network ',
      '29': 'Error response from daemon: network ',
    },
    port: { '20.10': 'Error: No public port ', '28': 'Error: No public port ', '29': 'no public port ' },
  };

/** Answers a query on a host. What the simulation does not know (a program's output) is left empty. */
export function answerQuery(host: Host, query: DockerQuery): QueryAnswer {
  try {
    return answers[query.kind](host, query as never);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { exitCode: 64, stdout: '', stderr: `template parsing error: ${error.message}` };
  }
}

type Answers = {
  readonly [K in DockerQuery['kind']]: (host: Host, query: Extract<DockerQuery, { kind: K }>) => QueryAnswer;
};

/** A container, or the client's complaint that there is none. */
function withContainer(host: Host, name: string, answer: (container: Container) => QueryAnswer): QueryAnswer {
  const container = findContainer(host, name);
  return container ? answer(container) : failed(missing.container[host.engine] + name);
}

const answers: Answers = {
  ps(host, { all, quiet, format }) {
    const shown = host.containers
      .valueSeq()
      .filter((container) => all || isRunning(container))
      .sort(newestFirst)
      .map((container) => ({
        ID: shortId(container.id),
        Image: container.image.name,
        Names: container.name,
        Networks: container.attachments.map(({ networkName }) => networkName).join(','),
        Ports: shownPorts(portMapOf(host, container), host.engine),
        State: container.status,
      }))
      .toArray();
    return answered(quiet ? shown.map(({ ID }) => ID) : rowsOf(shown, format ?? psTable, 'CONTAINER ID'));
  },
  networkList(host, { quiet, format }) {
    const rows = host.networks
      .valueSeq()
      .map(({ id, name, driver, scope }) => ({ ID: shortId(id), Name: name, Driver: driver, Scope: scope }))
      .sort((a, b) => natural(a.Name, b.Name))
      .toArray();
    return answered(quiet ? rows.map(({ ID }) => ID) : rowsOf(rows, format ?? networkTable, 'NETWORK ID'));
  },
  inspect: (host, { names, format }) =>
    inspectAll(
      names,
      format,
      (name) => {
        const container = findContainer(host, name);
        if (container) return inspectContainer(host, container);
        const network = findNetwork(host, name);
        return network && inspectNetwork(host, network);
      },
      (name) => missing.object[host.engine] + name,
    ),
  networkInspect: (host, { names, format }) =>
    inspectAll(
      names,
      format,
      (name) => {
        const network = findNetwork(host, name);
        return network && inspectNetwork(host, network);
      },
      (name) => missing.network[host.engine] + name + (host.engine === '20.10' ? '' : ' not found'),
    ),
  port: (host, { container: name, port }) =>
    withContainer(host, name, (container) => {
      const ports = Object.entries(portMapOf(host, container));
      const ipv6 = (ip: string) => (ip.includes(':') && host.engine !== '20.10' ? `[${ip}]` : ip);
      if (port === undefined) {
        const lines = ports.flatMap(([inside, bindings]) =>
          (bindings ?? []).map(({ HostIp, HostPort }) => `${inside} -> ${ipv6(HostIp)}:${HostPort}`),
        );
        return host.engine === '20.10' ? { ...answered(lines), anyOrder: true } : answered(lines.sort(natural));
      }
      const wanted = port.includes('/') ? port : `${port}/tcp`;
      const bindings = ports.find(([inside]) => inside === wanted)?.[1];
      if (bindings?.length) return answered(bindings.map(({ HostIp, HostPort }) => `${ipv6(HostIp)}:${HostPort}`));
      return failed(`${missing.port[host.engine]}'${host.engine === '20.10' ? wanted : port}' published for ${name}`);
    }),
  logs: (host, { container: name }) =>
    withContainer(host, name, ({ logs }) => ({ exitCode: 0, stdout: '', stderr: logs.join('\n') })),
  wait: (host, { containers }) => {
    const name = containers.find((one) => !findContainer(host, one));
    if (name !== undefined) return failed(missing.container[host.engine] + name);
    return answered(containers.map((one) => String(findContainer(host, one)?.exitCode)));
  },
  exec: (host, { container: name, command }) =>
    withContainer(host, name, (container) => {
      if (!isRunning(container)) {
        const text = messageText(host.engine, 'not-running', { id: fullId(container.id) });
        return failed(`Error response from daemon: ${text}`);
      }
      return answered(command[0] === 'env' ? environment(host, container) : []);
    }),
};

/** What the tables show of what the simulation knows. */
const psTable = 'table {{.ID}}\t{{.Image}}\t{{.State}}\t{{.Ports}}\t{{.Names}}';
const networkTable = 'table {{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}';

/** An id that stands for one has the width of a real one. */
const widthOf = (cell: string): number => cell.replace(/<id12:[^>]*>/g, '0'.repeat(12)).length;

/** A line for each row; with `table` below a heading, in columns as docker/cli `formatter.go` sets them. */
function rowsOf<Row extends Readonly<Record<string, string>>>(
  rows: readonly Row[],
  format: string,
  idHeading: string,
): readonly string[] {
  const template = format.replace(/^table\s+/, '').replaceAll('\\t', '\t');
  if (template === format) return rows.map((row) => renderTemplate(format, row));
  const headings: Record<string, string> = new Proxy(
    {},
    { get: (_, name) => (name === 'ID' ? idHeading : String(name).toUpperCase()), has: () => true },
  );
  const table = [headings, ...rows].map((row) => renderTemplate(template, row).split('\t'));
  const widths = (table[0] as readonly string[]).map((_, column) =>
    Math.max(10, ...table.map((cells) => widthOf(cells[column] ?? '') + 3)),
  );
  const padded = (cell: string, i: number) => cell + ' '.repeat((widths[i] as number) - widthOf(cell));
  return table.map((cells) => [...cells.slice(0, -1).map(padded), cells.at(-1)].join(''));
}

function inspectAll(
  names: readonly string[],
  format: string | undefined,
  find: (name: string) => unknown,
  complaint: (name: string) => string,
): QueryAnswer {
  const found = names.map((name) => ({ name, object: find(name) }));
  const objects = found.flatMap(({ object }) => (object === undefined ? [] : [object]));
  const stderr = found.flatMap(({ name, object }) => (object === undefined ? [complaint(name)] : [])).join('\n');
  const stdout =
    format === undefined
      ? JSON.stringify(objects, null, 4)
      : objects.map((object) => renderTemplate(format, object)).join('\n');
  return { exitCode: stderr ? 1 : 0, stdout, stderr };
}

/** Text order in which digits count as numbers, as the client sorts names and ports. */
function natural(a: string, b: string): number {
  const parts = (text: string): readonly string[] => text.match(/\d+|\D+/g) ?? [];
  const [x, y] = [parts(a), parts(b)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const [p, q] = [x[i] as string, y[i] as string];
    if (p === q) continue;
    const numbers = Number(p) - Number(q);
    if (!Number.isNaN(numbers) && numbers !== 0) return numbers;
    return p < q ? -1 : 1;
  }
  return x.length - y.length;
}
