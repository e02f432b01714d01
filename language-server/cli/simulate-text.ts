/** `dnet simulate` for people. */
import { readable } from '../analysis/readable.ts';
import { t } from '../l10n.ts';
import type { Simulation } from './simulate.ts';

export function renderSimulation({ hosts, errors, expectations }: Simulation): string {
  const met = expectations.filter(({ holds }) => holds).length;
  const lines = [
    ...hosts.flatMap(renderHost),
    ...(errors.length > 0 ? [t('refused')] : []),
    ...errors.flatMap(({ line, command, message }) => [
      `  ${t`line ${line}: ${command}`}`,
      `    ${message.replaceAll('\n', '\n    ')}`,
    ]),
    ...(errors.length > 0 ? [''] : []),
    ...(expectations.length > 0 ? [t`expectations (${met} of ${expectations.length} met)`] : []),
    ...expectations.map(
      ({ holds, line, statement, verdict }) =>
        `  ${holds ? '✓' : '✗'} ${t`line ${line}: ${oneLine(statement)}`} — ${t(verdict)}`,
    ),
  ];
  return `${readable(lines.join('\n').trimEnd())}\n`;
}

type HostFacts = Simulation['hosts'][number];

function renderHost({ name, engine, interfaces, networks, containers }: HostFacts): readonly string[] {
  const addresses = interfaces.flatMap((each) => each.addresses.map((address) => `${each.name} ${address}`));
  return [
    `${t`host ${name} (Docker Engine ${engine})`}, ${addresses.join(', ')}`,
    '',
    ...networks.flatMap(renderNetwork),
    '',
    ...containers.flatMap(renderContainer),
  ];
}

function renderNetwork({ name, driver, internal, subnets }: HostFacts['networks'][number]): readonly string[] {
  const ranges = subnets.map(({ subnet, gateway }) => (gateway ? t`${subnet} gateway ${gateway}` : subnet));
  return [`  ${t('network')} ${[name, driver, ...(internal ? [t('internal')] : []), ...ranges].join('  ')}`];
}

function renderContainer(container: HostFacts['containers'][number]): readonly string[] {
  const { name, status, shares, networkMode, interfaces, gateway, ports, resolves } = container;
  const where = shares ? t`shares ${shares}` : networkMode === 'host' ? t('host network') : '';
  const bindings = ports.map(({ hostIp, hostPort, containerPort, protocol }) => {
    return `${hostIp.includes(':') ? `[${hostIp}]` : hostIp}:${hostPort}->${containerPort}/${protocol}`;
  });
  return [
    `  ${t('container')} ${[name, t(status), where].filter(Boolean).join('  ')}`,
    ...interfaces.map(
      (each) =>
        `    ${[each.name, ...each.addresses, each.network, each.mac && macText(each.mac)].filter(Boolean).join('  ')}`,
    ),
    ...(gateway ? [`    ${t`gateway ${gateway}`}`] : []),
    ...(bindings.length > 0 ? [`    ${t`published ${bindings.join(', ')}`}`] : []),
    ...(Object.keys(resolves).length > 0 ? [`    ${t`resolves ${Object.keys(resolves).join(', ')}`}`] : []),
    '',
  ];
}

/** Engines draw an address anew at every start, unless one is given. */
function macText(mac: string): string {
  return mac === 'random' ? t('a random MAC address') : mac;
}

function oneLine(statement: string): string {
  return statement.replace(/\s+/g, ' ');
}
