/** Between a `publish` of the text and the ports that it binds on a host. */
import { parsePublish } from '../simulation/port-specs.ts';
import type { Container, EngineVersion, Host, PortBinding, World } from '../simulation/state.ts';
import { PictureIds } from './ids.ts';
import { hostPort } from './text.ts';

/**
 * The `publish` that has brought a binding about, as it is written; undefined for those of `--publish-all`.
 * @param container one that runs, so that the engine has taken what it publishes
 */
export function publishOf(engine: EngineVersion, container: Container, binding: PortBinding): string | undefined {
  return container.options.publish?.find((spec) =>
    parsePublish(engine, spec).some(
      ({ protocol, containerPort, hostPort, hostPortEnd, hostIp }) =>
        protocol === binding.protocol &&
        containerPort === binding.containerPort &&
        (hostPort === 0 || (hostPort <= binding.hostPort && binding.hostPort <= hostPortEnd)) &&
        (hostIp === undefined || hostIp === binding.hostIp),
    ),
  );
}

/** The first port that a `publish` of a container binds; undefined where it binds none at that moment. */
export function publishedPortNode(world: World, name: string, spec: string): string | undefined {
  const ids = new PictureIds(world);
  for (const host of world.hosts.values()) {
    const container = host.containers.get(host.containerIds.get(name) ?? '');
    const binding = container && boundBy(host, container, spec);
    if (binding !== undefined) return ids.publishedPort(host, hostPort(binding));
  }
  return undefined;
}

const boundBy = (host: Host, container: Container, spec: string): PortBinding | undefined =>
  container.ports.find((binding) => binding.hostPort !== 0 && publishOf(host.engine, container, binding) === spec);
