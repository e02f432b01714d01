/**
 * Where a host's published ports are drawn: on its border, with a line to what each leads to, or, once these would be a
 * tangle, on the container that they lead to.
 */
import type { Arrangement } from './arrangement.ts';

/** A host with more shows them on the containers. */
const MOST_ON_BORDER = 8;
/** An edit changes that only once the number is far on the other side, as all cards change with it. */
const MOST_KEPT_ON_BORDER = 16;
const MOST_BACK_ON_BORDER = 4;

/** Whether a host's ports are to be on the containers, by how many there are and where they were. */
export function areDocked(host: string, ports: readonly string[], previous: Arrangement | undefined): boolean {
  const were = wereDocked(host, ports, previous);
  const most = were === undefined ? MOST_ON_BORDER : were ? MOST_BACK_ON_BORDER : MOST_KEPT_ON_BORDER;
  return ports.length > most;
}

/** Whether these were; undefined where none of them has had a place. On the border they are above the host's bus. */
export function wereDocked(
  host: string,
  ports: readonly string[],
  previous: Arrangement | undefined,
): boolean | undefined {
  const bus = previous?.buses.get(host);
  const places = bus === undefined ? [] : ports.flatMap((id) => previous!.rects.get(id) ?? []);
  return bus === undefined || places.length === 0 ? undefined : places.some(({ y }) => y > bus.y);
}
