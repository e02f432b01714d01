/**
 * Where things have been dragged to, as the extension keeps it beside the workspace. What the text declared is kept with
 * it, in order: so what has been renamed while nobody looked is found again by what stands before and after it.
 */
import type { TopologyDeclared, TopologyPlaces, TopologyState } from '../../language-server/protocol.ts';
import { type NewId, renamesBetween } from '../layout/renamed.ts';
import type { Picture } from '../picture.ts';

/** Of a larger text it would be too much to keep. */
const MOST_KEPT = 10_000;

const isNothing = (places: TopologyPlaces): boolean => Object.keys(places).length === 0;
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export class KeptPlaces {
  /** Of the text for which places were kept last. */
  private declared: TopologyDeclared = [];

  constructor(
    private readonly picture: Picture,
    private readonly post: (uri: string, places: TopologyPlaces) => void,
  ) {}

  /** Takes what the extension has kept. False where that changes nothing. */
  take({ declared = [], ...places }: TopologyPlaces): boolean {
    this.declared = declared;
    if (isSame(places, this.picture.places.kept)) return false;
    if (isNothing(places)) this.picture.forget();
    else this.picture.places.kept = places;
    return true;
  }

  /** What a picture renames: compared with the one before, else with the text for which places were kept last. */
  renames(before: TopologyState | undefined, now: TopologyState): NewId | undefined {
    return renamesBetween(before?.uri === now.uri ? before.declared : this.declared, now.declared);
  }

  save({ uri, declared }: TopologyState): void {
    const { kept: places } = this.picture.places;
    this.declared = declared.length > MOST_KEPT ? [] : declared;
    this.post(uri, isNothing(places) ? {} : { ...places, declared: this.declared });
  }

  /** The text declares other things than when places were kept last. */
  refresh(state: TopologyState): void {
    if (isNothing(this.picture.places.kept) || state.declared.length > MOST_KEPT) return;
    if (state.declared !== this.declared && !isSame(state.declared, this.declared)) this.save(state);
  }
}
