/** What 20.10 leaves behind of a start that failed: addresses that are shown, and addresses that are only on disk. */
import { bridgeFirst, type Connection, publishes } from './endpoints.ts';
import type { Attachment, Container, Endpoint, Host, Leftover } from './state.ts';

/** A container that is written to disk as it is now. */
export function unsaved(container: Container): Container {
  return container.savedLeftovers === undefined ? container : { ...container, savedLeftovers: undefined };
}

export function withLeftover(host: Host, container: Container, attachment: Attachment): Attachment {
  const endpoint = host.networks.get(attachment.network)?.endpoints.get(container.id);
  const leftover = endpoint && leftoverOf(endpoint);
  if (!leftover) return attachment;
  const { gateway: _, ...shown } = leftover;
  return { ...attachment, leftover: shown };
}

export const leftoversOf = (connections: readonly Connection[]): Readonly<Record<string, Leftover>> =>
  Object.fromEntries(
    connections.flatMap(({ network, endpoint }) => {
      const leftover = leftoverOf(endpoint);
      return leftover ? [[network.name, leftover]] : [];
    }),
  );

/** The ports are published with the first network that can: what comes behind it is not joined, and it has no gateway yet. */
export function leftoversUntilFailure(connections: readonly Connection[]): Readonly<Record<string, Leftover>> {
  const joined = bridgeFirst(connections);
  const failed = joined.findIndex((one) => publishes(one));
  if (failed < 0) return leftoversOf(joined);
  const { network, endpoint } = joined[failed] as Connection;
  const { gateway: _, ...unfinished } = endpoint;
  return leftoversOf([...joined.slice(0, failed), { network, endpoint: unfinished }]);
}

function leftoverOf({ address, prefixLength, gateway, mac }: Endpoint): Leftover | undefined {
  if (address === undefined || prefixLength === undefined) return undefined;
  return { address, prefixLength, mac, ...(gateway !== undefined && { gateway }) };
}

/** What is read when the engine starts again. */
export const withSaved = (container: Container, saved: Readonly<Record<string, Leftover>>): Container => ({
  ...unsaved(container),
  attachments: container.attachments.map((one) => {
    const leftover = saved[one.networkName];
    return leftover ? { ...one, leftover } : one;
  }),
});

export const withoutLeftover = (attachment: Attachment): Attachment => ({ ...attachment, leftover: undefined });
