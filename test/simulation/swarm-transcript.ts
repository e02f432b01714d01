/**
 * A session with two Docker Engines 20.10, 192.0.2.11 and 192.0.2.12, joined by one cable: what was typed, and what was
 * seen. Ids are symbolic. Where the engines had not finished what a command sets off behind its back, the settled
 * state stands here, with a remark.
 */
import type { HostName } from './swarm-lab.ts';

export interface Step {
  /** `HOST docker …` without the word docker. */
  readonly on: HostName;
  readonly docker: string;
  /** The engine's message; absent where the command succeeded. */
  readonly refused?: string;
  readonly stdout?: string;
  readonly seen?: {
    /** `docker network ls` of a host. */
    readonly networks?: Partial<Record<HostName, readonly string[]>>;
    /** `docker network inspect`: `HOST NETWORK` → members. */
    readonly members?: Readonly<Record<string, readonly string[]>>;
    readonly subnets?: Readonly<Record<string, string>>;
    /** `CONTAINER NETWORK` → address. */
    readonly addresses?: Readonly<Record<string, string>>;
    readonly interfaces?: Readonly<Record<string, readonly string[]>>;
    readonly routes?: Readonly<Record<string, readonly string[]>>;
    /** `ASKER NAME` → addresses. */
    readonly names?: Readonly<Record<string, readonly string[]>>;
    readonly ping?: readonly string[];
    /** `FROM ADDRESS PORT` → who answers, and the client's address as it sees it. */
    readonly tcp?: Readonly<Record<string, string>>;
  };
}

/** What both hosts had done before: the first default subnet was used and given back, so that 172.19 comes next. */
export const before: readonly string[] = ['network create earlier', 'network rm earlier'];

const local = ['bridge', 'host', 'none'];
const swarm = ['bridge', 'docker_gwbridge', 'host', 'ingress', 'none'];

export const transcript: readonly Step[] = [
  {
    on: 'host1',
    docker: 'network create -d overlay --attachable before',
    refused:
      'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
  },
  {
    on: 'host1',
    docker: 'swarm init',
    stdout: 'Swarm initialized: current node (<id25>) is now a manager.',
    // Seen at once: without docker_gwbridge, which comes a second later.
    seen: { networks: { host1: swarm, host2: local } },
  },
  { on: 'host1', docker: 'network create -d overlay --attachable ov1', stdout: '<id:ov1>' },
  { on: 'host1', docker: 'network create -d overlay ov2' },
  { on: 'host1', docker: 'network create -d overlay --attachable --subnet 10.77.0.0/24 ov3' },
  { on: 'host1', docker: 'network create -d overlay --attachable --internal ov4' },
  {
    on: 'host1',
    docker: 'network create --scope swarm --attachable -d bridge sb',
    seen: {
      networks: { host1: [...swarm, 'ov1', 'ov2', 'ov3', 'ov4', 'sb'], host2: local },
      subnets: { ov1: '10.0.1.0/24', ov3: '10.77.0.0/24', ingress: '10.0.0.0/24', docker_gwbridge: '172.19.0.0/16' },
    },
  },
  { on: 'host1', docker: 'run -d --name c1 --network ov1 --network-alias db web' },
  { on: 'host1', docker: 'run -d --name c2 --network ov1 bb' },
  {
    on: 'host1',
    docker: 'run -d --name c3 --network ov2 bb',
    refused:
      'Could not attach to network ov2: rpc error: code = PermissionDenied desc = network ov2 not manually attachable',
  },
  { on: 'host1', docker: 'run -d --name c4 --network ov3 --ip 10.77.0.50 bb' },
  {
    on: 'host1',
    docker: 'run -d --name c5 --network ov1 --ip 10.0.1.50 bb',
    seen: {
      addresses: { 'c1 ov1': '10.0.1.2', 'c4 ov3': '10.77.0.50', 'c5 ov1': '10.0.1.50' },
      interfaces: { c1: ['eth0 10.0.1.2/24', 'eth1 172.19.0.3/16'] },
      routes: { c1: ['default via 172.19.0.1 dev eth1', '10.0.1.0/24 dev eth0', '172.19.0.0/16 dev eth1'] },
      names: { 'c2 c1': ['10.0.1.2'], 'c2 db': ['10.0.1.2'] },
      ping: ['c2 c1'],
      tcp: { 'c2 10.0.1.2 80': 'c1 10.0.1.4' },
    },
  },
  {
    on: 'host2',
    docker: 'swarm join --token <token:worker> 192.0.2.11:2377',
    stdout: 'This node joined a swarm as a worker.',
    // Seen at once: without docker_gwbridge and ingress, which come a second later.
    seen: { networks: { host2: swarm } },
  },
  {
    on: 'host2',
    docker: 'network create -d overlay --attachable nope',
    refused: 'Cannot create a multi-host network from a worker node. Please create the network from a manager node.',
  },
  {
    on: 'host2',
    docker: 'run -d --name d1 --network ov1 --network-alias db web',
    seen: {
      networks: { host2: [...swarm, 'ov1'] },
      // Seen at once: 172.19.0.2, which is the ingress sandbox's when that has come first.
      interfaces: { d1: ['eth0 10.0.1.5/24', 'eth1 172.19.0.3/16'] },
      names: { 'd1 c1': ['10.0.1.2'], 'c2 db': ['10.0.1.2', '10.0.1.5'], 'd1 db': ['10.0.1.2', '10.0.1.5'] },
      ping: ['d1 c1', 'c2 d1'],
      tcp: { 'c2 10.0.1.5 80': 'd1 10.0.1.4' },
      members: {
        'host1 ov1': ['c1 10.0.1.2/24', 'c2 10.0.1.4/24', 'c5 10.0.1.50/24', 'ov1-endpoint 10.0.1.3/24'],
        'host2 ov1': ['d1 10.0.1.5/24', 'ov1-endpoint 10.0.1.6/24'],
      },
    },
  },
  {
    on: 'host1',
    docker: 'network rm ov1',
    refused: 'rpc error: code = FailedPrecondition desc = network <id:ov1> is in use by task <id25>',
  },
  {
    on: 'host2',
    docker: 'network rm ov1',
    refused:
      "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. Please run this command on a manager node or promote the current node to a manager.",
  },
  { on: 'host1', docker: 'rm -f c2', stdout: 'c2' },
  { on: 'host1', docker: 'run -d --name c6 --network ov1 bb', seen: { addresses: { 'c6 ov1': '10.0.1.7' } } },
  { on: 'host1', docker: 'restart c1', seen: { addresses: { 'c1 ov1': '10.0.1.8' } } },
  { on: 'host1', docker: 'network connect ov1 c1', refused: 'c1 is already attached to network ov1' },
  {
    on: 'host1',
    docker: 'run -d --name p1 --network ov1 -p 8080:80 web',
    seen: {
      interfaces: { p1: ['eth0 10.0.1.9/24', 'eth1 172.19.0.7/16'] },
      tcp: { 'host2 192.0.2.11 8080': 'p1 192.0.2.12', 'host1 127.0.0.1 8080': 'p1 172.19.0.1' },
    },
  },
  { on: 'host1', docker: 'port p1', stdout: '80/tcp -> 0.0.0.0:8080\n80/tcp -> :::8080' },
  { on: 'host1', docker: 'network prune -f', stdout: 'Deleted Networks:\nov2\nov4\nsb' },
  { on: 'host2', docker: 'rm -f d1', seen: { networks: { host2: swarm } } },
  {
    on: 'host2',
    docker: 'swarm leave',
    stdout: 'Node left the swarm.',
    seen: { networks: { host2: [...local, 'docker_gwbridge'].sort() } },
  },
  {
    on: 'host1',
    docker: 'swarm leave',
    refused:
      'You are attempting to leave the swarm on a node that is participating as a manager. Removing the last manager erases all current state of the swarm. Use `--force` to ignore this message.',
  },
  {
    on: 'host1',
    docker: 'swarm leave --force',
    stdout: 'Node left the swarm.',
    seen: { networks: { host1: [...local, 'docker_gwbridge'].sort() } },
  },
];
