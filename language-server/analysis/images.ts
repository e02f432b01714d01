/**
 * What well-known images expose and listen on, so that a lab needs no `listen` line for them.
 *
 * The ports are those of the `EXPOSE` lines of the images' Dockerfiles as published on Docker Hub; that the main
 * process listens on them is each image's documented default. An image that is not in this table listens on its
 * published and exposed ports and on nothing else.
 */
import type { Image, Listener } from '../simulation/command.ts';

/** Repository → ports in the spelling of `EXPOSE`. */
const EXPOSED_PORTS: Readonly<Record<string, readonly string[]>> = {
  adminer: ['8080/tcp'],
  caddy: ['80/tcp', '443/tcp', '443/udp', '2019/tcp'],
  cassandra: ['7000/tcp', '7001/tcp', '7199/tcp', '9042/tcp', '9160/tcp'],
  'hashicorp/consul': ['8300/tcp', '8301/tcp', '8301/udp', '8302/tcp', '8302/udp', '8500/tcp', '8600/tcp', '8600/udp'],
  couchdb: ['4369/tcp', '5984/tcp', '9100/tcp'],
  'eclipse-mosquitto': ['1883/tcp'],
  elasticsearch: ['9200/tcp', '9300/tcp'],
  ghost: ['2368/tcp'],
  'gitea/gitea': ['22/tcp', '3000/tcp'],
  'grafana/grafana': ['3000/tcp'],
  httpd: ['80/tcp'],
  influxdb: ['8086/tcp'],
  'jenkins/jenkins': ['8080/tcp', '50000/tcp'],
  kibana: ['5601/tcp'],
  mariadb: ['3306/tcp'],
  memcached: ['11211/tcp'],
  'minio/minio': ['9000/tcp'],
  mongo: ['27017/tcp'],
  mysql: ['3306/tcp', '33060/tcp'],
  nats: ['4222/tcp', '6222/tcp', '8222/tcp'],
  neo4j: ['7473/tcp', '7474/tcp', '7687/tcp'],
  nextcloud: ['80/tcp'],
  nginx: ['80/tcp'],
  phpmyadmin: ['80/tcp'],
  postgres: ['5432/tcp'],
  'prom/alertmanager': ['9093/tcp'],
  'prom/node-exporter': ['9100/tcp'],
  'prom/prometheus': ['9090/tcp'],
  rabbitmq: ['4369/tcp', '5671/tcp', '5672/tcp', '15691/tcp', '15692/tcp', '25672/tcp'],
  redis: ['6379/tcp'],
  registry: ['5000/tcp'],
  solr: ['8983/tcp'],
  tomcat: ['8080/tcp'],
  traefik: ['80/tcp'],
  'traefik/whoami': ['80/tcp'],
  'valkey/valkey': ['6379/tcp'],
  wordpress: ['80/tcp'],
  zookeeper: ['2181/tcp', '2888/tcp', '3888/tcp', '8080/tcp'],
};

/** Images whose default command ends at once when nobody types into it: a shell. They are kept alive by a command. */
const SHELL_IMAGES: ReadonlySet<string> = new Set([
  ...['almalinux', 'alpine', 'amazonlinux', 'archlinux', 'bash', 'busybox', 'centos', 'debian', 'fedora'],
  ...['nicolaka/netshoot', 'opensuse/leap', 'rockylinux', 'ubuntu'],
]);

const known = new Map<string, Image>(
  Object.entries(EXPOSED_PORTS).map(([name, exposes]) => [name, { name, exposes, listens: exposes.map(listener) }]),
);

/** The image that a reference such as `nginx:1.27` or `docker.io/library/nginx@sha256:…` names, where it is known. */
export function wellKnownImage(reference: string): Image | undefined {
  return known.get(repository(reference));
}

/** Every image of which the ports are known. */
export function wellKnownImages(): Iterable<Image> {
  return known.values();
}

/** The command after the image that keeps a container of it running; none where the image's own command does. */
export function keepAliveCommand(reference: string): readonly string[] {
  return SHELL_IMAGES.has(repository(reference)) ? ['sleep', 'infinity'] : [];
}

function repository(reference: string): string {
  const digest = reference.indexOf('@');
  const untagged = digest < 0 ? reference : reference.slice(0, digest);
  const tag = untagged.lastIndexOf(':');
  const path = tag > untagged.lastIndexOf('/') ? untagged.slice(0, tag) : untagged;
  return path.includes('/') ? path.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '') : path;
}

function listener(port: string): Listener {
  const [number, protocol] = port.split('/');
  return { port: Number(number), protocol: protocol === 'udp' ? 'udp' : 'tcp' };
}
