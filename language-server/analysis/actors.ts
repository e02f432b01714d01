/** Who the words of an expectation mean: senders, and the addresses of targets. */
import ipaddr from 'ipaddr.js';
import type { Host, World } from '../simulation/state.ts';
import type { Sender } from '../simulation/trace.ts';
import { findContainer, reachableAddresses } from './facts.ts';
import type { Members } from './members.ts';

/** SOURCE of an expectation. A container with replicas sends as each of them. */
export function sendersOf(world: World, source: string, members: Members): readonly Sender[] {
  if (source === 'outside') return [{ kind: 'outside' }];
  const host = hostNamed(world, source);
  if (host) return [{ kind: 'host', name: host.name }];
  return members(source).map((name) => ({ kind: 'container', name }));
}

export function nameOfSender(sender: Sender): string {
  return sender.kind === 'outside' ? 'outside' : sender.name;
}

/** A machine by its own name, or the first one by the word `host`. */
export function hostNamed(world: World, name: string): Host | undefined {
  return world.hosts.get(name) ?? (name === 'host' ? world.hosts.first() : undefined);
}

/** What a sender aims at: a name for it to resolve, or addresses. */
export type Aim =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'addresses'; readonly addresses: readonly string[] };

/** TARGET of an expectation, as this sender would write it. */
export function aimOf(world: World, sender: Sender, target: string, members: Members): Aim {
  if (ipaddr.isValid(target)) return { kind: 'addresses', addresses: [target] };
  if (target === 'outside') return { kind: 'addresses', addresses: [outsideAddress(world)] };
  const host = hostNamed(world, target);
  if (host) return { kind: 'addresses', addresses: addressOfHost(host, sender) };
  if (sender.kind === 'container') return { kind: 'name', name: target };
  const containers = members(target).filter((name) => findContainer(world, name));
  if (containers.length === 0) return { kind: 'name', name: target };
  return { kind: 'addresses', addresses: containers.flatMap((name) => reachableAddresses(world, name)) };
}

/** The internet as far as the lab knows it, or else the machine on the LAN. */
export function outsideAddress({ outside }: World): string {
  return outside.servers[0]?.address ?? outside.lanAddress;
}

/** The host's address on the LAN; for the host itself the loopback address. */
function addressOfHost(host: Host, sender: Sender): readonly string[] {
  if (sender.kind === 'host' && sender.name === host.name) return ['127.0.0.1'];
  const lan = host.interfaces.find(({ name }) => name !== 'lo')?.addresses ?? [];
  return lan.slice(0, 1).map((address) => address.replace(/\/.*$/, ''));
}
