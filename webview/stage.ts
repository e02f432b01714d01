/**
 * Which of all drawables Cytoscape has. Creating, styling and painting its elements costs far more than a frame when
 * there are thousands, so it has those that can be read: in view, at a zoom at which their text is shown. What it does
 * not have, the sketch below it shows. Of a small picture it has everything at all times.
 */
import type { CollectionReturnValue, Core, ElementDefinition } from 'cytoscape';
import { type Drawable, isEdge, Places } from './drawable.ts';
import { centreX, centreY, grow, type Point, type Rect } from './layout/geometry.ts';
import { append } from './lists.ts';
import type { Sketch } from './sketch.ts';
import { type Work, walked } from './work.ts';

/** A picture of so many drawables is small. */
const SMALL = 400;
/** Names are shown from here on, details a little later (`min-zoomed-font-size` in style.ts). */
const LEGIBLE_ZOOM = 0.4;
/** So many elements are created in one frame, and so many while the view moves. */
const CHUNK = 160;
const MOVING_CHUNK = 40;
/** Elements that are out of sight are kept, for when the reader comes back, while there are not more than these. */
const KEPT = 1_500;
/** So much of the view's size around it is made ready, too. */
const MARGIN = 0.15;

export class Stage {
  private drawables: ReadonlyMap<string, Drawable> = new Map();
  private places = new Places();
  private edgesAt: ReadonlyMap<string, readonly Drawable[]> = new Map();
  /** What Cytoscape has: ids, with what it was told. */
  private readonly present = new Map<string, string>();
  private pinned: readonly string[] = [];
  private frame = 0;
  private isMoving = false;
  /** Counts what Cytoscape gets and loses. */
  private changes = 0;

  constructor(
    private readonly cy: Core,
    private readonly sketch: Sketch,
  ) {
    cy.on('viewport resize', () => {
      this.isMoving = true;
      this.refreshSoon();
    });
  }

  /** Makes another picture ready; what is answered shows it, changing in place what is there already. */
  *prepare(drawables: readonly Drawable[]): Work<() => void> {
    const byId = new Map<string, Drawable>();
    const places = new Places();
    const edgesAt = new Map<string, Drawable[]>();
    yield* walked(drawables, (drawable) => {
      byId.set(drawable.id, drawable);
      if (!isEdge(drawable)) places.add(drawable);
      for (const end of drawable.ends ?? []) append(edgesAt, end, drawable);
    });
    const told = new Map<string, string>();
    yield* walked([...this.present.keys()], (id) => {
      const drawable = byId.get(id);
      if (drawable !== undefined) told.set(id, JSON.stringify(drawable.element()));
    });
    const showSketch = yield* this.sketch.prepare(drawables);
    return () => {
      this.drawables = byId;
      this.places = places;
      this.edgesAt = edgesAt;
      showSketch();
      this.bringUpToDate(told);
      this.pin(this.pinned);
      this.refreshSoon();
    };
  }

  /** Elements that are to be there wherever they are and whatever the zoom is: now, and until others are pinned. */
  pin(ids: readonly string[]): void {
    this.pinned = ids;
    this.add([...this.withEnds(ids.flatMap((id) => this.drawables.get(id) ?? []))]);
  }

  /** Everything, also what Cytoscape does not have now. */
  get everything(): readonly Drawable[] {
    return [...this.drawables.values()];
  }

  /** The uppermost box that the sketch shows at a place of the picture. */
  at(place: Point): Drawable | undefined {
    const here = this.places.within({ ...place, width: 0.01, height: 0.01 });
    return [...here].filter(({ kind }) => this.sketch.shows(kind, this.cy.zoom())).at(-1);
  }

  /** The colours have changed. */
  repaint(): void {
    this.sketch.forget();
    this.refreshSoon();
  }

  private refreshSoon(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.refresh();
    });
  }

  private refresh(): void {
    const wanted = this.wanted();
    const missing = [...wanted].filter(({ id }) => !this.present.has(id));
    if (this.present.size > KEPT && !this.isMoving) this.removeAllBut(wanted);
    const isAll = this.drawables.size <= SMALL;
    const chunk = this.isMoving ? MOVING_CHUNK : CHUNK;
    this.add(isAll ? missing : nearestFirst(missing, this.view()).slice(0, chunk));
    this.sketch.draw(this.cy, this.view(), this.present, this.changes);
    this.isMoving = false;
    if (!isAll && missing.length > chunk) this.refreshSoon();
  }

  private wanted(): Set<Drawable> {
    if (this.drawables.size <= SMALL) return new Set(this.drawables.values());
    const pinned = this.pinned.flatMap((id) => this.drawables.get(id) ?? []);
    if (this.cy.zoom() < LEGIBLE_ZOOM) return this.withEnds(pinned);
    const view = this.view();
    const boxes = this.places.within(grow(view, MARGIN * Math.min(view.width, view.height)));
    const edges = [...boxes].flatMap(({ id }) => this.edgesAt.get(id) ?? []);
    return this.withEnds([...boxes, ...edges, ...pinned]);
  }

  /** No edge without the boxes that it joins. */
  private withEnds(drawables: readonly Drawable[]): Set<Drawable> {
    const result = new Set<Drawable>();
    for (const drawable of drawables) {
      for (const end of drawable.ends ?? []) {
        const box = this.drawables.get(end);
        if (box !== undefined) result.add(box);
      }
      result.add(drawable);
    }
    return result;
  }

  private view(): Rect {
    const { x1, y1, w, h } = this.cy.extent();
    return { x: x1, y: y1, width: w, height: h };
  }

  /** Boxes first: an edge needs its ends. */
  private add(drawables: readonly Drawable[]): void {
    const added = [...this.withEnds(drawables)].filter(({ id }) => !this.present.has(id));
    if (added.length === 0) return;
    this.changes++;
    for (const { id, element } of added) this.present.set(id, JSON.stringify(element()));
    const [edges, boxes] = [added.filter(isEdge), added.filter((each) => !isEdge(each))];
    this.cy.add([...boxes, ...edges].map(({ element }) => element()));
  }

  /** @param texts what Cytoscape is to be told of those that it had a moment ago */
  private bringUpToDate(texts: ReadonlyMap<string, string>): void {
    const stale = [...this.present].flatMap(([id, told]) => {
      const next = this.drawables.get(id);
      const text = next && (texts.get(id) ?? JSON.stringify(next.element()));
      return text === told ? [] : [{ id, next, text }];
    });
    // Where an edge has another end now, that has to be there first.
    const ends = this.withEnds(stale.flatMap(({ next }) => next ?? []));
    this.add([...ends].filter((drawable) => !isEdge(drawable)));
    this.cy.batch(() => {
      for (const { id, next, text } of stale) {
        const drawn = this.cy.getElementById(id);
        if (next === undefined) {
          drawn.remove();
          this.present.delete(id);
        } else {
          change(drawn, next.element());
          this.present.set(id, text!);
        }
      }
    });
    this.changes++;
  }

  private removeAllBut(wanted: ReadonlySet<Drawable>): void {
    const gone = [...this.present.keys()].filter((id) => !wanted.has(this.drawables.get(id)!));
    this.changes++;
    this.cy.batch(() => {
      for (const id of gone) {
        this.cy.getElementById(id).remove();
        this.present.delete(id);
      }
    });
  }
}

function change(drawn: CollectionReturnValue, { data, position, classes }: ElementDefinition): void {
  drawn.data(data).classes(classes as string);
  if (position !== undefined) drawn.nodes().positions(() => position);
  const { source, target } = data;
  if (drawn.isEdge() && (drawn.data('source') !== source || drawn.data('target') !== target)) {
    drawn.move({ source: source!, target: target! });
  }
}

/** What the reader looks at, before what is at the rim. */
function nearestFirst(drawables: readonly Drawable[], view: Rect): readonly Drawable[] {
  const distance = ({ bounds }: Drawable): number =>
    Math.hypot(centreX(bounds) - centreX(view), centreY(bounds) - centreY(view));
  const distances = new Map(drawables.map((drawable) => [drawable, distance(drawable)]));
  return drawables.toSorted((a, b) => distances.get(a)! - distances.get(b)!);
}
