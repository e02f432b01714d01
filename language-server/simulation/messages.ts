/**
 * What Docker says when it refuses, by stable code: the text of each version, and one sentence for the reader.
 * `{name}` stands for a value. Recorded from real engines and their clients.
 */
import type { EngineError, EngineVersion } from './state.ts';
import { swarmMessages } from './swarm-messages.ts';

interface Message {
  /** One text for all, or by version; a version without its own says what the one before it says. */
  readonly text: string | { readonly '20.10': string; readonly '28': string; readonly '29'?: string };
  readonly explanation: string;
}

const table = {
  ...swarmMessages,
  // Address management
  'address-in-use': {
    text: 'Address already in use',
    explanation:
      'Another container, the gateway or a reserved address of this network has the address. Choose a free one, or leave it to Docker.',
  },
  'addresses-exhausted': {
    text: "no available IPv{family} addresses on this network's address pools: {network} ({id})",
    explanation:
      'Every address of the subnet or of its ip-range is taken. Make the network larger, or remove containers.',
  },
  'address-outside-subnet': {
    text: {
      '20.10': "Invalid address {address}: It does not belong to any of this network's subnets",
      '28': 'no configured subnet or ip-range contain the IP address {address}',
      '29': 'no configured subnet contains IP address {address}',
    },
    explanation: 'A fixed address must lie inside a subnet of its network.',
  },
  'address-needs-subnet': {
    text: 'user specified IP address is supported only when connecting to networks with user configured subnets',
    explanation: 'This engine gives fixed addresses only on networks that were created with --subnet.',
  },
  'address-needs-user-network': {
    text: 'user specified IP address is supported on user defined networks only',
    explanation: 'The default bridge, host and none give no fixed addresses. Create a network of your own.',
  },
  'invalid-ipv4-address': {
    text: 'invalid IPv4 address: {address}',
    explanation: 'An IPv4 address has four decimal parts from 0 to 255.',
  },
  'invalid-ipv6-address': {
    text: 'invalid IPv6 address: {address}',
    explanation: 'This is not an IPv6 address.',
  },
  'pools-exhausted': {
    text: {
      '20.10':
        'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
      '28': 'all predefined address pools have been fully subnetted',
    },
    explanation: 'Every default subnet is in use. Remove networks, give a --subnet, or widen default-address-pools.',
  },
  'ipv6-pool-missing': {
    text: 'could not find an available, non-overlapping IPv6 address pool among the defaults to assign to the network',
    explanation: 'This engine has no default IPv6 subnets: give one with --subnet.',
  },
  'pool-overlap': {
    text: {
      '20.10': 'Pool overlaps with other one on this address space',
      '28': 'invalid pool request: Pool overlaps with other one on this address space',
    },
    explanation: 'The subnet shares addresses with a network that exists. Subnets of Docker networks may not overlap.',
  },
  'pool-full': {
    text: { '20.10': 'No available addresses on this pool', '28': 'no available addresses on this pool' },
    explanation: 'Every address of the subnet is in use, so there is no sense in asking for one of them.',
  },
  'gateway-not-available': {
    text: 'failed to allocate gateway ({gateway}): {reason}',
    explanation: 'The subnet has no address left for the gateway, or the gateway is a reserved one.',
  },
  'auxiliary-not-available': {
    text: 'failed to allocate secondary ip address ({name}:{address}): {reason}',
    explanation: 'The auxiliary address is already taken on this network.',
  },
  'invalid-subnet': {
    text: {
      '20.10': 'Invalid subnet {subnet} : invalid CIDR address: {subnet}',
      '28': 'invalid subnet {subnet}: invalid CIDR block notation',
    },
    explanation: 'A subnet is written ADDRESS/LENGTH, as in 10.10.0.0/24.',
  },
  'subnet-host-bits': {
    text: 'invalid subnet {subnet}: it should be {masked}',
    explanation: 'The address of a subnet has zeros after its prefix.',
  },
  'invalid-ip-range': {
    text: 'invalid ip-range {range}: invalid CIDR block notation',
    explanation: 'An ip-range is written ADDRESS/LENGTH.',
  },
  'ip-range-host-bits': {
    text: 'invalid ip-range {range}: it should be {masked}',
    explanation: 'The address of an ip-range has zeros after its prefix.',
  },
  'ip-range-too-big': {
    text: 'invalid ip-range {range}: CIDR block is bigger than its parent subnet {subnet}',
    explanation: 'An ip-range lies inside its subnet.',
  },
  'several-subnets': {
    text: "bridge driver doesn't support multiple subnets",
    explanation: 'A bridge network has one IPv4 subnet (and one IPv6 subnet).',
  },
  'no-address-family': {
    text: 'IPv4 or IPv6 must be enabled',
    explanation: 'A network without IPv4 and without IPv6 would have no addresses.',
  },
  // Client-side checks of `docker network create`
  'option-needs-subnet': {
    text: 'every ip-range or gateway must have a corresponding subnet',
    explanation: 'Give --subnet together with --gateway or --ip-range.',
  },
  'no-subnet-for-gateway': {
    text: 'no matching subnet for gateway {address}',
    explanation: 'The gateway must lie inside the subnet.',
  },
  'no-subnet-for-range': {
    text: 'no matching subnet for range {address}',
    explanation: 'The ip-range must lie inside the subnet.',
  },
  'no-subnet-for-auxiliary': {
    text: 'no matching subnet for aux-address {address}',
    explanation: 'The auxiliary address must lie inside the subnet.',
  },
  'overlapping-subnets': {
    text: 'multiple overlapping subnet configuration is not supported',
    explanation: 'The subnets of one network may not overlap.',
  },
  'several-ranges': {
    text: 'cannot configure multiple ranges ({second}, {first}) on the same subnet ({subnet})',
    explanation: 'A subnet has one ip-range.',
  },
  'several-gateways': {
    text: 'cannot configure multiple gateways ({second}, {first}) for the same subnet ({subnet})',
    explanation: 'A subnet has one gateway.',
  },
  'client-invalid-subnet': {
    text: {
      '20.10': 'invalid subnet: invalid CIDR address: {subnet}',
      '28': 'invalid subnet: invalid CIDR address: {subnet}',
      '29': 'netip.ParsePrefix("{subnet}"): no \'/\'',
    },
    explanation: 'A subnet is written ADDRESS/LENGTH, as in 10.10.0.0/24.',
  },
  'client-invalid-prefix': {
    text: 'netip.ParsePrefix("{subnet}"): {reason}',
    explanation: 'A subnet is written ADDRESS/LENGTH, as in 10.10.0.0/24.',
  },
  // Networks
  'predefined-name': {
    text: 'operation is not permitted on predefined {name} network',
    explanation: 'bridge, host, none and default are names of Docker itself. Choose another one.',
  },
  'network-name-taken': {
    text: 'network with name {name} already exists',
    explanation: 'Network names are unique on a host. Choose another one, or use the network that exists.',
  },
  'network-name-empty': {
    text: { '20.10': 'network with name  already exists', '28': 'invalid name: name is empty' },
    explanation: 'A network needs a name.',
  },
  'network-not-found': {
    text: 'network {name} not found',
    explanation: 'No network has this name or id. Create it first, or check the spelling.',
  },
  'no-such-network': {
    text: { '20.10': 'No such network: {name}', '28': 'network {name} not found' },
    explanation: 'No network has this name or id. Create it first, or check the spelling.',
  },
  'predefined-network-stays': {
    text: '{name} is a pre-defined network and cannot be removed',
    explanation: 'bridge, host and none belong to Docker and stay.',
  },
  'network-in-use': {
    text: {
      '20.10': 'error while removing network: network {name} id {id} has active endpoints',
      '28': 'error while removing network: network {name} has active endpoints ({endpoints})',
    },
    explanation: 'Running containers are connected. Disconnect or stop them first.',
  },
  'one-host-network': {
    text: 'only one instance of "{driver}" network is allowed',
    explanation: 'The host and null drivers have their one network, made by Docker.',
  },
  'plugin-not-found': {
    text: 'plugin "{driver}" not found',
    explanation:
      'Docker knows no network driver of this name: bridge, macvlan, ipvlan, overlay, host and null are built in.',
  },
  'ingress-needs-global-scope': {
    text: 'Ingress network can only be global scope network',
    explanation: 'Only a swarm overlay can be the ingress network.',
  },
  'swarm-scope-without-swarm': {
    text: 'cannot create a swarm scoped network when swarm is not active',
    explanation: 'A network of swarm scope needs a swarm.',
  },
  'bridge-name-taken': {
    text: 'cannot create network {id} ({bridge}): conflicts with network {other} ({bridge}): networks have same bridge name',
    explanation: 'Another network has this Linux bridge. Each bridge network needs its own.',
  },
  'bridge-subnets-overlap': {
    text: 'cannot create network <id64> (br-<id12>): conflicts with network {other} ({bridge}): networks have overlapping IPv4',
    explanation: 'The subnet shares addresses with a network that exists. Subnets of Docker networks may not overlap.',
  },
  'bridge-name-too-long': {
    text: {
      '20.10': 'failed to check bridge interface existence: numerical result out of range',
      '28': 'numerical result out of range',
    },
    explanation: 'A Linux interface name has at most 15 characters.',
  },
  'invalid-boolean-option': {
    text: 'failed to parse {key} value: {value} (strconv.ParseBool: parsing "{value}": invalid syntax)',
    explanation: 'The option is true or false.',
  },
  'invalid-number-option': {
    text: 'failed to parse {key} value: {value} (strconv.Atoi: parsing "{value}": invalid syntax)',
    explanation: 'The option is a whole number.',
  },
  'invalid-binding-address': {
    text: 'failed to parse {key} value: {value} (nil ip)',
    explanation: 'The option is an IP address of the host.',
  },
  'unknown-gateway-mode': {
    text: 'failed to parse {key} value: {value} (unknown gateway mode {value})',
    explanation: 'Gateway modes are nat, nat-unprotected, routed and, for internal networks, isolated.',
  },
  'isolated-needs-internal': {
    text: "gateway mode 'isolated' can only be used for an internal network",
    explanation: 'Without a gateway there is no way out: say --internal, too.',
  },
  'parent-missing': {
    text: 'invalid subinterface vlan name {parent}, example formatting is eth0.10',
    explanation: 'The host has no such interface, and the name is not INTERFACE.VLAN either.',
  },
  'parent-in-use': {
    text: 'network dm-{id} is already using parent interface {parent}',
    explanation: 'On this engine a parent interface serves one macvlan network.',
  },
  'dummy-parent-unsupported': {
    text: 'operation not supported',
    explanation:
      'Without a parent interface Docker makes a dummy one, which needs the kernel module "dummy". Give -o parent=eth0.',
  },
  'ipvlan-unsupported': {
    text: 'failed to create the ipvlan port: operation not supported',
    explanation: 'The kernel of the simulated host has no ipvlan.',
  },
  'network-lost': {
    text: 'failed to create endpoint {container} on network {name}: network {id} does not exist',
    explanation: 'The driver has lost this network, because another one took its Linux bridge. Restart the engine.',
  },
  // Connecting
  'endpoint-exists': {
    text: 'endpoint with name {container} already exists in network {network}',
    explanation: 'The container is on this network already.',
  },
  'not-connected': {
    text: 'container {container} is not connected to network {network}',
    explanation: 'There is nothing to disconnect.',
  },
  'not-connected-stopped': {
    text: 'container {container} is not connected to the network {network}',
    explanation: 'There is nothing to disconnect.',
  },
  'endpoint-not-found': {
    text: 'endpoint {container} not found',
    explanation: 'No container of this name is on the network.',
  },
  'connect-host': {
    text: {
      '20.10': 'container cannot be disconnected from host network or connected to host network',
      '28': 'cannot connect container to host network - container must be created in host network mode',
    },
    explanation: 'Host mode is chosen when a container is created.',
  },
  'disconnect-host': {
    text: {
      '20.10': 'container cannot be disconnected from host network or connected to host network',
      '28': 'cannot disconnect container from host network - container was created in host network mode',
    },
    explanation: 'Host mode is chosen when a container is created.',
  },
  'shared-namespace': {
    text: 'container sharing network namespace with another container or host cannot be connected to any other network',
    explanation: 'It has no network interfaces of its own. Connect the container whose network it uses.',
  },
  'private-mode': {
    text: 'container cannot be connected to multiple networks with one of the networks in private (none) mode',
    explanation: 'The none network stands alone: disconnect it first.',
  },
  'alias-needs-user-network': {
    text: {
      '20.10': 'network-scoped alias is supported only for containers in user defined networks',
      '28': 'network-scoped alias is supported only for containers in user defined networks',
      '29': 'network-scoped aliases are only supported for user-defined networks',
    },
    explanation: 'The default bridge has no name service. Create a network of your own.',
  },
  'several-endpoints': {
    text: 'Container cannot be connected to network endpoints: {networks}',
    explanation: 'This engine takes one --network at creation; connect the others afterwards.',
  },
  'address-conflicts-with-host-route': {
    text: 'failed to add interface veth<rand> to sandbox: error setting interface "veth<rand>" IP to {address}: cannot program address {address} in sandbox interface because it conflicts with existing route {Ifindex: <n> Dst: {subnet} Src: {gateway} Gw: <nil> Flags: [] Table: 254 Realm: 0}',
    explanation: 'The container still lives in the host’s namespace, where this subnet has its route already.',
  },
  // Containers
  'no-such-container': {
    text: 'No such container: {name}',
    explanation: 'No container has this name or id.',
  },
  'invalid-container-name': {
    text: 'Invalid container name ({name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed',
    explanation: 'A container name has at least two characters: a letter or digit, then letters, digits, _ . -',
  },
  'container-name-taken': {
    text: 'Conflict. The container name "/{name}" is already in use by container "{id}". You have to remove (or rename) that container to be able to reuse that name.',
    explanation: 'Container names are unique on a host, also among stopped ones.',
  },
  'rename-conflict': {
    text: 'Error when allocating new name: {reason}',
    explanation: 'The new name is not free or not allowed.',
  },
  'rename-same': {
    text: 'Renaming a container with the same name as its current name',
    explanation: 'The container has this name already.',
  },
  'image-pull-failed': {
    text: 'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on {nameserver}:53: no such host',
    explanation: 'The image is not on this host, and no registry can be reached.',
  },
  'no-such-image': {
    text: 'No such image: {image}',
    explanation: 'The image is not on this host, and --pull never forbids looking for it.',
  },
  'invalid-container-mode': {
    text: {
      '20.10': 'Invalid network mode: invalid container format container:<name|id>',
      '28': 'invalid network mode: invalid container format container:<name|id>',
    },
    explanation: 'Say whose network to use: container:NAME.',
  },
  'join-own-network': {
    text: { '20.10': 'cannot join own network', '28': 'cannot join own network namespace' },
    explanation: 'A container cannot share its own network.',
  },
  'join-not-running': {
    text: {
      '20.10': 'cannot join network of a non running container: {given}',
      '28': 'cannot join network namespace of a non running container: container {name} is {status}',
    },
    explanation: 'The container whose network is shared must be running.',
  },
  'join-missing': {
    text: {
      '20.10': 'No such container: {name}',
      '28': 'joining network namespace of container: No such container: {name}',
    },
    explanation: 'The container whose network is to be shared does not exist.',
  },
  'running-container-stays': {
    text: {
      '20.10':
        'You cannot remove a running container {id}. Stop the container before attempting removal or force remove',
      '28': 'cannot remove container "{name}": container is running: stop the container before removing or force remove',
    },
    explanation: 'Stop it first, or remove it with -f.',
  },
  'paused-container-stays': {
    text: {
      '20.10':
        'You cannot remove a paused container {id}. Unpause and then stop the container before attempting removal or force remove',
      '28': 'cannot remove container "{name}": container is paused and must be unpaused first',
    },
    explanation: 'Unpause and stop it first, or remove it with -f.',
  },
  'not-running': {
    text: { '20.10': 'Container {id} is not running', '28': 'container {id} is not running' },
    explanation: 'The container has to run for this.',
  },
  'kill-failed': {
    text: { '20.10': 'Cannot kill container: {name}: {reason}', '28': 'cannot kill container: {name}: {reason}' },
    explanation: 'Only a running container can be killed.',
  },
  'restart-failed': {
    text: 'Cannot restart container {name}: {reason}',
    explanation: 'The container was stopped and could not be started again.',
  },
  'already-paused': {
    text: { '20.10': 'Container {id} is already paused', '28': 'container {id} is already paused' },
    explanation: 'There is nothing to do.',
  },
  'not-paused': {
    text: { '20.10': 'Container {id} is not paused', '28': 'container {id} is not paused' },
    explanation: 'There is nothing to do.',
  },
  'start-paused': {
    text: 'cannot start a paused container, try unpause instead',
    explanation: 'A paused container goes on with unpause.',
  },
  'command-not-found': {
    text: {
      '20.10':
        'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "{command}": executable file not found in $PATH: unknown',
      '28': 'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "{command}": executable file not found in $PATH: unknown',
    },
    explanation: 'The image has no such program.',
  },
  'sysctl-in-host-network': {
    text: {
      '20.10':
        'failed to create shim task: OCI runtime create failed: runc create failed: sysctl "{key}" not allowed in host network namespace: unknown',
      '28': 'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: sysctl "{key}" not allowed in host network namespace: unknown',
    },
    explanation: 'In host mode the kernel’s network settings are the host’s own.',
  },
  'hostname-too-long': {
    text: {
      '20.10':
        'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: sethostname: invalid argument: unknown',
      '28': 'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: sethostname: invalid argument: unknown',
    },
    explanation: 'A hostname has at most 64 characters.',
  },
  // Options that exclude each other
  'conflict-publish-container-mode': {
    text: 'conflicting options: port publishing and the container type network mode',
    explanation: 'Ports belong to the container whose network is shared: publish them there.',
  },
  'conflict-expose-container-mode': {
    text: 'conflicting options: port exposing and the container type network mode',
    explanation: 'Ports belong to the container whose network is shared: expose them there.',
  },
  'conflict-hostname-network-mode': {
    text: 'conflicting options: hostname and the network mode',
    explanation: 'The hostname is that of the container whose network is shared.',
  },
  'conflict-dns-network-mode': {
    text: 'conflicting options: dns and the network mode',
    explanation: 'resolv.conf is that of the container whose network is shared.',
  },
  'conflict-hosts-network-mode': {
    text: 'conflicting options: custom host-to-IP mapping and the network mode',
    explanation: '/etc/hosts is that of the container whose network is shared.',
  },
  'conflict-mac-network-mode': {
    text: 'conflicting options: mac-address and the network mode',
    explanation: 'There is no interface of its own that could have the address.',
  },
  'conflict-hostname-uts-mode': {
    text: 'conflicting options: hostname and the UTS mode',
    explanation: 'With --uts host the hostname is the host’s.',
  },
  'conflict-links-network-mode': {
    text: "conflicting options: {mode} type {what} can't be used with links. This would result in undefined behavior",
    explanation: 'Links need a bridge network.',
  },
  'links-need-user-network': {
    text: 'links are only supported for user-defined networks',
    explanation: 'Links need a bridge network.',
  },
  'aliases-need-user-network': {
    text: 'network-scoped aliases are only supported for user-defined networks',
    explanation: 'Only networks of your own have a name service. Create one.',
  },
  'network-given-twice': {
    text: 'network "{network}" is specified multiple times',
    explanation: 'A container joins a network once.',
  },
  'network-modes-mixed': {
    text: 'conflicting options: cannot attach both user-defined and non-user-defined network-modes',
    explanation: 'bridge, host, none and container:… stand alone.',
  },
  'network-name-missing': {
    text: 'no name set for network',
    explanation: '--network needs a name.',
  },
  'invalid-mac': {
    text: '{mac} is not a valid mac address',
    explanation: 'A MAC address is six pairs of hex digits: 02:42:ac:11:00:02.',
  },
  // Flags that the client cannot read
  'flag-invalid-address': {
    text: 'invalid argument "{value}" for "--{flag}" flag: failed to parse IP: "{value}"',
    explanation: 'This is not an IP address.',
  },
  'flag-invalid-dns': {
    text: {
      '20.10': 'invalid argument "{value}" for "--dns" flag: {value} is not an ip address',
      '28': 'invalid argument "{value}" for "--dns" flag: IP address is not correctly formatted: {value}',
    },
    explanation: 'A DNS server is given by its address.',
  },
  'flag-bad-host': {
    text: 'invalid argument "{value}" for "--add-host" flag: bad format for add-host: "{value}"',
    explanation: 'An entry is written NAME:ADDRESS.',
  },
  'flag-bad-host-address': {
    text: 'invalid argument "{value}" for "--add-host" flag: invalid IP address in add-host: "{address}"',
    explanation: 'The part after the colon is an IP address or host-gateway.',
  },
  'flag-bad-link': {
    text: 'invalid argument "{value}" for "--link" flag: bad format for links: {value}',
    explanation: 'A link is written CONTAINER or CONTAINER:ALIAS.',
  },
  // Links
  'link-not-running': {
    text: 'Cannot link to a non running container: /{target} AS /{container}/{alias}',
    explanation: 'On the default bridge the linked container must run first.',
  },
  'link-missing': {
    text: 'could not get container for {target}: No such container: {target}',
    explanation: 'The linked container does not exist.',
  },
  'link-joined-missing': {
    text: {
      '20.10': 'Could not get container for {target}: No such container: {target}',
      '28': 'could not get container for {target}: No such container: {target}',
    },
    explanation: 'The linked container shares the network of one that does not exist.',
  },
  'link-other-network': {
    text: {
      '20.10': 'Cannot link to /{target}, as it does not belong to the default network',
      '28': 'container {id} not attached to default bridge network',
    },
    explanation: 'A link on the default bridge leads to containers of the default bridge only.',
  },
  // Ports
  'port-allocated': {
    text: 'Bind for {ip}:{port} failed: port is already allocated',
    explanation: 'Another published port has this host port. Choose another one.',
  },
  'ports-exhausted': {
    text: 'all ports are allocated',
    explanation: 'Every host port of the range is taken.',
  },
  'port-bind-in-use': {
    text: {
      '20.10': 'Error starting userland proxy: listen {network} {address}:{port}: bind: address already in use',
      '28': 'failed to bind host port {chosen}for {address}:{wanted}:{target}/{protocol}: address already in use',
      '29': 'failed to bind host port {address}:{port}/{protocol}: address already in use',
    },
    explanation: 'A process on the host listens on this port. Stop it or choose another port.',
  },
  'port-listen-in-use': {
    text: {
      '20.10': 'Bind for {ip}:{port} failed: port is already allocated',
      '28': 'failed to listen on {kind} socket: address already in use',
      '29': 'failed to bind host port {address}:{port}/{protocol}: address already in use',
    },
    explanation: 'The same port is published twice by this container.',
  },
  'port-bind-no-address': {
    text: {
      '20.10':
        'Error starting userland proxy: listen {network} {address}:{port}: bind: cannot assign requested address',
      '28': 'failed to bind host port {chosen}for {address}:{wanted}:{target}/{protocol}: cannot assign requested address',
      '29': 'failed to bind host port {address}:{port}/{protocol}: cannot assign requested address',
    },
    explanation: 'The host has no such address. Leave it out, or use one of the host’s own.',
  },
  'protocol-not-supported': {
    text: {
      '20.10': 'Error starting userland proxy: protocol not supported',
      '28': 'error starting userland proxy: failed to listen on {address}:{port}: protocol not supported',
      '29': 'failed to create socket for {address}:{port}/{protocol}: protocol not supported',
    },
    explanation: 'The kernel of the simulated host has no SCTP.',
  },
  'invalid-host-port': {
    text: { '20.10': 'Invalid hostPort: {port}', '28': 'invalid hostPort: {port}' },
    explanation: 'A port is a number from 0 to 65535, or a range START-END.',
  },
  'invalid-container-port': {
    text: { '20.10': 'Invalid containerPort: {port}', '28': 'invalid containerPort: {port}' },
    explanation: 'A port is a number from 0 to 65535, or a range START-END.',
  },
  'invalid-protocol': {
    text: { '20.10': 'Invalid proto: {protocol}', '28': 'invalid proto: {protocol}' },
    explanation: 'The protocol is tcp, udp or sctp.',
  },
  'invalid-host-address': {
    text: { '20.10': 'Invalid ip address: {address}', '28': 'invalid IP address: {address}' },
    explanation: 'What stands before the host port is an address of the host.',
  },
  'no-port': {
    text: {
      '20.10': 'No port specified: {spec}<empty>',
      '28': 'no port specified: {spec}<empty>',
      '29': 'invalid proto: ',
    },
    explanation: 'A published port is written [[ADDRESS:]HOSTPORT:]PORT[/PROTOCOL].',
  },
  'unequal-ranges': {
    text: {
      '20.10': 'Invalid ranges specified for container and host Ports: {container} and {host}',
      '28': 'invalid ranges specified for container and host Ports: {container} and {host}',
    },
    explanation: 'Both ranges need the same number of ports, or the container one port.',
  },
  'invalid-expose': {
    text: {
      '20.10': 'invalid range format for --expose: {spec}, error: {reason}',
      '28': 'invalid range format for --expose: {spec}, error: {reason}',
      '29': 'invalid range format for --expose: {reason}',
    },
    explanation: 'An exposed port is written PORT[-END][/PROTOCOL].',
  },
  'invalid-expose-format': {
    text: 'invalid port format for --expose: {spec}',
    explanation: 'An exposed port is written PORT[-END][/PROTOCOL].',
  },
  'driver-failed': {
    text: 'driver failed programming external connectivity on endpoint {container} ({id}): {reason}',
    explanation: 'The ports of the container could not be published.',
  },
  // Prefixes that the engine puts before other messages
  'network-setup-failed': {
    text: { '20.10': '{reason}', '28': 'failed to set up container networking: {reason}' },
    explanation: 'The container could not be put on its network.',
  },
  'invalid-endpoint': {
    text: 'invalid endpoint settings:\n{reason}',
    explanation: 'The options do not fit the network.',
  },
  'invalid-network-endpoint': {
    text: 'invalid config for network {network}: invalid endpoint settings:\n{reason}',
    explanation: 'The options do not fit the network.',
  },
  'invalid-network-config': {
    text: 'invalid network config:\n{reason}',
    explanation: 'The addresses of the network do not fit together.',
  },
  'mode-not-matching': {
    text: 'could not find a network matching network mode {mode}: network {mode} not found',
    explanation: 'The network that the container was created on is gone.',
  },
} as const satisfies Readonly<Record<string, Message>>;

export type MessageCode = keyof typeof table;

const messages: Readonly<Record<MessageCode, Message>> = table;

export const messageCodes = Object.keys(table) as readonly MessageCode[];

/** What a refusal means, for the reader. */
export const messageExplanation = (code: MessageCode): string => messages[code].explanation;

/** The text that an engine of this version, or its client, has for a code. */
export function messageText(
  engine: EngineVersion,
  code: MessageCode,
  values: Readonly<Record<string, string>>,
): string {
  const { text } = messages[code];
  const template = typeof text === 'string' ? text : (text[engine] ?? text['28']);
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/**
 * A refusal.
 * @param value the option value that was refused, for its place in the source
 */
export function engineError(
  engine: EngineVersion,
  code: MessageCode,
  values: Readonly<Record<string, string>> = {},
  value?: string,
): EngineError {
  const message = messageText(engine, code, values);
  const { explanation } = messages[code];
  return { code, message, explanation, ...(value !== undefined && { value }) };
}

/** The same refusal inside a longer message: code, explanation and value stay those of the cause. */
export const prefixed = (
  engine: EngineVersion,
  code: MessageCode,
  values: Readonly<Record<string, string>>,
  error: EngineError,
): EngineError => ({ ...error, message: messageText(engine, code, { ...values, reason: error.message }) });
