/** A drawn topology as a draw.io (diagrams.net) file: boxes and cables that can be moved on there. */
import type { ElementDefinition } from 'cytoscape';
import { stylesheet } from '../style.ts';
import type { Theme } from '../theme.ts';
import { centres, type DrawnTopology, edgePoints } from './drawn-topology.ts';
import { type Style, styleResolver } from './resolve-style.ts';
import { escaped } from './svg.ts';

/** https://www.drawio.com/doc/faq/diagram-source-edit: an `mxGraphModel` of cells, parents before children. */
export function drawioOf({ elements, bounds }: DrawnTopology, theme: Theme, title: string): string {
  const resolve = styleResolver(stylesheet(theme));
  const centreOf = centres(elements);
  const ids = new Map(elements.map(({ data }, i) => [String(data.id), `n${i + 2}`]));
  const depth = (style: Style): number => Number(style['z-index'] ?? 0);
  const cells = elements
    .map((element) => ({ element, style: resolve(element) }))
    .sort((a, b) => depth(a.style) - depth(b.style))
    .map(({ element, style }) => {
      const id = ids.get(String(element.data.id))!;
      if (element.group !== 'edges') return vertex(id, element, style, bounds);
      const points = edgePoints(element, centreOf) ?? [];
      const bends = points
        .slice(1, -1)
        .map(({ x, y }) => `<mxPoint x="${Math.round(x - bounds.x)}" y="${Math.round(y - bounds.y)}"/>`)
        .join('');
      const [source, target] = [element.data.source, element.data.target].map((end) => ids.get(String(end)));
      return `<mxCell id="${id}" style="${edgeStyle(style)}" edge="1" parent="1" source="${source}" target="${target}"><mxGeometry relative="1" as="geometry">${bends === '' ? '' : `<Array as="points">${bends}</Array>`}</mxGeometry></mxCell>`;
    });
  return [
    '<mxfile host="dnet">',
    `<diagram name="${escaped(title)}">`,
    `<mxGraphModel grid="0" page="0" background="${theme.background}"><root><mxCell id="0"/><mxCell id="1" parent="0"/>`,
    ...cells,
    '</root></mxGraphModel>',
    '</diagram>',
    '</mxfile>',
    '',
  ].join('\n');
}

function vertex(
  id: string,
  { data, position }: ElementDefinition,
  style: Style,
  bounds: { readonly x: number; readonly y: number },
): string {
  const [width, height] = [Number(data.width), Number(data.height)];
  const [x, y] = [position!.x - width / 2 - bounds.x, position!.y - height / 2 - bounds.y].map(Math.round);
  const hasGround = style['background-opacity'] !== 0;
  const written = {
    rounded: 1,
    arcSize: Math.round(Number.parseFloat(String(style['corner-radius'] ?? 0))) * 2,
    absoluteArcSize: 1,
    ...(style.shape === 'ellipse' && { shape: 'ellipse' }),
    fillColor: hasGround ? style['background-color'] : 'none',
    strokeColor: style['border-width'] === undefined ? 'none' : style['border-color'],
    strokeWidth: style['border-width'] ?? 0,
    dashed: style['border-style'] === 'dashed' ? 1 : 0,
    fontColor: style.color,
    fontSize: style['font-size'] ?? 11,
    fontStyle: style['font-weight'] === 600 ? 1 : 0,
    align: 'center',
    verticalAlign: 'middle',
    spacingLeft: 2 * Number(style['text-margin-x'] ?? 0),
    spacingTop: 2 * Number(style['text-margin-y'] ?? 0),
    html: 0,
  };
  return `<mxCell id="${id}" value="${escaped(String(style.label ?? ''))}" style="${joined(written)}" vertex="1" parent="1"><mxGeometry x="${x}" y="${y}" width="${width}" height="${height}" as="geometry"/></mxCell>`;
}

const ARROWS: Readonly<Record<string, string>> = { circle: 'oval', diamond: 'diamond', triangle: 'block', vee: 'open' };

const edgeStyle = (style: Style): string =>
  joined({
    rounded: 1,
    ...(style['curve-style'] === 'unbundled-bezier' && { curved: 1 }),
    strokeColor: style['line-color'],
    strokeWidth: style.width,
    dashed: style['line-style'] === 'dashed' ? 1 : 0,
    startArrow: ARROWS[String(style['source-arrow-shape'])] ?? 'none',
    endArrow: ARROWS[String(style['target-arrow-shape'])] ?? 'none',
    startSize: 3,
    endSize: 3,
  });

const joined = (style: Readonly<Record<string, unknown>>): string =>
  Object.entries(style)
    .map(([key, value]) => `${key}=${value};`)
    .join('');
