/** The drawn graph: one Cytoscape instance, brought up to date in place. */
import cytoscape, { type Core, type SingularElementReturnValue } from 'cytoscape';
import type { TopologyGraph } from '../language-server/protocol.ts';
import { wantsLessMotion } from './dom.ts';
import { elementsOf, ownerOf } from './elements.ts';
import { Emphasis, edgesAround } from './emphasis.ts';
import { type DrawnTopology, drawnOf } from './export/drawn-topology.ts';
import { isNetwork } from './filter/visible-graph.ts';
import { EMPTY_GRAPH, indexGraph } from './graph.ts';
import { type Arrangement, rememberPlaces } from './layout/arrangement.ts';
import { draggedTo, moveBy, movingWith } from './layout/dragged.ts';
import type { Point, Rect } from './layout/geometry.ts';
import { layOut, TITLE_ROOM } from './layout/layout.ts';
import { PlaceMemory } from './layout/place-memory.ts';
import { type NewId, renameArrangement } from './layout/renamed.ts';
import { type Routes, routesOf } from './layout/routes.ts';
import { type Measure, readScene, type Scene } from './layout/scene.ts';
import { Sketch } from './sketch.ts';
import { inSlices } from './slices.ts';
import { Stage } from './stage.ts';
import { stylesheet } from './style.ts';
import { textMeasure } from './text-measure.ts';
import type { Theme } from './theme.ts';
import { curvePoints } from './trace/polyline.ts';
import { finish, type Work } from './work.ts';

/** What the reader does to the picture. */
export interface PictureEvents {
  /** A node or edge was clicked, or nothing. */
  clicked(id: string | undefined): void;
  /** A node or edge was clicked twice. */
  opened(id: string): void;
  /** The pointer rests on a node or edge, or left it. */
  hovered(id: string | undefined): void;
  /** The menu of a node or edge, or of the picture, is asked for with the mouse. */
  menuAsked(id: string | undefined, at: Point): void;
}

const LEVEL_DURATION = 350;
/** So many nodes are drawn within a frame or two. */
const AT_ONCE = 600;
/** Larger pictures change at once. */
const MOST_MOVING = 1500;
export class Picture {
  readonly cy: Core;
  graph = EMPTY_GRAPH;
  arrangement: Arrangement | undefined;
  readonly emphasis: Emphasis;
  /** Where things are to be; the next picture is drawn like that. */
  readonly places = new PlaceMemory();
  private readonly stage: Stage;
  private route: Routes | undefined;
  private scene: Scene | undefined;
  private readonly measure: Measure;
  private shown: (() => Work<TopologyGraph>) | undefined;
  private isDrawing = false;
  /** The picture that is being drawn is out of date. */
  private isStale = false;
  private readonly afterDrawing = new Set<() => void>();

  constructor(
    container: HTMLElement,
    sketch: HTMLCanvasElement,
    public theme: Theme,
    events: PictureEvents,
  ) {
    this.cy = cytoscape({
      container,
      style: stylesheet(theme),
      minZoom: 0.03,
      maxZoom: 3,
      autoungrabify: true,
      boxSelectionEnabled: false,
      selectionType: 'single',
      layout: { name: 'preset' },
    });
    this.measure = textMeasure(() => this.theme);
    this.stage = new Stage(this.cy, new Sketch(sketch, () => this.theme));
    this.emphasis = new Emphasis(this.cy, this.stage, () => this.graph);
    let clicked: string | undefined;
    this.cy.on('tap', ({ target, position, originalEvent }) => {
      // By the first click the details may have opened, and moved something else to the place of the second.
      if (originalEvent.detail === 2) {
        if (clicked !== undefined) events.opened(clicked);
        return;
      }
      clicked = this.ownerAt(target, position);
      events.clicked(clicked);
    });
    this.cy.on('cxttap', ({ target, position }) => events.menuAsked(this.ownerAt(target, position), position));
    // On whatever is not dragged (editing/drag.ts) the picture is panned.
    this.cy.on('add', ({ target }) => target.panify());
    let hovered: string | undefined;
    this.cy.on('mousemove', ({ target, position }) => {
      const id = this.ownerAt(target, position);
      if (id !== hovered) events.hovered(id);
      hovered = id;
    });
    container.addEventListener('pointerleave', () => {
      hovered = undefined;
    });
  }

  /** Everything gets a new place. */
  forget(): void {
    this.arrangement = undefined;
    this.places.forget();
  }

  /** What has another name is where it was. Answers whether something of it had been dragged. */
  rename(newId: NewId): boolean {
    if (this.arrangement !== undefined) renameArrangement(this.arrangement, newId);
    return this.places.rename(newId);
  }

  /** What moves when a node is dragged: nothing where it has its place by what it is. */
  movingWith(id: string): readonly string[] {
    return this.scene === undefined ? [] : movingWith(this.scene, id);
  }

  /** From now on these nodes keep to where they are moved; the next picture is drawn like that. */
  move(ids: readonly string[], by: Point): void {
    const { scene, arrangement, places } = this;
    if (scene === undefined || arrangement === undefined) return;
    places.dragged = moveBy(scene, arrangement, ids, by, places.dragged);
  }

  /** What was not free where something was dragged to has been given the next place: that is its own from now on. */
  settle(): void {
    const { scene, arrangement, places } = this;
    if (scene === undefined || arrangement === undefined) return;
    places.dragged = draggedTo(scene, arrangement, places.dragged);
  }

  /** What would be dragged at a place: a host by its title, since everywhere else in it the picture is panned. */
  heldAt(place: Point): string | undefined {
    const id = this.boxAt(place);
    if (id === undefined || this.graph.nodes.get(id)?.kind !== 'host') return id;
    return place.y < this.boxOf(id)!.y + TITLE_ROOM ? id : undefined;
  }

  /** The node whose box is at a place. */
  boxAt(place: Point): string | undefined {
    const id = this.stage.at(place)?.id;
    return id === undefined ? undefined : ownerOf(id);
  }

  /** Everything moves from where it was drawn to where it is drawn now. */
  animateFrom(before: ReadonlyMap<string, Point>): void {
    if (wantsLessMotion() || before.size > MOST_MOVING) return;
    this.cy.nodes().forEach((node) => {
      const [from, to] = [before.get(node.id()), { ...node.position() }];
      if (from === undefined || (from.x === to.x && from.y === to.y)) return;
      node.position({ ...from });
      node.animate({ position: to }, { duration: LEVEL_DURATION, easing: 'ease-in-out' });
    });
  }

  positions(): ReadonlyMap<string, Point> {
    return new Map(this.cy.nodes().map((node) => [node.id(), { ...node.position() }] as const));
  }

  /**
   * Draws a graph. What has, or had, a place keeps it, so that going back in time moves nothing. A large one is drawn
   * with room for frames in between; the picture is the old one until the new one is there as a whole.
   * @param graph makes what is to be drawn
   * @param size about so many nodes there are
   */
  show(graph: () => Work<TopologyGraph>, size: number): void {
    this.shown = graph;
    if (size <= AT_ONCE && !this.isDrawing) {
      finish(this.draw())();
      return;
    }
    this.isStale = true;
    if (this.isDrawing) return;
    this.isDrawing = true;
    this.cy.container()?.parentElement?.setAttribute('aria-busy', 'true');
    const drawNewest = (): void => {
      this.isStale = false;
      inSlices(this.draw(), (show) => {
        show();
        if (this.isStale) drawNewest();
        else this.stopDrawing();
      });
    };
    drawNewest();
  }

  /** Runs once what was to be shown is shown: now, where that is so. */
  whenDrawn(run: () => void): void {
    if (this.isDrawing) this.afterDrawing.add(run);
    else run();
  }

  private stopDrawing(): void {
    this.isDrawing = false;
    this.cy.container()?.parentElement?.removeAttribute('aria-busy');
    const waiting = [...this.afterDrawing];
    this.afterDrawing.clear();
    for (const run of waiting) run();
  }

  private *draw(): Work<() => void> {
    const { level, remembered, dragged } = this.places;
    const graph = yield* indexGraph(yield* this.shown!());
    // To be seen in the browser's profiles, and by the benchmark.
    const start = performance.now();
    const previous = remembered.rects.size > 0 ? remembered : undefined;
    const scene = yield* readScene(graph, this.measure, level, previous);
    const arrangement = yield* layOut(scene, previous, dragged);
    performance.clearMeasures('layout');
    performance.measure('layout', { start });
    yield* rememberPlaces(remembered, arrangement);
    const route = yield* routesOf(scene, arrangement);
    const showStage = yield* this.stage.prepare(
      yield* elementsOf(graph, scene, arrangement, route, this.measure, level),
    );
    return () => {
      this.graph = graph;
      this.scene = scene;
      this.route = route;
      this.arrangement = arrangement;
      showStage();
      this.emphasis.renew();
      performance.mark('drawn');
    };
  }

  /** The text may be of other width in the new fonts, so that boxes may grow. */
  retheme(theme: Theme): void {
    const fontsChanged = theme.font !== this.theme.font || theme.codeFont !== this.theme.codeFont;
    this.theme = theme;
    this.cy.style(stylesheet(theme));
    this.stage.repaint();
    if (fontsChanged && this.shown !== undefined) this.show(this.shown, this.graph.nodes.size);
  }

  /** As it is drawn now, for a file; undefined while there is nothing. */
  get drawn(): DrawnTopology | undefined {
    return this.arrangement && drawnOf(this.stage.everything, this.arrangement);
  }

  /** Whether a node or an edge is in the picture. */
  has(id: string): boolean {
    return this.graph.nodes.has(id) || this.graph.edges.has(id);
  }

  isNetwork(id: string): boolean {
    const node = this.graph.nodes.get(id);
    return node !== undefined && isNetwork(node);
  }

  /** Where a node is drawn. */
  boxOf(id: string): Rect | undefined {
    return this.arrangement?.rects.get(id);
  }

  /** The place of the picture that is at a point of its element. */
  placeAt({ x, y }: Point): Point {
    const [zoom, pan] = [this.cy.zoom(), this.cy.pan()];
    return { x: (x - pan.x) / zoom, y: (y - pan.y) / zoom };
  }

  /** Where a place of the picture is in its element. */
  onScreen({ x, y }: Point): Point {
    const [zoom, pan] = [this.cy.zoom(), this.cy.pan()];
    return { x: x * zoom + pan.x, y: y * zoom + pan.y };
  }

  /** The points that an edge runs through, from its source to its target. */
  pathOf(id: string): readonly Point[] | undefined {
    const edge = this.graph.edges.get(id);
    const route = edge && this.route?.(edge);
    if (route?.shape !== 'curve') return route?.points;
    return curvePoints(route.points[0]!, route.points.at(-1)!);
  }

  /** The cables of a node and of the interfaces on it that are drawn as lines. */
  cablesOf(id: string): readonly string[] {
    return edgesAround(this.graph, id).filter((edge) => this.pathOf(edge) !== undefined);
  }

  /** What is drawn at a place: by Cytoscape, which answers with itself where it has nothing, or by the sketch. */
  private ownerAt(target: Core | SingularElementReturnValue, place: Point): string | undefined {
    const id = target === this.cy ? this.stage.at(place)?.id : (target as SingularElementReturnValue).id();
    return id === undefined ? undefined : ownerOf(id);
  }
}
