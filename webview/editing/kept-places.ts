/**
 * Where things have been dragged to, as the extension keeps it beside the workspace. What the text declared is kept with
 * it, in order: so what has been renamed while nobody looked is found again by what stands before and after it.
 */
import type { TopologyPlaces, TopologyState } from '../../language-server/protocol.ts';
import { type Declared, declaredIn, type NewId, renamesBetween } from '../layout/renamed.ts';
import type { Picture } from '../picture.ts';

/** Of a larger text it would be too much to keep. */
const MOST_KEPT = 10_000;

const isNothing = (places: TopologyPlaces): boolean => Object.keys(places).length === 0;
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** At the end of the timeline everything that is declared is there, unless it is removed again. */
const isAtEnd = ({ step, steps }: TopologyState): boolean => step >= steps;

export class KeptPlaces {
  /** Of the text for which places were kept last. */
  private declared: Declared = [];
  /** The last one that was looked at: the picture is saved more often than it changes. */
  private refreshed: TopologyState['graph'] | undefined;

  constructor(
    private readonly picture: Picture,
    private readonly post: (uri: string, places: TopologyPlaces) => void,
  ) {}

  /** Takes what the extension has kept. False where that changes nothing. */
  take({ declared = [], ...places }: TopologyPlaces): boolean {
    this.declared = declared;
    if (isSame(places, this.picture.places)) return false;
    if (isNothing(places)) this.picture.forget();
    else this.picture.places = places;
    return true;
  }

  /**
   * What a picture renames: compared with the one before of the same moment, else with the text for which places were
   * kept last.
   */
  renames(before: TopologyState | undefined, now: TopologyState): NewId | undefined {
    const isKnown = before?.uri === now.uri && before.graph.nodes.length > 0;
    if (!isKnown) return isAtEnd(now) ? renamesBetween(this.declared, declaredIn(now.graph.nodes)) : undefined;
    if (before.step !== now.step && !(isAtEnd(before) && isAtEnd(now))) return undefined;
    return renamesBetween(declaredIn(before.graph.nodes), declaredIn(now.graph.nodes));
  }

  save(state: TopologyState): void {
    const { places } = this.picture;
    if (isAtEnd(state)) this.declared = declaredIn(state.graph.nodes.length > MOST_KEPT ? [] : state.graph.nodes);
    this.post(state.uri, isNothing(places) ? {} : { ...places, declared: this.declared });
  }

  /** The text declares other things than when places were kept last. */
  refresh(state: TopologyState): void {
    if (state.graph === this.refreshed) return;
    this.refreshed = state.graph;
    if (isNothing(this.picture.places) || !isAtEnd(state) || state.graph.nodes.length > MOST_KEPT) return;
    if (!isSame(this.declared, declaredIn(state.graph.nodes))) this.save(state);
  }
}
