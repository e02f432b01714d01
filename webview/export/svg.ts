/** A drawn topology as an SVG document, in the same styles as on the screen. */
import type { ElementDefinition } from 'cytoscape';
import type { Point } from '../layout/geometry.ts';
import { stylesheet } from '../style.ts';
import type { Theme } from '../theme.ts';
import { centres, type DrawnTopology, edgePoints } from './drawn-topology.ts';
import { type Style, styleResolver } from './resolve-style.ts';

export function svgOf({ elements, bounds }: DrawnTopology, theme: Theme, title: string): string {
  const resolve = styleResolver(stylesheet(theme));
  const centreOf = centres(elements);
  const shapes = elements
    .map((element, order) => ({ element, order, style: resolve(element) }))
    .sort((a, b) => Number(a.style['z-index'] ?? 0) - Number(b.style['z-index'] ?? 0) || a.order - b.order)
    .map(({ element, style }) =>
      element.group === 'edges' ? edgeShape(edgePoints(element, centreOf), style) : nodeShape(element, style),
    );
  const [x, y, width, height] = [bounds.x, bounds.y, bounds.width, bounds.height].map(Math.round);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x} ${y} ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${theme.background}"/>`,
    ...shapes.flat(),
    '</svg>',
    '',
  ].join('\n');
}

function nodeShape({ data, position }: ElementDefinition, style: Style): readonly string[] {
  const [width, height] = [Number(data.width), Number(data.height)];
  const middle = position as Point;
  const [left, top] = [middle.x - width / 2, middle.y - height / 2];
  const lines: string[] = [];
  if (style['background-opacity'] !== 0) {
    const common = {
      fill: style['background-color'],
      'fill-opacity': style['background-opacity'],
      ...(style['border-width'] !== undefined && {
        stroke: style['border-color'],
        'stroke-width': style['border-style'] === 'double' ? Number(style['border-width']) / 3 : style['border-width'],
        'stroke-dasharray': style['border-style'] === 'dashed' ? '4 2' : undefined,
      }),
    };
    if (style.shape === 'ellipse')
      lines.push(tag('ellipse', { cx: middle.x, cy: middle.y, rx: width / 2, ry: height / 2, ...common }));
    else {
      const radius = Math.min(Number.parseFloat(String(style['corner-radius'] ?? 0)), width / 2, height / 2);
      lines.push(tag('rect', { x: left, y: top, width, height, rx: radius, ...common }));
      if (style['border-style'] === 'double') {
        const inset = (Number(style['border-width']) * 2) / 3;
        const [w, h] = [width - 2 * inset, height - 2 * inset];
        lines.push(
          tag('rect', { x: left + inset, y: top + inset, width: w, height: h, rx: radius, ...common, fill: 'none' }),
        );
      }
    }
  }
  lines.push(...icon(style, left, top, width, height), ...label(style, middle));
  return lines;
}

function icon(style: Style, left: number, top: number, width: number, height: number): readonly string[] {
  const image = style['background-image'];
  if (typeof image !== 'string') return [];
  const size = Number.parseFloat(String(style['background-width'] ?? 16));
  const at = (place: unknown, offset: unknown, room: number): number =>
    (typeof place === 'number' ? place : (room - size) / 2) + Number.parseFloat(String(offset ?? 0));
  const x = left + at(style['background-position-x'], style['background-offset-x'], width);
  const y = top + at(style['background-position-y'], style['background-offset-y'], height);
  // In a group, and not in an SVG of its own: VS Code places every `svg` of a walkthrough's picture alike.
  const [, drawing] = /^<svg[^>]*>(.*)<\/svg>$/s.exec(decodeURIComponent(image.slice(image.indexOf(',') + 1))) ?? [];
  return drawing === undefined ? [] : [`<g transform="translate(${x} ${y}) scale(${size / 16})">${drawing}</g>`];
}

function label(style: Style, middle: Point): readonly string[] {
  const text = String(style.label ?? '');
  if (text === '') return [];
  const [x, y] = [middle.x + Number(style['text-margin-x'] ?? 0), middle.y + Number(style['text-margin-y'] ?? 0)];
  const ground = style['text-background-opacity'] === 1 ? style['text-background-color'] : undefined;
  const attributes = {
    x,
    y,
    fill: style.color,
    'font-family': style['font-family'],
    'font-size': style['font-size'],
    'font-weight': style['font-weight'],
    'text-anchor': 'middle',
    'dominant-baseline': 'central',
    ...(ground !== undefined && { stroke: ground, 'stroke-width': 4, 'paint-order': 'stroke' }),
  };
  return [tag('text', attributes, escaped(text))];
}

function edgeShape(points: readonly Point[] | undefined, style: Style): readonly string[] {
  if (points === undefined) return [];
  const isCurve = style['curve-style'] === 'unbundled-bezier';
  const colour = style['line-color'];
  const path = tag('path', {
    d: isCurve ? curve(points) : bent(points, Number(style['segment-radii'] ?? 0)),
    fill: 'none',
    stroke: colour,
    'stroke-width': style.width,
    'stroke-linecap': 'round',
    'stroke-dasharray':
      style['line-style'] === 'dashed' ? (style['line-dash-pattern'] as readonly number[]).join(' ') : undefined,
  });
  const size = Math.max((Number(style.width) * 13.37) ** 0.9, 29) * Number(style['arrow-scale'] ?? 1);
  const ends = [
    { shape: style['source-arrow-shape'], tip: points[0]!, from: points[1]! },
    { shape: style['target-arrow-shape'], tip: points.at(-1)!, from: points.at(-2)! },
  ];
  return [
    path,
    ...ends.flatMap(({ shape, tip, from }) => arrow(String(shape ?? 'none'), tip, from, size, String(colour))),
  ];
}

/** Cytoscape's arrow shapes: the tip at the origin, pointing down, in shares of the arrow's size. */
const ARROWS: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  triangle: [
    [-0.15, -0.3],
    [0, 0],
    [0.15, -0.3],
  ],
  vee: [
    [-0.15, -0.3],
    [0, 0],
    [0.15, -0.3],
    [0, -0.15],
  ],
  diamond: [
    [-0.15, -0.15],
    [0, -0.3],
    [0.15, -0.15],
    [0, 0],
  ],
};

function arrow(shape: string, tip: Point, from: Point, size: number, fill: string): readonly string[] {
  if (shape === 'circle') return [tag('circle', { cx: tip.x, cy: tip.y, r: 0.15 * size, fill })];
  const outline = ARROWS[shape];
  if (outline === undefined) return [];
  const length = Math.hypot(tip.x - from.x, tip.y - from.y) || 1;
  const [ux, uy] = [(tip.x - from.x) / length, (tip.y - from.y) / length];
  const points = outline.map(([across, along]) => {
    const [a, b] = [across * size, along * size];
    return `${round(tip.x - a * uy + b * ux)},${round(tip.y + a * ux + b * uy)}`;
  });
  return [tag('polygon', { points: points.join(' '), fill })];
}

/** Through the middle between its control points, as Cytoscape does it. */
function curve(points: readonly Point[]): string {
  const controls = points.slice(1, -1);
  const parts = controls.map((control, i) => {
    const next = controls[i + 1];
    const to = next ? { x: (control.x + next.x) / 2, y: (control.y + next.y) / 2 } : points.at(-1)!;
    return `Q${at(control)} ${at(to)}`;
  });
  return `M${at(points[0]!)}${parts.join('')}`;
}

function bent(points: readonly Point[], radius: number): string {
  const parts = points.slice(1).map((point, i) => {
    const next = points[i + 2];
    if (next === undefined) return `L${at(point)}`;
    const before = towards(point, points[i]!, radius);
    return `L${at(before)}Q${at(point)} ${at(towards(point, next, radius))}`;
  });
  return `M${at(points[0]!)}${parts.join('')}`;
}

/** A point up to `distance` away, but no further than half-way. */
function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const share = Math.min(distance / length, 0.5);
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

const round = (value: number): number => Math.round(value * 100) / 100;
const at = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;

function tag(name: string, attributes: Readonly<Record<string, unknown>>, content?: string): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(String(typeof value === 'number' ? round(value) : value))}"`)
    .join('');
  return content === undefined ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** Characters that XML cannot hold at all are left out. */
export const escaped = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (character) => ESCAPES[character]!);
