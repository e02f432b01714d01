/** Icons as images that are there when Cytoscape asks for them: what it draws without them may stay so. */
import { stylesheet } from './style.ts';
import type { Theme } from './theme.ts';

/** While an image is held, another one of the same address has its content at once. */
const held = new Map<string, HTMLImageElement>();

/** Loads every icon in the colours of a theme. */
export async function loadIcons(theme: Theme): Promise<void> {
  const rules = stylesheet(theme) as unknown as readonly { readonly style: Readonly<Record<string, unknown>> }[];
  const uris = new Set(rules.flatMap(({ style }) => (style['background-image'] as string | undefined) ?? []));
  for (const uri of held.keys()) if (!uris.has(uri)) held.delete(uri);
  await Promise.all([...uris].map(load));
}

async function load(uri: string): Promise<void> {
  if (held.has(uri)) return;
  const image = new Image();
  held.set(uri, image);
  image.src = uri;
  // A picture without an icon is better than none.
  await image.decode().catch(() => undefined);
}
