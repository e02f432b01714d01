/** The drawn graph: one Cytoscape instance, brought up to date in place. */
import cytoscape, { type Core, type SingularElementReturnValue } from 'cytoscape';
import type { TopologyGraph } from '../language-server/protocol.ts';
import { elementsOf, ownerOf } from './elements.ts';
import { type GraphIndex, indexGraph } from './graph.ts';
import type { Arrangement } from './layout/arrangement.ts';
import type { Point } from './layout/geometry.ts';
import { layOut } from './layout/layout.ts';
import { type Measure, readScene } from './layout/scene.ts';
import { Sketch } from './sketch.ts';
import { Stage } from './stage.ts';
import { stylesheet } from './style.ts';
import { textMeasure } from './text-measure.ts';
import type { Theme } from './theme.ts';

/** What the reader does to the picture. */
export interface PictureEvents {
  /** A node or edge was clicked, or nothing. */
  clicked(id: string | undefined): void;
  /** The pointer rests on a node or edge, or left it. */
  hovered(id: string | undefined): void;
}

export class Picture {
  readonly cy: Core;
  graph: GraphIndex = indexGraph({ nodes: [], edges: [] });
  arrangement: Arrangement | undefined;
  private readonly stage: Stage;
  private selected: string | undefined;
  private readonly measure: Measure;

  constructor(
    container: HTMLElement,
    sketch: HTMLCanvasElement,
    private theme: Theme,
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
    this.cy.on('tap', ({ target, position }) => events.clicked(this.ownerAt(target, position)));
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

  /** Draws a graph. What `keeping` has a place for stays there. */
  show(graph: TopologyGraph, keeping: Arrangement | undefined): void {
    const start = performance.now();
    this.graph = indexGraph(graph);
    const scene = readScene(this.graph, this.measure);
    this.arrangement = layOut(scene, keeping);
    // To be seen in the browser's profiles, and by the benchmark.
    performance.clearMeasures('layout');
    performance.measure('layout', { start });
    this.stage.show(elementsOf(this.graph, scene, this.arrangement, this.measure));
    this.select(this.selected);
  }

  /** The text may be of other width in the new fonts, so that boxes may grow. */
  retheme(theme: Theme): void {
    const fontsChanged = theme.font !== this.theme.font || theme.codeFont !== this.theme.codeFont;
    this.theme = theme;
    this.cy.style(stylesheet(theme));
    this.stage.repaint();
    if (fontsChanged) {
      const { nodes, edges } = this.graph;
      this.show({ nodes: [...nodes.values()], edges: [...edges.values()] }, this.arrangement);
    }
  }

  /** Selects a node or an edge, or nothing; its cables and what they lead to are set off. */
  select(id: string | undefined): void {
    this.selected = id;
    const edges = id === undefined ? [] : this.edgesAround(id);
    this.stage.pin(id === undefined ? [] : [id, ...edges]);
    this.cy.batch(() => {
      this.cy.elements('.selected, .near').removeClass('selected near');
      this.cy.elements(':selected').unselect();
      const element = id === undefined ? undefined : this.cy.getElementById(id);
      if (element === undefined || element.empty()) return;
      element.select().addClass('selected');
      for (const edge of edges) this.cy.getElementById(edge).addClass('near');
    });
  }

  /** What is drawn at a place: by Cytoscape, which answers with itself where it has nothing, or by the sketch. */
  private ownerAt(target: Core | SingularElementReturnValue, place: Point): string | undefined {
    const id = target === this.cy ? this.stage.at(place)?.id : (target as SingularElementReturnValue).id();
    return id === undefined ? undefined : ownerOf(id);
  }

  /** The edges of a node and of the interfaces on it. */
  private edgesAround(id: string): string[] {
    const ends = [id, ...(this.graph.children.get(id) ?? []).filter(isOnBorder).map((child) => child.id)];
    return this.graph.nodes.get(id)?.kind === 'host'
      ? []
      : ends.flatMap((end) => (this.graph.links.get(end) ?? []).map((edge) => edge.id));
  }
}

const isOnBorder = ({ kind }: { readonly kind: string }): boolean => kind === 'interface';
