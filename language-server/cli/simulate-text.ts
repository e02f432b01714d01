/** `dnet simulate` for people. */
import type { Simulation } from './simulate.ts';

export function renderSimulation({ hosts, errors, expectations }: Simulation): string {
  const met = expectations.filter(({ holds }) => holds).length;
  const lines = [
    ...hosts.flatMap(renderHost),
    ...(errors.length > 0 ? ['refused'] : []),
    ...errors.flatMap(({ line, command, message }) => [
      `  line ${line}: ${command}`,
      `    ${message.replaceAll('\n', '\n    ')}`,
    ]),
    ...(errors.length > 0 ? [''] : []),
    ...(expectations.length > 0 ? [`expectations (${met} of ${expectations.length} met)`] : []),
    ...expectations.map(
      ({ holds, line, statement, verdict }) =>
        `  ${holds ? '✓' : '✗'} line ${line}: ${oneLine(statement)} — ${verdict}`,
    ),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

type HostFacts = Simulation['hosts'][number];

function renderHost({ name, engine, interfaces, networks, containers }: HostFacts): readonly string[] {
  const addresses = interfaces.flatMap((each) => each.addresses.map((address) => `${each.name} ${address}`));
  return [
    `host ${name} (Docker Engine ${engine}), ${addresses.join(', ')}`,
    '',
    ...networks.flatMap(renderNetwork),
    '',
    ...containers.flatMap(renderContainer),
  ];
}

function renderNetwork({ name, driver, internal, subnets }: HostFacts['networks'][number]): readonly string[] {
  const ranges = subnets.map(({ subnet, gateway }) => (gateway ? `${subnet} gateway ${gateway}` : subnet));
  return [`  network ${[name, driver, ...(internal ? ['internal'] : []), ...ranges].join('  ')}`];
}

function renderContainer(container: HostFacts['containers'][number]): readonly string[] {
  const { name, status, shares, networkMode, interfaces, gateway, ports, resolves } = container;
  const where = shares ? `shares ${shares}` : networkMode === 'host' ? 'host network' : '';
  const bindings = ports.map(({ hostIp, hostPort, containerPort, protocol }) => {
    return `${hostIp.includes(':') ? `[${hostIp}]` : hostIp}:${hostPort}->${containerPort}/${protocol}`;
  });
  return [
    `  container ${[name, status, where].filter(Boolean).join('  ')}`,
    ...interfaces.map(
      (each) => `    ${[each.name, ...each.addresses, each.network, each.mac].filter(Boolean).join('  ')}`,
    ),
    ...(gateway ? [`    gateway ${gateway}`] : []),
    ...(bindings.length > 0 ? [`    published ${bindings.join(', ')}`] : []),
    ...(Object.keys(resolves).length > 0 ? [`    resolves ${Object.keys(resolves).join(', ')}`] : []),
    '',
  ];
}

function oneLine(statement: string): string {
  return statement.replace(/\s+/g, ' ');
}
