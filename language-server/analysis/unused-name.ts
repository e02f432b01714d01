/** Names for what is to be declared. */
import type { Declaration } from '../model/program.ts';
import { memberNames } from './members.ts';

/** The name, or one like it that nothing in the lab has: `front-2` for `front`, and `web3` for `web2`. */
export function unusedName({ declarations }: { readonly declarations: readonly Declaration[] }, name: string): string {
  const taken = new Set(declarations.flatMap(namesOf));
  if (!taken.has(name)) return name;
  const [, stem = '', number] = /^(.*?)(\d*)$/.exec(name)!;
  const [start, first] = number ? [stem, Number(number) + 1] : [`${name}-`, 2];
  for (let n = first; ; n++) if (!taken.has(`${start}${n}`)) return `${start}${n}`;
}

function namesOf(declaration: Declaration): readonly string[] {
  if (declaration.kind === 'container')
    return [...memberNames(declaration), ...(declaration.name ? [declaration.name.value] : [])];
  return 'name' in declaration && declaration.name ? [declaration.name.value] : [];
}
