/**
 * Theme → Cytoscape's stylesheet. What a thing is shows in its shape, icon and line; colour only repeats it: veth
 * pairs are solid, links without one dashed, ways out thin, published ports dotted with an arrow.
 */
import type { StylesheetJson } from 'cytoscape';
import { type IconName, iconUri } from './icons.ts';
import type { Theme } from './theme.ts';

const CARDS = '.container, .outside';
const PILLS = '.interface, .host-interface, .published-port';
const NETWORKS = '.bridge, .network';

type Styles = Record<string, unknown>;

/** Later rules win, as in CSS. */
export function stylesheet(theme: Theme): StylesheetJson {
  const isContrast = theme.kind === 'high-contrast';
  const icon = (name: IconName, colour: string): Styles => ({ 'background-image': iconUri(name, colour) });
  const badge = (name: 'error' | 'warning' | 'information'): Styles => ({
    'background-image': iconUri(name, theme[name], theme.background),
  });

  const rules: [selector: string, style: Styles][] = [
    ['core', { 'active-bg-opacity': 0, 'selection-box-opacity': 0 }],
    [
      'node',
      {
        width: 'data(width)',
        height: 'data(height)',
        'z-index-compare': 'manual',
        'overlay-opacity': 0,
        color: theme.foreground,
        'text-halign': 'center',
        'text-valign': 'center',
        'text-wrap': 'none',
        'min-zoomed-font-size': 5.5,
      },
    ],
    [
      `.host, .namespace, ${CARDS}, ${NETWORKS}`,
      {
        label: 'data(label)',
        'text-margin-x': 'data(textX)',
        'text-margin-y': 'data(textY)',
        'font-family': theme.font,
        'font-size': 13,
        'font-weight': 600,
        shape: 'round-rectangle',
        'background-width': '16px',
        'background-height': '16px',
        'background-position-x': 'data(iconX)',
        'background-position-y': 'data(iconY)',
        'background-offset-y': '-8px',
        'background-clip': 'none',
        'border-width': 1,
        'min-zoomed-font-size': 5,
      },
    ],
    [
      '.host',
      {
        'background-color': theme.frame,
        'border-color': theme.frameBorder,
        'border-width': 1.5,
        'corner-radius': '10px',
        'z-index': 0,
        ...icon('host', theme.foreground),
      },
    ],
    [
      '.namespace',
      {
        'background-color': theme.card,
        'background-opacity': 0.6,
        'border-color': theme.cardBorder,
        'border-style': 'dashed',
        'border-width': 1.5,
        'corner-radius': '8px',
        color: theme.muted,
        'z-index': 5,
        ...icon('namespace', theme.muted),
      },
    ],
    [
      CARDS,
      {
        'background-color': theme.card,
        'border-color': theme.cardBorder,
        'corner-radius': '6px',
        'z-index': 6,
      },
    ],
    ['.container', icon('container', theme.foreground)],
    ['.outside', { ...icon('outside', theme.foreground), 'corner-radius': '18px' }],
    ['.created, .exited, .paused', { 'border-style': 'dashed', color: theme.muted }],
    ['.created, .exited', icon('stopped', theme.muted)],
    ['.paused', icon('paused', theme.muted)],
    ['.failed', { ...icon('failed', theme.error), 'border-style': 'dashed', 'border-color': theme.error }],
    // From further away it has a label of another kind (far-labels.ts).
    [NETWORKS, { 'min-zoomed-font-size': 6.5, 'border-width': 1.5, 'corner-radius': '6px', 'z-index': 4 }],
    ['.network', { 'border-style': 'dashed' }],
    ['.driver-overlay', { 'border-style': 'double', 'border-width': 4 }],
    [
      PILLS,
      {
        label: 'data(label)',
        'text-margin-x': 'data(textX)',
        'text-margin-y': 'data(textY)',
        'font-family': theme.codeFont,
        'font-size': 11,
        shape: 'round-rectangle',
        'corner-radius': '11px',
        'background-color': theme.background,
        'border-width': 1.25,
        'border-color': theme.cardBorder,
        'z-index': 7,
      },
    ],
    ['.host-interface', { shape: 'round-rectangle', 'corner-radius': '3px', 'border-color': theme.foreground }],
    [
      '.router',
      {
        label: 'data(label)',
        'text-margin-x': 'data(textX)',
        'text-margin-y': 'data(textY)',
        'font-family': theme.codeFont,
        'font-size': 11,
        shape: 'round-rectangle',
        'corner-radius': '4px',
        'background-color': theme.card,
        'background-width': '14px',
        'background-height': '14px',
        'background-position-x': 'data(iconX)',
        'background-position-y': 'data(iconY)',
        'background-offset-y': '-7px',
        'background-clip': 'none',
        'border-width': 1,
        'border-color': theme.foreground,
        'z-index': 7,
        ...icon('router', theme.foreground),
      },
    ],
    [
      '.published-port',
      {
        shape: 'round-rectangle',
        'corner-radius': '3px',
        'border-color': theme.publish,
        'border-style': 'dashed',
        'background-width': '14px',
        'background-height': '14px',
        'background-position-x': 'data(iconX)',
        'background-position-y': '50%',
        'background-clip': 'none',
        ...icon('port', theme.publish),
      },
    ],
    [
      '.text',
      {
        label: 'data(label)',
        'background-opacity': 0,
        'font-family': theme.codeFont,
        'font-size': 11,
        color: theme.muted,
        events: 'no',
        'z-index': 8,
      },
    ],
    // Read by those who look closely.
    ['.small', { 'font-size': 7, 'min-zoomed-font-size': 9 }],
    [
      '.port',
      {
        shape: 'rectangle',
        'background-color': theme.background,
        'border-width': 2,
        'border-color': theme.foreground,
        events: 'no',
        'z-index': 5,
      },
    ],
    ['.port-name', { 'font-size': 8, 'min-zoomed-font-size': 8 }],
    // Over lines that pass behind it.
    ['.onFrame', { 'text-background-color': theme.frame, 'text-background-opacity': 1 }],
    [
      '.badge',
      {
        shape: 'ellipse',
        'background-color': theme.background,
        'background-width': '16px',
        'background-height': '16px',
        'z-index': 9,
      },
    ],
    ['.badge.error', badge('error')],
    ['.badge.warning', badge('warning')],
    ['.badge.information', badge('information')],
    ['.plain.bridge, .plain.network', { 'background-color': theme.card, 'border-color': theme.cardBorder }],
    ['.plain.bridge', { color: theme.muted, ...icon('bridge', theme.muted) }],
    ['.plain.network', { color: theme.muted, ...icon('network', theme.muted) }],
    ...theme.tones.flatMap((colour, i): [string, Styles][] => [
      [`.tone${i}.bridge`, { 'background-color': theme.tints[i], 'border-color': colour, ...icon('bridge', colour) }],
      [`.tone${i}.network`, { 'background-color': theme.tints[i], 'border-color': colour, ...icon('network', colour) }],
      [`.tone${i}.interface, .tone${i}.port`, { 'border-color': colour }],
      [`edge.tone${i}`, { 'line-color': colour, 'source-arrow-color': colour, 'target-arrow-color': colour }],
    ]),
    [
      'edge',
      {
        'z-index-compare': 'manual',
        'z-index': 2,
        'overlay-opacity': 0,
        'source-endpoint': 'data(from)',
        'target-endpoint': 'data(to)',
        'line-cap': 'round',
        'arrow-scale': 0.6,
        width: 2,
      },
    ],
    ['edge.straight', { 'curve-style': 'straight' }],
    [
      'edge.bent',
      {
        'curve-style': 'round-segments',
        'edge-distances': 'endpoints',
        'segment-weights': 'data(weights)',
        'segment-distances': 'data(distances)',
        'segment-radii': 7,
      },
    ],
    [
      'edge.curve',
      {
        'curve-style': 'unbundled-bezier',
        'edge-distances': 'endpoints',
        'control-point-weights': 'data(weights)',
        'control-point-distances': 'data(distances)',
      },
    ],
    ['.veth', { 'source-arrow-shape': 'circle', 'target-arrow-shape': 'circle' }],
    ['.attachment', { 'line-style': 'dashed', 'line-dash-pattern': [7, 4], 'target-arrow-shape': 'diamond' }],
    [
      '.uplink',
      {
        width: 1.25,
        'z-index': 1,
        'line-color': theme.line,
        'target-arrow-color': theme.line,
        'target-arrow-shape': 'triangle',
        'arrow-scale': 0.8,
      },
    ],
    [
      '.forward',
      {
        width: 2,
        'line-color': theme.foreground,
        'target-arrow-color': theme.foreground,
        'target-arrow-shape': 'triangle',
        'arrow-scale': 0.8,
      },
    ],
    ['.wire', { width: 3, 'line-color': theme.foreground }],
    [
      '.publish',
      {
        width: 1.5,
        'line-style': 'dashed',
        'line-dash-pattern': [2, 4],
        'line-color': theme.publish,
        'target-arrow-color': theme.publish,
        'target-arrow-shape': 'vee',
        'arrow-scale': 0.9,
        'z-index': 3,
      },
    ],
    ['node.near', { 'border-width': 2.5 }],
    ['edge.near', { width: 3.5, 'z-index': 3 }],
    [
      'node.selected',
      {
        'border-width': 2,
        'border-style': 'solid',
        'border-color': theme.accent,
        'underlay-color': theme.accent,
        'underlay-opacity': isContrast ? 1 : 0.35,
        'underlay-padding': 5,
        'underlay-shape': 'round-rectangle',
      },
    ],
    [
      'edge.selected',
      {
        width: 4.5,
        'line-color': theme.accent,
        'source-arrow-color': theme.accent,
        'target-arrow-color': theme.accent,
        'z-index': 3,
      },
    ],
    ['.faded', { opacity: isContrast ? 0.5 : 0.28 }],
    [
      'node.match',
      {
        'border-width': 2.5,
        'border-color': theme.match,
        'underlay-color': theme.match,
        'underlay-opacity': 0.3,
        'underlay-padding': 4,
      },
    ],
    ['node.way', { 'border-width': 2.5, 'border-color': theme.accent }],
    [
      'edge.way',
      {
        width: 4,
        'line-color': theme.accent,
        'source-arrow-color': theme.accent,
        'target-arrow-color': theme.accent,
        'z-index': 3,
      },
    ],
    ['node.target', { 'border-width': 3, 'border-style': 'dashed', 'border-color': theme.accent }],
    [
      'node.drop',
      {
        'border-width': 3,
        'border-style': 'solid',
        'border-color': theme.accent,
        'underlay-color': theme.accent,
        'underlay-opacity': isContrast ? 1 : 0.4,
        'underlay-padding': 6,
      },
    ],
    ['node.hop', { 'underlay-color': theme.accent, 'underlay-opacity': isContrast ? 1 : 0.45, 'underlay-padding': 6 }],
    [
      'node.lost',
      {
        'border-width': 3,
        'border-style': 'dashed',
        'border-color': theme.error,
        'underlay-color': theme.error,
        'underlay-opacity': isContrast ? 1 : 0.35,
        'underlay-padding': 5,
      },
    ],
  ];
  return rules.map(([selector, style]) => ({ selector, style })) as unknown as StylesheetJson;
}
