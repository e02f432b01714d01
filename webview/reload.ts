/** What is looked at, and how, stays so over a reload of the page. */
import type { Parts } from './actions.ts';
import { emptyArrangement, rememberPlaces } from './layout/arrangement.ts';
import { packState, type SavedState, unpackState } from './saved-state.ts';
import type { ShownTopology } from './shown-topology.ts';
import { finish } from './work.ts';

/** What VS Code keeps of a page. */
export interface PageState {
  getState(): unknown;
  setState(state: unknown): void;
}

/** A larger picture is not kept, only how it was looked at. */
const MOST_SAVED = 10_000;

export class Reload {
  /** Of an earlier page, until there is a picture again. */
  private restored: SavedState | undefined;

  constructor(
    private readonly parts: Parts,
    private readonly pageState: PageState,
  ) {}

  /** The document that an earlier page has drawn, until it is drawn again. */
  get awaits(): string | undefined {
    return this.restored?.picture.uri;
  }

  save({ state, title }: ShownTopology): void {
    const { picture, viewport, selection, follow, filter, side, trace } = this.parts;
    const { arrangement } = picture;
    if (arrangement === undefined) return;
    // Writing down a picture of tens of thousands of nodes would hold up every pause in panning.
    const isSmall = state.graph.nodes.length <= MOST_SAVED;
    const selected = selection.current;
    this.pageState.setState(
      packState({
        title,
        picture: isSmall ? state : { ...state, graph: { nodes: [], edges: [] } },
        arrangement: isSmall ? arrangement : emptyArrangement(),
        following: follow.isOn,
        level: picture.places.level,
        visibility: filter.current,
        detailsClosed: side.detailsClosed,
        detailsOpen: side.showsDetails,
        trace: trace.current,
        ...(viewport.state === undefined ? {} : { viewport: viewport.state }),
        ...(selected === undefined ? {} : { selected }),
      }),
    );
  }

  forget(): void {
    this.pageState.setState(undefined);
  }

  /** Sets the page up as an earlier one was. Answers what that one has drawn. */
  restore(): ShownTopology | undefined {
    const saved = unpackState(this.pageState.getState());
    if (saved === undefined) return undefined;
    const { picture, physical, follow, filter } = this.parts;
    this.restored = saved;
    physical.set(saved.level === 'physical');
    picture.places.level = saved.level;
    finish(rememberPlaces(picture.places.remembered, saved.arrangement));
    follow.set(saved.following);
    filter.set(saved.visibility);
    return { state: saved.picture, title: saved.title };
  }

  /** Once there is a picture: what was looked at in it, and how. */
  lookAgain(): void {
    const saved = this.restored;
    this.restored = undefined;
    if (saved === undefined || saved.picture.uri !== this.parts.uri) return;
    const { viewport, side, selection, trace } = this.parts;
    if (saved.viewport !== undefined) viewport.restore(saved.viewport);
    if (saved.detailsOpen) side.openDetails(true);
    else if (saved.detailsClosed) side.closeDetails(true);
    selection.set(saved.selected);
    if (saved.trace.from !== undefined || saved.trace.to !== undefined) trace.set(saved.trace);
  }
}
