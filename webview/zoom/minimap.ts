/** The whole of a large picture, small, with the part that is in view; a press moves there. */
import type { Core } from 'cytoscape';
import type { TopologyNodeKind } from '../../language-server/protocol.ts';
import { make } from '../dom.ts';
import { enclosing, type Rect } from '../layout/geometry.ts';
import type { Picture } from '../picture.ts';
import type { Theme } from '../theme.ts';

/** Smaller pictures need no map. */
const FEWEST_NODES = 80;
const SIZE = { width: 180, height: 120 };
const MARGIN = 4;

export class Minimap {
  readonly element = make('canvas', {
    id: 'minimap',
    width: String(SIZE.width),
    height: String(SIZE.height),
    'aria-hidden': 'true',
  });
  private bounds: Rect | undefined;
  private scheduled = false;

  constructor(
    private readonly cy: Core,
    private readonly picture: Picture,
    private readonly theme: () => Theme,
  ) {
    this.element.hidden = true;
    cy.on('viewport resize', () => this.refresh());
    this.element.addEventListener('pointerdown', (event) => {
      this.element.setPointerCapture(event.pointerId);
      this.centre(event);
    });
    this.element.addEventListener('pointermove', (event) => {
      if (this.element.hasPointerCapture(event.pointerId)) this.centre(event);
    });
  }

  /** At the next frame. */
  refresh(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame(() => {
      this.scheduled = false;
      this.draw();
    });
  }

  private draw(): void {
    const { graph, arrangement } = this.picture;
    const rects = arrangement?.rects;
    this.bounds = graph.nodes.size < FEWEST_NODES || rects === undefined ? undefined : enclosing(rects.values());
    const view = this.cy.extent();
    const isWhole =
      this.bounds === undefined ||
      (view.x1 <= this.bounds.x &&
        view.y1 <= this.bounds.y &&
        view.x2 >= this.bounds.x + this.bounds.width &&
        view.y2 >= this.bounds.y + this.bounds.height);
    this.element.hidden = isWhole;
    if (isWhole || rects === undefined) return;
    const { scale, x, y } = this.fit();
    const context = this.element.getContext('2d')!;
    const theme = this.theme();
    context.clearRect(0, 0, SIZE.width, SIZE.height);
    const paint = (rect: Rect, colour: string): void => {
      context.fillStyle = colour;
      context.fillRect(
        x + rect.x * scale,
        y + rect.y * scale,
        Math.max(1, rect.width * scale),
        Math.max(1, rect.height * scale),
      );
    };
    // A host is below what it holds.
    for (const { id, kind } of graph.roots) {
      const rect = rects.get(id);
      if (kind === 'host' && rect !== undefined) paint(rect, theme.frame);
    }
    for (const [id, rect] of rects) {
      const kind = graph.nodes.get(id)?.kind;
      const tone = arrangement?.tones.get(id);
      if (tone !== undefined) paint(rect, theme.tones[tone % theme.tones.length]!);
      else if (kind !== undefined && CARDS.has(kind)) paint(rect, theme.cardBorder);
    }
    context.strokeStyle = theme.accent;
    context.lineWidth = 2;
    context.strokeRect(x + view.x1 * scale, y + view.y1 * scale, view.w * scale, view.h * scale);
  }

  private fit(): { readonly scale: number; readonly x: number; readonly y: number } {
    const box = this.bounds!;
    const scale = Math.min((SIZE.width - 2 * MARGIN) / box.width, (SIZE.height - 2 * MARGIN) / box.height);
    return {
      scale,
      x: (SIZE.width - box.width * scale) / 2 - box.x * scale,
      y: (SIZE.height - box.height * scale) / 2 - box.y * scale,
    };
  }

  private centre({ offsetX, offsetY }: PointerEvent): void {
    if (this.bounds === undefined) return;
    const { scale, x, y } = this.fit();
    const zoom = this.cy.zoom();
    const target = { x: (offsetX - x) / scale, y: (offsetY - y) / scale };
    this.cy.pan({ x: this.cy.width() / 2 - target.x * zoom, y: this.cy.height() / 2 - target.y * zoom });
    this.cy.emit('dragpan');
  }
}

const CARDS: ReadonlySet<TopologyNodeKind> = new Set(['container', 'outside', 'namespace']);
