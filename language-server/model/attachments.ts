/** Where a statement puts a container on networks. */
import type { AttachmentDeclaration, Declaration } from './program.ts';

/** The networks of a container's own block, or the one of a `connect`. */
export function attachmentsOf(declaration: Declaration): readonly AttachmentDeclaration[] {
  if (declaration.kind === 'container') return declaration.networks;
  return declaration.kind === 'connect' && declaration.attachment ? [declaration.attachment] : [];
}
