import type { TopologyGraph } from '../../../language-server/protocol.ts';
import { holders } from '../fixtures.ts';
import type { DrawnBox } from './harness.ts';

/** Every two boxes are apart, or one is drawn on the other. Lines of text count with the box that they are on. */
export function overlaps(boxes: readonly DrawnBox[], graph: TopologyGraph): string[] {
  const parents = holders(graph);
  const ancestors = (id: string): Set<string> => {
    const [owner = id, part] = id.split('\0');
    const result = new Set<string>();
    for (let up = part === undefined ? parents.get(owner) : owner; up !== undefined; up = parents.get(up))
      result.add(up);
    return result;
  };
  const above = new Map(boxes.map(({ id }) => [id, ancestors(id)]));
  const found: string[] = [];
  const sorted = [...boxes]
    .filter(({ classes }) => !classes.includes('badge') && !classes.includes('port'))
    .sort((a, b) => a.x1 - b.x1);
  sorted.forEach((a, i) => {
    for (const b of sorted.slice(i + 1)) {
      // Bounding boxes are a pixel larger than what is drawn.
      if (b.x1 + 1 >= a.x2 - 1) break;
      if (b.y1 + 1 >= a.y2 - 1 || a.y1 + 1 >= b.y2 - 1) continue;
      if (!above.get(a.id)!.has(b.id) && !above.get(b.id)!.has(a.id)) found.push(`${a.id} and ${b.id}`);
    }
  });
  return found;
}
