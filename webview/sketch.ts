/**
 * The picture as it is seen from far away: boxes and cables without text, painted on a plain canvas below Cytoscape's.
 * That costs microseconds for each of them, so that it can have all that a large lab has.
 */
import type { Core } from 'cytoscape';
import { type Drawable, isEdge } from './drawable.ts';
import { bottom, type Rect, right } from './layout/geometry.ts';
import { curveControls } from './layout/routes.ts';
import type { Theme } from './theme.ts';

interface Ink {
  readonly fill?: string;
  readonly stroke: string;
  readonly width: number;
  readonly radius?: number;
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
    ink: (theme) => ({ fill: theme.card, stroke: theme.cardBorder, width: 1, radius: 6 }),
  },
  {
    kinds: ['interface'],
    from: 0.12,
    ink: (theme, drawable) => ({
      fill: theme.background,
      stroke: toned(theme, drawable) ?? theme.cardBorder,
      width: 1.25,
      radius: 11,
    }),
  },
  {
    kinds: ['host-interface', 'router'],
    from: 0.12,
    ink: (theme) => ({ fill: theme.background, stroke: theme.foreground, width: 1.25, radius: 3 }),
  },
  {
    kinds: ['published-port'],
    from: 0.12,
    ink: (theme) => ({ fill: theme.background, stroke: theme.publish, width: 1.25, radius: 3 }),
  },
];

/** Corners are round where that can be seen. */
const ROUND_FROM = 0.15;
/** On the screen, in CSS pixels: no line is thinner, and no badge smaller. */
const THINNEST = 0.6;
const SMALLEST_BADGE = 7;
/** Boxes that are lower are filled with the colour of their border. */
const LOWEST_BORDERED = 5;

export class Sketch {
  private readonly context: CanvasRenderingContext2D;
  /** In the order of painting; those of one group are painted with the same ink. */
  private groups: readonly { readonly layer: Layer; readonly drawables: readonly Drawable[] }[] = [];
  private badges: readonly Drawable[] = [];

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly theme: () => Theme,
  ) {
    this.context = canvas.getContext('2d')!;
  }

  show(drawables: readonly Drawable[]): void {
    const byKind = groupBy(drawables, ({ kind }) => kind);
    this.groups = LAYERS.flatMap((layer) => {
      const onLayer = layer.kinds.flatMap((kind) => byKind.get(kind) ?? []);
      return [...groupBy(onLayer, ({ tone }) => tone).values()].map((group) => ({ layer, drawables: group }));
    });
    this.badges = byKind.get('badge') ?? [];
  }

  /** Whether there is anything to be seen of such a drawable at a zoom. */
  shows(kind: Drawable['kind'], zoom: number): boolean {
    return LAYERS.some(({ kinds, from }) => zoom >= from && kinds.includes(kind));
  }

  /** Paints what lies in `view` and is not in `elsewhere`, as Cytoscape has it panned and zoomed. */
  draw(cy: Core, view: Rect, elsewhere: { has(id: string): boolean }): void {
    const { context } = this;
    const zoom = cy.zoom();
    const pan = cy.pan();
    const scale = this.fit(cy.width(), cy.height());
    context.setTransform(scale * zoom, 0, 0, scale * zoom, scale * pan.x, scale * pan.y);
    for (const { layer, drawables } of this.groups) {
      if (zoom < layer.from) continue;
      const ink = layer.ink(this.theme(), drawables[0]!);
      const here = drawables.filter(({ id, bounds }) => touches(bounds, view) && !elsewhere.has(id));
      if (isEdge(drawables[0]!)) this.cables(here, ink, zoom);
      else this.boxes(here, ink, zoom);
    }
    this.points(
      this.badges.filter(({ id }) => !elsewhere.has(id)),
      zoom,
    );
  }

  /** Gives the canvas the size of its room, and empties it. Answers its pixels for each CSS pixel. */
  private fit(width: number, height: number): number {
    const scale = window.devicePixelRatio || 1;
    const [columns, rows] = [Math.round(width * scale), Math.round(height * scale)];
    if (this.canvas.width !== columns || this.canvas.height !== rows) {
      this.canvas.width = columns;
      this.canvas.height = rows;
    } else {
      this.context.setTransform(1, 0, 0, 1, 0, 0);
      this.context.clearRect(0, 0, columns, rows);
    }
    return scale;
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

  private boxes(boxes: readonly Drawable[], { fill, stroke, width, radius = 0 }: Ink, zoom: number): void {
    const { context } = this;
    context.strokeStyle = stroke;
    context.lineWidth = Math.max(width, THINNEST / zoom);
    for (const { bounds } of boxes) {
      const isLow = bounds.height * zoom < LOWEST_BORDERED;
      context.fillStyle = isLow ? stroke : fill!;
      if (zoom < ROUND_FROM) {
        context.fillRect(bounds.x, bounds.y, bounds.width, bounds.height);
        if (!isLow) context.strokeRect(bounds.x, bounds.y, bounds.width, bounds.height);
      } else {
        context.beginPath();
        context.roundRect(bounds.x, bounds.y, bounds.width, bounds.height, radius);
        context.fill();
        context.stroke();
      }
    }
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

function groupBy<K, T>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
