/**
 * Which of all drawables Cytoscape has. Creating, styling and painting its elements costs far more than a frame when
 * there are thousands, so it has those that can be read: in view, at a zoom at which their text is shown. What it does
 * not have, the sketch below it shows. Of a small picture it has everything at all times.
 */
import type { CollectionReturnValue, Core, ElementDefinition } from 'cytoscape';
import { type Drawable, isEdge, Places } from './drawable.ts';
import { centreX, centreY, grow, type Point, type Rect } from './layout/geometry.ts';
import type { Sketch } from './sketch.ts';

/** A picture of so many drawables is small. */
const SMALL = 400;
/** The text of details is shown from here on (`min-zoomed-font-size` in style.ts). */
const LEGIBLE_ZOOM = 0.35;
/** So many elements are created in one frame. */
const CHUNK = 160;
/** Elements that are out of sight are kept, for when the reader comes back, while there are not more than these. */
const KEPT = 2_500;
/** So much of the view's size around it is made ready, too. */
const MARGIN = 0.15;

export class Stage {
  private drawables: ReadonlyMap<string, Drawable> = new Map();
  private places = new Places([]);
  private edgesAt: ReadonlyMap<string, readonly Drawable[]> = new Map();
  /** What Cytoscape has: ids, with what it was told. */
  private readonly present = new Map<string, string>();
  private pinned: readonly string[] = [];
  private frame = 0;

  constructor(
    private readonly cy: Core,
    private readonly sketch: Sketch,
  ) {
    cy.on('viewport resize', () => this.refreshSoon());
  }

  /** Takes another picture: changes in place what is there already. */
  show(drawables: readonly Drawable[]): void {
    this.drawables = new Map(drawables.map((drawable) => [drawable.id, drawable]));
    this.places = new Places(drawables.filter((drawable) => !isEdge(drawable)));
    this.edgesAt = edgesByEnd(drawables.filter(isEdge));
    this.sketch.show(drawables);
    const known = [...this.present.keys()].flatMap((id) => this.drawables.get(id) ?? []);
    // Where an edge has another end now, that has to be there first.
    this.add([...this.withEnds(known)].filter((drawable) => !isEdge(drawable)));
    this.cy.batch(() => {
      for (const [id, told] of this.present) this.update(id, told);
    });
    this.pin(this.pinned);
    this.refreshSoon();
  }

  /** Elements that are to be there wherever they are and whatever the zoom is: now, and until others are pinned. */
  pin(ids: readonly string[]): void {
    this.pinned = ids;
    this.add([...this.withEnds(ids.flatMap((id) => this.drawables.get(id) ?? []))]);
  }

  /** The uppermost box that the sketch shows at a place of the picture. */
  at(place: Point): Drawable | undefined {
    const here = this.places.within({ ...place, width: 0.01, height: 0.01 });
    return [...here].filter(({ kind }) => this.sketch.shows(kind, this.cy.zoom())).at(-1);
  }

  /** The colours have changed. */
  repaint(): void {
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
    if (this.present.size > KEPT) this.removeAllBut(wanted);
    const isAll = this.drawables.size <= SMALL;
    this.add(isAll ? missing : nearestFirst(missing, this.view()).slice(0, CHUNK));
    this.sketch.draw(this.cy, this.view(), this.present);
    if (!isAll && missing.length > CHUNK) this.refreshSoon();
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
    for (const { id, element } of added) this.present.set(id, JSON.stringify(element()));
    const [edges, boxes] = [added.filter(isEdge), added.filter((each) => !isEdge(each))];
    this.cy.add([...boxes, ...edges].map(({ element }) => element()));
  }

  private update(id: string, told: string): void {
    const next = this.drawables.get(id);
    const text = next && JSON.stringify(next.element());
    if (text === told) return;
    const drawn = this.cy.getElementById(id);
    if (next === undefined) {
      drawn.remove();
      this.present.delete(id);
      return;
    }
    change(drawn, next.element());
    this.present.set(id, text!);
  }

  private removeAllBut(wanted: ReadonlySet<Drawable>): void {
    const gone = [...this.present.keys()].filter((id) => !wanted.has(this.drawables.get(id)!));
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

function edgesByEnd(edges: readonly Drawable[]): ReadonlyMap<string, readonly Drawable[]> {
  const result = new Map<string, Drawable[]>();
  for (const edge of edges) {
    for (const end of edge.ends!) {
      const list = result.get(end);
      if (list === undefined) result.set(end, [edge]);
      else list.push(edge);
    }
  }
  return result;
}

/** What the reader looks at, before what is at the rim. */
function nearestFirst(drawables: readonly Drawable[], view: Rect): readonly Drawable[] {
  const distance = ({ bounds }: Drawable): number =>
    Math.hypot(centreX(bounds) - centreX(view), centreY(bounds) - centreY(view));
  const distances = new Map(drawables.map((drawable) => [drawable, distance(drawable)]));
  return drawables.toSorted((a, b) => distances.get(a)! - distances.get(b)!);
}
