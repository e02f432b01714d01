/** The page's regions and the picture's own tools; the parts of the view bring their elements along. */
import { t } from '../language-server/l10n.ts';
import { iconButton, make } from './dom.ts';
import { ICONS } from './icon-paths.ts';

export interface Page {
  /** Above the picture: what is shown of it, and how. */
  readonly toolbar: HTMLElement;
  /** The picture with everything that lies on it. */
  readonly scene: HTMLElement;
  /** Takes the focus and the keys. */
  readonly canvas: HTMLElement;
  /** Below Cytoscape's: the picture without its details. */
  readonly sketch: HTMLCanvasElement;
  /** Cytoscape's own. */
  readonly graph: HTMLElement;
  readonly tools: HTMLElement;
  readonly zoomIn: HTMLButtonElement;
  readonly zoomOut: HTMLButtonElement;
  readonly fit: HTMLButtonElement;
  readonly arrange: HTMLButtonElement;
  /** Beside the picture: the trace and the details. */
  readonly side: HTMLElement;
  /** Below it: the timeline. */
  readonly foot: HTMLElement;
  /** The picture in words, for those who cannot see it. */
  readonly outline: HTMLElement;
  readonly live: HTMLElement;
  readonly tooltip: HTMLElement;
  setTitle(title: string): void;
  setStale(stale: boolean): void;
  /** Shows a message in place of the picture; without one, the picture. */
  setEmpty(message: string | undefined): void;
}

export function buildPage(body: HTMLElement): Page {
  const banner = make('div', { id: 'stale', role: 'status' });
  const empty = make('div', { id: 'empty', role: 'status' });
  const sketch = make('canvas', { id: 'sketch', 'aria-hidden': 'true' });
  const graph = make('div', { id: 'graph' });
  const canvas = make(
    'div',
    {
      id: 'canvas',
      tabindex: '0',
      role: 'application',
      'aria-roledescription': t`network topology`,
      'aria-describedby': 'keys',
    },
    sketch,
    graph,
  );
  const keys = make(
    'p',
    { id: 'keys', class: 'unseen' },
    t`Arrow keys move between nodes, Enter shows the source, Escape clears the selection. Question mark lists all keys.`,
  );
  // Cytoscape would add a style element under this id, which the page's policy refuses; topology.css says the same.
  const noStyles = make('template', { id: '__________cytoscape_stylesheet' });
  const zoomIn = iconButton(t`Zoom in`, ICONS.zoomIn);
  const zoomOut = iconButton(t`Zoom out`, ICONS.zoomOut);
  const fit = iconButton(t`Show everything`, ICONS.fit);
  const arrange = iconButton(t`Reset positions`, ICONS.arrange);
  const tools = make('div', { id: 'tools', role: 'toolbar', 'aria-label': t`View` }, zoomIn, zoomOut, fit, arrange);
  const outline = make('nav', { id: 'outline', class: 'unseen', 'aria-label': t`Topology, in words` });
  const live = make('div', { id: 'live', class: 'unseen', 'aria-live': 'polite' });
  const tooltip = make('div', { id: 'tooltip', 'aria-hidden': 'true' });
  const toolbar = make('div', { id: 'toolbar', role: 'toolbar', 'aria-label': t`Picture` });
  const scene = make('div', { id: 'scene' }, banner, canvas, keys, empty, tools, tooltip);
  const side = make('aside', { id: 'side', 'aria-label': t`Trace and details` });
  const foot = make('div', { id: 'foot' });
  body.append(make('main', {}, noStyles, scene, toolbar, side, foot, outline, live));
  tooltip.hidden = true;
  side.hidden = true;

  const page: Page = {
    toolbar,
    scene,
    canvas,
    sketch,
    graph,
    tools,
    zoomIn,
    zoomOut,
    fit,
    arrange,
    side,
    foot,
    outline,
    live,
    tooltip,
    setTitle(title) {
      canvas.setAttribute('aria-label', t`Topology of ${title}`);
    },
    setStale(stale) {
      banner.textContent = stale ? t`The text has errors; this is the last good picture.` : '';
      body.classList.toggle('stale', stale);
    },
    setEmpty(message) {
      empty.textContent = message ?? '';
      body.classList.toggle('empty', message !== undefined);
      for (const element of [canvas, tools, toolbar, side, foot]) element.inert = message !== undefined;
    },
  };
  page.setTitle(t`a lab`);
  return page;
}
