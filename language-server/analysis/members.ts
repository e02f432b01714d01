/** Which containers a name in the text stands for: `replicas` makes several of one statement. */
import type { ContainerDeclaration } from '../model/program.ts';
import { findSymbol, type Lab } from './lab.ts';

/** The engine's names for a container of the text, in the order of their creation. */
export type Members = (container: string) => readonly string[];

/** `NAME`, or with `replicas N` the names `NAME-1` … `NAME-N`. */
export function memberNames(container: ContainerDeclaration): readonly string[] {
  const name = container.name?.value;
  return name === undefined ? [] : replicasOf(name, container.replicas?.value);
}

function replicasOf(name: string, replicas: number | undefined): readonly string[] {
  if (replicas === undefined) return [name];
  return Array.from({ length: Math.max(0, replicas) }, (_, i) => `${name}-${i + 1}`);
}

/** A name that no statement declares stands for itself: the engine says that there is no such container. */
export function membersOf(lab: Lab): Members {
  return (name) => {
    const found = findSymbol(lab, 'container', name);
    return found ? replicasOf(name, found.symbol.replicas) : [name];
  };
}
