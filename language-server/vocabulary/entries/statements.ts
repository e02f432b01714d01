/** The statements of the file. */
import { type Entry, form, list, optional, type Part, value, word } from '../entry.ts';
import { cli } from '../urls.ts';

const ON_PORT = optional(
  word('on', 'The port that is tried; without it, an ICMP echo (`ping`).'),
  value('port', 'probed port'),
);

const CAN: Part = {
  part: 'choice',
  capture: 'positive',
  options: [
    { word: 'can', documentation: 'It works.', value: true },
    { word: 'cannot', documentation: 'It does not work.', value: false },
  ],
};

/** `start`, `stop`, `restart` and `remove` differ in their words alone. */
function lifecycle(name: string, command: string, summary: string, documentation: string, rule: string): Entry {
  return {
    name,
    place: 'file',
    forms: form(value('container', 'container')),
    repeatable: true,
    summary,
    documentation,
    docker: command,
    url: cli(command.replace('docker ', 'container/')),
    rule,
    snippet: `${name} \${1:container}`,
    example: `${name} web`,
  };
}

export const statements: readonly Entry[] = [
  {
    name: 'include',
    place: 'file',
    forms: form(value('path', 'path')),
    repeatable: true,
    summary: 'The statements of another file, here.',
    documentation:
      'Reads another `.dnet` file as if its statements stood in this place. A file is read once, however often it is included; files that include each other in a circle are an error. The path is relative to this file.',
    snippet: 'include "${1:networks.dnet}"',
    example: 'include "networks.dnet"',
  },
  {
    name: 'host',
    place: 'file',
    forms: form(value('name', 'new host')),
    repeatable: true,
    default: 'one host without a name, with `eth0` at 192.0.2.10/24',
    summary: 'A machine with a Docker Engine.',
    documentation:
      'Describes the machine: its interfaces, the version of its engine and the options of its daemon. A file without a `host` has one unnamed host. With several, `on HOST` says where a network or a container is.',
    docker: 'dockerd',
    url: cli('dockerd'),
    snippet: 'host ${1:dockerhost} {\n\tinterface ${2:eth0} { address ${3:192.0.2.10/24} }\n\t$0\n}',
    example: 'host dockerhost {\n  engine 29\n  interface eth0 { address 192.0.2.10/24 }\n}',
    block: 'host',
  },
  {
    name: 'network',
    place: 'file',
    forms: form(value('name', 'new network')),
    repeatable: true,
    default: 'the built-in `bridge`, `host` and `none`',
    summary: 'A network of your own.',
    documentation:
      'Creates a network. Networks are created first, in the order in which they are written, wherever they stand in the file. On a network of your own the engine runs a DNS server: containers find each other by name and by alias.',
    docker: 'docker network create',
    url: cli('network/create'),
    rule: 'Without `subnet`, the engine takes the next free range from its address pools: 172.18.0.0/16, 172.19.0.0/16 and so on.',
    snippet: 'network ${1:name} {\n\t$0\n}',
    example: 'network backend {\n  subnet 10.10.0.0/24\n  internal\n}',
    block: 'network',
  },
  {
    name: 'container',
    place: 'file',
    forms: form(value('name', 'new container')),
    repeatable: true,
    summary: 'A running container.',
    documentation:
      'Runs a container at this place of the file. Without a `network` line it joins the built-in network `bridge`. Addresses are given in the order in which containers start.',
    docker: 'docker run -d',
    url: cli('container/run'),
    rule: 'A container gets the lowest free address of each of its networks, and holds it while it runs.',
    snippet: 'container ${1:name} {\n\timage ${2:nginx:1.27}\n\t$0\n}',
    example: 'container web {\n  image nginx:1.27\n  network backend\n  publish 8080:80\n}',
    block: 'container',
  },
  {
    name: 'connect',
    place: 'file',
    forms: form(
      value('container', 'container'),
      word('to', 'Before the network to which the container is connected.'),
      value('network', 'network'),
    ),
    repeatable: true,
    summary: 'Attaches a container to a network.',
    documentation:
      'Gives the container one more interface, on this network, while it runs. A container may be on several bridge networks at once. Host mode and container mode cannot be combined with anything.',
    docker: 'docker network connect',
    url: cli('network/connect'),
    rule: 'A container whose network is `host`, `none` or `container:` cannot be connected to a network.',
    snippet: 'connect ${1:container} to ${2:network}',
    example: 'connect web to backend { ip 10.10.0.20 }',
    block: 'attachment',
  },
  {
    name: 'disconnect',
    place: 'file',
    forms: form(
      value('container', 'container'),
      word('from', 'Before the network from which the container is disconnected.'),
      value('network', 'network'),
    ),
    repeatable: true,
    summary: 'Detaches a container from a network.',
    documentation:
      'Takes the interface on this network away from the container. Its address is free for others at once, and its names on this network are gone.',
    docker: 'docker network disconnect',
    url: cli('network/disconnect'),
    rule: 'A container cannot be disconnected from the host network.',
    snippet: 'disconnect ${1:container} from ${2:network}',
    example: 'disconnect web from backend',
  },
  lifecycle(
    'start',
    'docker start',
    'Starts a stopped container.',
    'The container gets a new network namespace and, on each of its networks, the lowest address that is free now: not always the one it had.',
    'Addresses are given at start, not at creation.',
  ),
  lifecycle(
    'stop',
    'docker stop',
    'Stops a container.',
    'The process ends, the network namespace goes away. Addresses, host ports and DNS names are free at once; the container stays attached to its networks and comes back with `start`.',
    'A container holds an address only while it runs.',
  ),
  lifecycle(
    'restart',
    'docker restart',
    'Stops a container and starts it again.',
    'In between its address is free, but as it starts at once it usually gets the same one. Containers that share its namespace are left with the old one.',
    'A new start makes a new network namespace; who had joined the old one does not follow.',
  ),
  lifecycle(
    'remove',
    'docker rm -f',
    'Removes a container, running or not.',
    'The container and its attachments are gone, and its name is free.',
    'A container whose namespace others have joined can be removed; they keep running without a network.',
  ),
  {
    name: 'expect',
    place: 'file',
    forms: [
      {
        name: 'reach',
        parts: [
          value('source', 'sender'),
          CAN,
          word('reach', 'Whether packets arrive and are answered.'),
          value('target', 'target'),
          ON_PORT,
        ],
      },
      {
        name: 'resolve',
        parts: [
          value('source', 'sender'),
          CAN,
          word('resolve', 'Whether DNS, as the source asks it, knows the name.'),
          value('name', 'dns name'),
          optional(word('to', 'What exactly the name resolves to, in any order.'), list('targets', 'target')),
        ],
      },
      {
        name: 'has',
        parts: [
          value('source', 'container'),
          word('has', 'What the container has at this moment.'),
          {
            part: 'choice',
            capture: 'property',
            options: [
              { word: 'ip', documentation: 'Its IP addresses.', value: 'ip' },
              { word: 'mac', documentation: 'Its MAC addresses.', value: 'mac' },
              { word: 'gateway', documentation: 'The address of its default gateway.', value: 'gateway' },
              { word: 'interfaces', documentation: 'The names of its interfaces, `lo` included.', value: 'interfaces' },
            ],
          },
          list('values', 'fact value'),
          optional(word('on', 'On this network alone.'), value('network', 'network')),
        ],
      },
    ],
    repeatable: true,
    summary: 'What should hold at this moment.',
    documentation:
      'A test of the lab. It is tried at the moment at which it stands: after the statements above it, before those below. A source is a container, `host` or `outside`; a target may also be a DNS name or an address. Without `on PORT` an ICMP echo is sent. One that fails is reported with the hop at which the packet was lost.',
    snippet: 'expect ${1:web} ${2|can,cannot|} reach ${3:db} on ${4:5432/tcp}',
    example:
      'expect web can reach db on 5432/tcp\nexpect web cannot resolve laboratory\nexpect pinger can resolve laboratory to lab1, lab2\nexpect web has ip 172.17.0.2',
  },
];
