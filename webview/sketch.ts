/**
 * The picture as it is seen from far away: boxes and cables without text, painted on a plain canvas below Cytoscape's.
 * That costs microseconds for each of them, so that it can have all that a large lab has.
 */
import type { Core } from 'cytoscape';
import { type Drawable, isEdge } from './drawable.ts';
import { bottom, grow, type Point, type Rect, right } from './layout/geometry.ts';
import { curveControls } from './layout/routes.ts';
import { append } from './lists.ts';
import type { Theme } from './theme.ts';
import { type Work, walked } from './work.ts';

interface Ink {
  readonly fill?: string;
  readonly stroke: string;
  readonly width: number;
  readonly radius?: number;
  /** How much of the border's colour fills a box that is too low to have one, from 0 to 1. */
  readonly low?: number;
}

interface Layer {
  readonly kinds: readonly Drawable['kind'][];
  /** Is left out of the picture at lower zooms, where there would be nothing to tell apart. */
  readonly from: number;
  readonly ink: (theme: Theme, drawable: Drawable) => Ink;
}

const toned = ({ tones }: Theme, { tone }: Drawable): string | undefined =>
  tone === undefined ? undefined : tones[tone % tones.length];

/** From the lowest to the uppermost. */
const LAYERS: readonly Layer[] = [
  {
    kinds: ['host'],
    from: 0,
    ink: (theme) => ({ fill: theme.frame, stroke: theme.frameBorder, width: 1.5, radius: 10 }),
  },
  { kinds: ['uplink'], from: 0.1, ink: ({ line }) => ({ stroke: line, width: 1.25 }) },
  { kinds: ['wire', 'forward'], from: 0, ink: ({ foreground }) => ({ stroke: foreground, width: 3 }) },
  {
    kinds: ['veth', 'attachment'],
    from: 0.05,
    ink: (theme, drawable) => ({ stroke: toned(theme, drawable) ?? theme.line, width: 2 }),
  },
  // One for each port: from afar they would hide everything else.
  { kinds: ['publish'], from: 0.2, ink: ({ publish }) => ({ stroke: publish, width: 1 }) },
  {
    kinds: ['bridge', 'network'],
    from: 0,
    ink: (theme, drawable) => ({
      fill: drawable.tone === undefined ? theme.card : theme.tints[drawable.tone % theme.tints.length]!,
      stroke: toned(theme, drawable) ?? theme.line,
      width: 1.5,
      radius: 6,
    }),
  },
  {
    kinds: ['namespace', 'container', 'outside'],
    from: 0,
    ink: (theme) => ({ fill: theme.sketchedCard, stroke: theme.cardBorder, width: 1, radius: 6 }),
  },
  {
    kinds: ['interface'],
    from: 0.12,
    ink: (theme, drawable) => ({
      fill: theme.background,
      stroke: toned(theme, drawable) ?? theme.cardBorder,
      width: 1.25,
      radius: 11,
      low: 0.6,
    }),
  },
  {
    kinds: ['host-interface', 'router'],
    from: 0.12,
    ink: (theme) => ({ fill: theme.background, stroke: theme.foreground, width: 1.25, radius: 3 }),
  },
  {
    kinds: ['published-port'],
    from: 0.3,
    ink: (theme) => ({ fill: theme.background, stroke: theme.publish, width: 1.25, radius: 3 }),
  },
];

/** Corners are round where that can be seen. */
const ROUND_FROM = 0.15;
/** On the screen, in CSS pixels: no line is thinner, and no badge smaller. */
const THINNEST = 0.6;
const SMALLEST_BADGE = 7;
/** So far, in CSS pixels, something may reach beyond its bounds. */
const WIDEST = 8;
/** Boxes that are lower are filled with the colour of their border. */
const LOWEST_BORDERED = 5;

const LAYER_OF: ReadonlyMap<Drawable['kind'], number> = new Map(
  LAYERS.flatMap(({ kinds }, i) => kinds.map((kind) => [kind, i] as const)),
);

/** Painted with the same ink. */
interface Group {
  readonly layer: Layer;
  readonly group: readonly Drawable[];
}

/** What is on the canvas. */
interface Painted {
  readonly zoom: number;
  readonly pan: Point;
  /** The canvas's pixels for each CSS pixel. */
  readonly scale: number;
  readonly columns: number;
  readonly rows: number;
  readonly state: number;
}

export class Sketch {
  private readonly context: CanvasRenderingContext2D;
  /** In the order of painting. */
  private groups: readonly Group[] = [];
  private badges: readonly Drawable[] = [];
  private painted: Painted | undefined;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly theme: () => Theme,
  ) {
    this.context = canvas.getContext('2d')!;
  }

  /** Makes another picture ready; what is answered takes it. */
  *prepare(drawables: readonly Drawable[]): Work<() => void> {
    const byInk = LAYERS.map(() => new Map<number | undefined, Drawable[]>());
    const badges: Drawable[] = [];
    yield* walked(drawables, (drawable) => {
      const layer = LAYER_OF.get(drawable.kind);
      if (layer !== undefined) append(byInk[layer]!, drawable.tone, drawable);
      else if (drawable.kind === 'badge') badges.push(drawable);
    });
    return () => {
      this.groups = byInk.flatMap((groups, i) =>
        Array.from(groups.values(), (group) => ({ layer: LAYERS[i]!, group })),
      );
      this.badges = badges;
      this.painted = undefined;
    };
  }

  /** Everything is painted anew the next time. */
  forget(): void {
    this.painted = undefined;
  }

  /** Whether there is anything to be seen of such a drawable at a zoom. */
  shows(kind: Drawable['kind'], zoom: number): boolean {
    return LAYERS.some(({ kinds, from }) => zoom >= from && kinds.includes(kind));
  }

  /**
   * Paints what lies in `view` and is not in `elsewhere`, as Cytoscape has it panned and zoomed. Where the view has
   * only been moved, what is painted already moves along.
   * @param state another number when `elsewhere` has changed
   */
  draw(cy: Core, view: Rect, elsewhere: { has(id: string): boolean }, state: number): void {
    const scale = window.devicePixelRatio || 1;
    const [columns, rows] = [Math.round(cy.width() * scale), Math.round(cy.height() * scale)];
    const next: Painted = { zoom: cy.zoom(), pan: { ...cy.pan() }, scale, columns, rows, state };
    const shift = this.painted === undefined ? undefined : shiftTo(this.painted, next);
    this.painted = next;
    if (shift === undefined) {
      this.canvas.width = columns;
      this.canvas.height = rows;
      this.paint(next, view, elsewhere);
      return;
    }
    const { context } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalCompositeOperation = 'copy';
    context.drawImage(this.canvas, shift.x, shift.y);
    context.globalCompositeOperation = 'source-over';
    for (const strip of uncovered(shift, columns, rows)) {
      context.save();
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.beginPath();
      context.rect(strip.x, strip.y, strip.width, strip.height);
      context.clip();
      this.paint(next, onPicture(strip, next), elsewhere);
      context.restore();
    }
  }

  private paint({ zoom, pan, scale }: Painted, area: Rect, elsewhere: { has(id: string): boolean }): void {
    const { context } = this;
    context.setTransform(scale * zoom, 0, 0, scale * zoom, scale * pan.x, scale * pan.y);
    const near = grow(area, WIDEST / zoom);
    const isHere = ({ id, bounds }: Drawable): boolean => touches(bounds, near) && !elsewhere.has(id);
    for (const { layer, group } of this.groups) {
      if (zoom < layer.from) continue;
      const ink = layer.ink(this.theme(), group[0]!);
      const here = group.filter(isHere);
      if (isEdge(group[0]!)) this.cables(here, ink, zoom);
      else this.boxes(here, ink, zoom);
    }
    this.points(this.badges.filter(isHere), zoom);
  }

  private cables(cables: readonly Drawable[], { stroke, width }: Ink, zoom: number): void {
    const { context } = this;
    context.strokeStyle = stroke;
    context.lineWidth = Math.max(width, THINNEST / zoom);
    context.beginPath();
    for (const { route } of cables) {
      const [start, ...rest] = route!.points;
      context.moveTo(start!.x, start!.y);
      if (route!.shape === 'line') for (const { x, y } of rest) context.lineTo(x, y);
      else {
        const end = rest.at(-1)!;
        const [first, second] = curveControls(start!, end);
        context.bezierCurveTo(first!.x, first!.y, second!.x, second!.y, end.x, end.y);
      }
    }
    context.stroke();
  }

  private boxes(boxes: readonly Drawable[], { fill, stroke, width, radius = 0, low = 1 }: Ink, zoom: number): void {
    const { context } = this;
    context.strokeStyle = stroke;
    context.lineWidth = Math.max(width, THINNEST / zoom);
    for (const { bounds } of boxes) {
      const isLow = bounds.height * zoom < LOWEST_BORDERED;
      context.fillStyle = isLow ? stroke : fill!;
      context.globalAlpha = isLow ? low : 1;
      if (isLow || zoom < ROUND_FROM) {
        context.fillRect(bounds.x, bounds.y, bounds.width, bounds.height);
        if (!isLow) context.strokeRect(bounds.x, bounds.y, bounds.width, bounds.height);
      } else {
        context.beginPath();
        context.roundRect(bounds.x, bounds.y, bounds.width, bounds.height, radius);
        context.fill();
        context.stroke();
      }
    }
    context.globalAlpha = 1;
  }

  /** What is wrong shows from however far. */
  private points(badges: readonly Drawable[], zoom: number): void {
    const { context } = this;
    for (const { bounds, severity } of badges) {
      const radius = Math.max(bounds.width, SMALLEST_BADGE / zoom) / 2;
      context.fillStyle = this.theme()[severity!];
      context.beginPath();
      context.arc(bounds.x + bounds.width / 2, bounds.y + bounds.height / 2, radius, 0, 2 * Math.PI);
      context.fill();
    }
  }
}

/** As `overlap`, of what may be a line without width. */
const touches = (a: Rect, b: Rect): boolean =>
  a.x <= right(b) && b.x <= right(a) && a.y <= bottom(b) && b.y <= bottom(a);

/** By how many whole pixels the canvas has been moved; undefined where it has to be painted anew. */
function shiftTo(from: Painted, to: Painted): Point | undefined {
  const isSame = (['zoom', 'scale', 'columns', 'rows', 'state'] as const).every((name) => from[name] === to[name]);
  const [dx, dy] = [(to.pan.x - from.pan.x) * to.scale, (to.pan.y - from.pan.y) * to.scale];
  const [x, y] = [Math.round(dx), Math.round(dy)];
  const isWhole = Math.abs(dx - x) + Math.abs(dy - y) < 0.01;
  return isSame && isWhole && Math.abs(x) < to.columns && Math.abs(y) < to.rows ? { x, y } : undefined;
}

/** The rims of the canvas that come into sight by a shift, in pixels. */
function uncovered({ x, y }: Point, columns: number, rows: number): Rect[] {
  const beside = { x: x > 0 ? 0 : columns + x, y: 0, width: Math.abs(x), height: rows };
  const above = { x: 0, y: y > 0 ? 0 : rows + y, width: columns, height: Math.abs(y) };
  return [beside, above].filter(({ width, height }) => width > 0 && height > 0);
}

const onPicture = ({ x, y, width, height }: Rect, { zoom, pan, scale }: Painted): Rect => ({
  x: (x / scale - pan.x) / zoom,
  y: (y / scale - pan.y) / zoom,
  width: width / scale / zoom,
  height: height / scale / zoom,
});
