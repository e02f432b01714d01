/** A container's networks as `docker inspect` shows them under `NetworkSettings.Networks`, one section each. */
import { macText } from '../analysis/facts.ts';
import { t } from '../l10n.ts';
import { type EndpointSettings, inspectContainer } from '../simulation/inspect.ts';
import type { Container, Endpoint, Host, Network } from '../simulation/state.ts';
import type { DetailRow, DetailSection } from '../topology/answers.ts';
import { drawnNetworks, type PictureIds } from '../topology/ids.ts';
import { addresses } from '../topology/text.ts';

/** A row, or none where there is nothing to say. */
export const row = (label: string, value: string | undefined | false, node?: string): readonly DetailRow[] =>
  value === undefined || value === false || value === '' ? [] : [{ label, value, ...(node && { node }) }];

/** Where a container is plugged in at that moment. */
export const endpointsOf = (host: Host, { id }: Container): { network: Network; endpoint: Endpoint }[] =>
  drawnNetworks(host).flatMap((network) => {
    const endpoint = network.endpoints.get(id);
    return endpoint ? [{ network, endpoint }] : [];
  });

/** The networks that it is on, those that it will be on once it runs, and those that it names and that are not there. */
export function endpointSections(ids: PictureIds, host: Host, container: Container): DetailSection[] {
  const { Networks: settings } = inspectContainer(host, container).NetworkSettings;
  const plugged = endpointsOf(host, container);
  const waiting = drawnNetworks(host).filter(
    ({ name }) => settings[name] && !plugged.some(({ network }) => network.name === name),
  );
  return [
    ...plugged.map(({ network, endpoint }) => pluggedSection(ids, host, network, endpoint, settings[network.name])),
    ...waiting.map((network) => ({
      title: network.name,
      rows: [
        ...networkRow(ids, host, network),
        ...(leftoverRows(settings[network.name]!) ?? row(t('Address'), t('none: it does not run'))),
        ...settingsRows(settings[network.name]!),
      ],
    })),
    ...Object.entries(settings)
      .filter(([name]) => ![...host.networks.values()].some((network) => network.name === name))
      .map(([name, asked]) => ({
        title: name,
        rows: [
          ...row(t('Network'), t`${name}: there is no such network`),
          ...(leftoverRows(asked) ?? []),
          ...settingsRows(asked),
        ],
      })),
  ];
}

/** What inspect of 20.10 goes on showing after a start that has failed. */
const leftoverRows = ({
  IPAddress,
  IPPrefixLen,
  MacAddress,
  Gateway,
}: EndpointSettings): readonly DetailRow[] | undefined =>
  IPAddress
    ? [
        ...row(t('Address'), t`${IPAddress}/${IPPrefixLen}, left behind by a start that failed`),
        ...row('MAC', MacAddress),
        ...row(t('Gateway'), Gateway),
      ]
    : undefined;

function pluggedSection(
  ids: PictureIds,
  host: Host,
  network: Network,
  endpoint: Endpoint,
  settings: EndpointSettings | undefined,
): DetailSection {
  const names = endpoint.dnsNames.filter((name) => !name.startsWith('<'));
  return {
    title: endpoint.interfaceName ?? network.name,
    rows: [
      ...networkRow(ids, host, network),
      ...row(t('Address'), addresses(endpoint).join(', ')),
      ...row('MAC', endpoint.mac.kind === 'known' ? macText(endpoint.mac) : t('drawn at random at every start')),
      ...row(t('Gateway'), [endpoint.gateway, endpoint.gateway6].filter(Boolean).join(', ') || t('none')),
      ...row(t('Found as'), network.name === 'bridge' ? t('no name: the default bridge has no DNS') : names.join(', ')),
      ...(settings ? settingsRows(settings) : []),
    ],
  };
}

const networkRow = (ids: PictureIds, host: Host, network: Network): readonly DetailRow[] =>
  row(t('Network'), `${network.name} (${network.driver})`, ids.network(network, host));

/** What was asked for. */
function settingsRows({ IPAMConfig: asked, Aliases, Links, GwPriority }: EndpointSettings): readonly DetailRow[] {
  const fixed = [asked?.IPv4Address, asked?.IPv6Address, ...(asked?.LinkLocalIPs ?? [])].filter(Boolean);
  return [
    ...row(t('Address asked for'), fixed.join(', ')),
    ...row(t('Aliases'), Aliases?.filter((alias) => !alias.startsWith('<')).join(', ')),
    ...row(t('Links'), Links?.join(', ')),
    ...row(t('Gateway priority'), Boolean(GwPriority) && String(GwPriority)),
  ];
}
