/** What each network driver accepts when a network is created. The options are those of `docker network create -o`. */
import { rules } from './engine-versions.ts';
import { fullId, shortId } from './ids.ts';
import { refuse } from './refusal.ts';
import type { Host, Network, NetworkId } from './state.ts';

const prefix = 'com.docker.network.bridge.';

export const bridgeOptions = {
  name: `${prefix}name`,
  icc: `${prefix}enable_icc`,
  masquerade: `${prefix}enable_ip_masquerade`,
  hostBinding: `${prefix}host_binding_ipv4`,
  gatewayMode4: `${prefix}gateway_mode_ipv4`,
  gatewayMode6: `${prefix}gateway_mode_ipv6`,
  defaultBridge: `${prefix}default_bridge`,
  trustedInterfaces: `${prefix}trusted_host_interfaces`,
  mtu: 'com.docker.network.driver.mtu',
} as const;

export type GatewayMode = 'nat' | 'nat-unprotected' | 'routed' | 'isolated';

/** The last value given for an option. */
export const optionOf = (network: Pick<Network, 'options'>, key: string): string | undefined =>
  network.options.findLast(([name]) => name === key)?.[1];

const trueWords = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const falseWords = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

/** A boolean option as Go's strconv.ParseBool reads it. */
export const booleanOption = (network: Pick<Network, 'options'>, key: string, otherwise: boolean): boolean => {
  const value = optionOf(network, key);
  return value === undefined ? otherwise : trueWords.has(value);
};

export const gatewayMode = ({ engine }: Pick<Host, 'engine'>, network: Pick<Network, 'options'>): GatewayMode =>
  (rules[engine].gatewayModes && (optionOf(network, bridgeOptions.gatewayMode4) as GatewayMode | undefined)) || 'nat';

/** A network that is about to be created: validated, and completed by its driver. */
export type NetworkDraft = Omit<Network, 'pools'> & { readonly pools: Network['pools'] };

export interface NetworkDriver {
  /** Whether the engine gives an automatic or configured subnet a gateway where the user named none. */
  wantsGateway(host: Host, options: Network['options']): boolean;
  /**
   * Checks the options and fills in what the driver decides: the Linux bridge, the parent interface.
   * @throws Refusal in the driver's own words
   */
  create(host: Host, network: NetworkDraft): { readonly host: Host; readonly network: Network };
}

function checkBridgeOptions(host: Host, network: NetworkDraft): void {
  for (const [key, value] of network.options) {
    switch (key) {
      case bridgeOptions.icc:
      case bridgeOptions.masquerade:
      case bridgeOptions.defaultBridge:
        if (!trueWords.has(value) && !falseWords.has(value))
          refuse(host, 'invalid-boolean-option', { key, value }, value);
        break;
      case bridgeOptions.mtu:
        if (!/^[+-]?\d+$/.test(value)) refuse(host, 'invalid-number-option', { key, value }, value);
        break;
      case bridgeOptions.hostBinding:
        if (!/^[\d.]+$|:/.test(value)) refuse(host, 'invalid-binding-address', { key, value }, value);
        break;
      case bridgeOptions.gatewayMode4:
      case bridgeOptions.gatewayMode6:
        if (!rules[host.engine].gatewayModes) break;
        if (!['nat', 'nat-unprotected', 'routed', 'isolated'].includes(value))
          refuse(host, 'unknown-gateway-mode', { key, value }, value);
        if (value === 'isolated' && !network.internal) refuse(host, 'isolated-needs-internal', {}, value);
        break;
    }
  }
}

const bridge: NetworkDriver = {
  wantsGateway: (host, options) => gatewayMode(host, { options }) !== 'isolated',
  create(host, draft) {
    checkBridgeOptions(host, draft);
    if (draft.pools.filter((pool) => pool.family === 4).length > 1) refuse(host, 'several-subnets', {});
    const name = optionOf(draft, bridgeOptions.name) ?? `br-${shortId(draft.id)}`;
    const network: Network = { ...draft, bridge: name };
    const owner = host.bridges.get(name);
    const other = owner === undefined ? undefined : host.networks.get(owner);
    if (other) {
      if (!other.predefined || !rules[host.engine].docker0CanBeTaken) {
        const values = { id: '<id64>', bridge: name, other: fullId(other.id) };
        refuse(host, 'bridge-name-taken', values, name);
      }
      const networks = host.networks.set(other.id, { ...other, lost: true });
      return { host: withBridge({ ...host, networks }, name, draft.id), network };
    }
    if (optionOf(draft, bridgeOptions.name) !== undefined && name.length > 15)
      refuse(host, 'bridge-name-too-long', {}, name);
    return { host: withBridge(host, name, draft.id), network };
  },
};

const withBridge = (host: Host, name: string, id: NetworkId): Host => ({
  ...host,
  bridges: host.bridges.set(name, id),
});

/** macvlan and ipvlan sit on a parent interface of the host, or on a dummy one of their own. */
const onParent = (driver: 'macvlan' | 'ipvlan'): NetworkDriver => ({
  wantsGateway: (host) => rules[host.engine].macvlanGateway === 'allocated',
  create(host, draft) {
    const parent = optionOf(draft, 'parent');
    if (parent === undefined || parent === '' || draft.internal) {
      if (!host.kernel.dummy) refuse(host, 'dummy-parent-unsupported', {});
      return { host, network: { ...draft, internal: true } };
    }
    const base = /^(.+)\.\d+$/.exec(parent)?.[1] ?? parent;
    if (!host.interfaces.some((one) => one.name === base)) refuse(host, 'parent-missing', { parent }, parent);
    const owner =
      rules[host.engine].sharedParent === 'refused' && driver === 'macvlan' ? host.bridges.get(parent) : undefined;
    if (owner !== undefined) refuse(host, 'parent-in-use', { id: shortId(owner), parent }, parent);
    return { host: driver === 'macvlan' ? withBridge(host, parent, draft.id) : host, network: { ...draft, parent } };
  },
});

/** In mode l3 ipvlan is a router without a gateway, and no switch on the LAN. moby `drivers/ipvlan/ipvlan_joinleave.go` */
export const isRoutedIpvlan = ({ driver, options }: Network): boolean =>
  driver === 'ipvlan' && options.some(([key, value]) => key === 'ipvlan_mode' && value.startsWith('l3'));

const single = (driver: string): NetworkDriver => ({
  wantsGateway: () => false,
  create: (host) => refuse(host, 'one-host-network', { driver }, driver),
});

const overlay: NetworkDriver = {
  wantsGateway: () => true,
  create: (host) => refuse(host, 'not-a-swarm-manager', {}, 'overlay'),
};

const drivers: Readonly<Record<string, NetworkDriver>> = {
  bridge,
  macvlan: onParent('macvlan'),
  ipvlan: onParent('ipvlan'),
  overlay,
  host: single('host'),
  null: single('null'),
};

/** @throws Refusal plugin-not-found */
export function driverNamed(host: Host, name: string): NetworkDriver {
  const driver = Object.hasOwn(drivers, name) ? drivers[name] : undefined;
  return driver ?? refuse(host, 'plugin-not-found', { driver: name }, name);
}
