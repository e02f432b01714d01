/**
 * What Docker says about swarms and their networks: a part of the table in `messages.ts`. Recorded from Docker Engine
 * 20.10, and taken to hold for later versions too.
 */
export const swarmMessages = {
  'not-a-swarm-manager': {
    text: 'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
    explanation: 'Overlay networks live in a swarm, also on a single host. Make the host a `swarm manager`.',
  },
  'worker-creates-network': {
    text: 'Cannot create a multi-host network from a worker node. Please create the network from a manager node.',
    explanation: 'Only managers create networks of the swarm; a worker uses them. Create it on a manager.',
  },
  'worker-manages-swarm': {
    text: "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. Please run this command on a manager node or promote the current node to a manager.",
    explanation: 'Only managers remove networks of the swarm. Remove it on a manager.',
  },
  'swarm-network-not-found': {
    text: 'Could not attach to network {name}: rpc error: code = NotFound desc = network {name} not found',
    explanation: 'Neither this host nor the managers of its swarm know a network of this name. Create it first.',
  },
  'not-attachable': {
    text: 'Could not attach to network {name}: rpc error: code = PermissionDenied desc = network {name} not manually attachable',
    explanation:
      'Only services can use an overlay network that is not attachable. Create it with --attachable for containers.',
  },
  'attach-timeout': {
    text: 'attaching to network failed, make sure your network options are correct and check manager logs: context deadline exceeded',
    explanation:
      'The managers could give no such address: it is taken, or outside the subnet, or the subnet overlaps another network. Docker says so only after 20 seconds, and does not say which.',
  },
  'already-attached': {
    text: '{container} is already attached to network {network}',
    explanation: 'A container can be on a network only once.',
  },
  'rename-on-overlay': {
    text: 'Could not add service state for endpoint {name} to cluster on rename: cannot create entry in table endpoint_table with network id {network} and key <id64>, already exists',
    explanation:
      'Docker cannot rename a running container on an overlay network: it keeps its name, and only DNS knows the new one. Stop it first.',
  },
  'swarm-network-in-use': {
    text: 'rpc error: code = FailedPrecondition desc = network {id} is in use by task {task}',
    explanation: 'Containers are on the network, on this host or another one. Remove or disconnect them first.',
  },
  'ingress-present': {
    text: 'rpc error: code = AlreadyExists desc = ingress network ({id}) is already present',
    explanation: 'A swarm has one ingress network, and makes it itself.',
  },
  'ingress-stays': {
    text: 'WARNING! Before removing the routing-mesh network, make sure all the nodes in your swarm run the same docker engine version. Otherwise, removal may not be effective and functionality of newly create ingress networks will be impaired.\nAre you sure you want to continue? [y/N]',
    explanation: 'The client asks before it removes the routing mesh; the simulation answers no.',
  },
  'already-in-swarm': {
    text: 'This node is already part of a swarm. Use "docker swarm leave" to leave this swarm and join another one.',
    explanation: 'A host is a node of one swarm at a time.',
  },
  'not-in-swarm': {
    text: 'This node is not part of a swarm',
    explanation: 'There is no swarm to leave.',
  },
  'several-swarm-addresses': {
    text: 'could not choose an IP address to advertise since this system has multiple addresses on different interfaces ({addresses}) - specify one with --advertise-addr',
    explanation: 'The other nodes have to know one address of this host.',
  },
  'no-swarm-address': {
    text: "could not find the system's IP address - specify one with --advertise-addr",
    explanation: 'The other nodes have to know an address of this host. Give one of its interfaces an address.',
  },
  'invalid-join-token': {
    text: 'invalid join token',
    explanation: 'The manager prints the token: `docker swarm join-token worker`.',
  },
  'join-timeout': {
    text: 'Timeout was reached before node joined. The attempt to join the swarm will continue in the background. Use the "docker info" command to see the current swarm status of your node.',
    explanation: 'No host of the lab has this address.',
  },
  'join-refused': {
    text: 'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing dial tcp {address}: connect: connection refused"',
    explanation: 'The host with this address is no manager of a swarm.',
  },
  'last-manager-leaves': {
    text: 'You are attempting to leave the swarm on a node that is participating as a manager. Removing the last manager erases all current state of the swarm. Use `--force` to ignore this message.',
    explanation: 'The swarm ends with its last manager.',
  },
  'manager-leaves': {
    text: 'You are attempting to leave the swarm on a node that is participating as a manager. {quorum}The only way to restore a swarm that has lost consensus is to reinitialize it with `--force-new-cluster`. Use `--force` to suppress this message.',
    explanation: 'Managers leave by force, or are made workers first.',
  },
} as const;
