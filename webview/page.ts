/** The page's elements, made here and nowhere else; text goes in as text, never as HTML. */

const SVG = 'http://www.w3.org/2000/svg';

const BUTTON_ICONS = {
  zoomIn: 'M8 3v10M3 8h10',
  zoomOut: 'M3 8h10',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  arrange: 'M6 2.5h4v3H6zM2 10.5h4v3H2zM10 10.5h4v3h-4zM8 5.5V8M4 10.5V8h8v2.5',
} as const;

export interface Page {
  /** Takes the focus and the keys. */
  readonly canvas: HTMLElement;
  /** Below Cytoscape's: the picture without its details. */
  readonly sketch: HTMLCanvasElement;
  /** Cytoscape's own. */
  readonly graph: HTMLElement;
  readonly zoomIn: HTMLButtonElement;
  readonly zoomOut: HTMLButtonElement;
  readonly fit: HTMLButtonElement;
  readonly arrange: HTMLButtonElement;
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
  const canvas = make('div', {
    id: 'canvas',
    tabindex: '0',
    role: 'application',
    'aria-roledescription': 'network topology',
    'aria-describedby': 'keys',
  });
  const keys = make('p', { id: 'keys', class: 'unseen' });
  keys.textContent = 'Arrow keys move between nodes, Enter shows the source, Escape clears the selection.';
  const sketch = make('canvas', { id: 'sketch', 'aria-hidden': 'true' }) as HTMLCanvasElement;
  const graph = make('div', { id: 'graph' });
  // Cytoscape would add a style element under this id, which the page's policy refuses; topology.css says the same.
  const noStyles = make('template', { id: '__________cytoscape_stylesheet' });
  const tools = make('div', { id: 'tools', role: 'toolbar', 'aria-label': 'View' });
  const zoomIn = button('Zoom in', BUTTON_ICONS.zoomIn);
  const zoomOut = button('Zoom out', BUTTON_ICONS.zoomOut);
  const fit = button('Show everything', BUTTON_ICONS.fit);
  const arrange = button('Arrange anew', BUTTON_ICONS.arrange);
  const outline = make('nav', { id: 'outline', class: 'unseen', 'aria-label': 'Topology, in words' });
  const live = make('div', { id: 'live', class: 'unseen', 'aria-live': 'polite' });
  const tooltip = make('div', { id: 'tooltip', 'aria-hidden': 'true' });

  canvas.append(sketch, graph);
  tools.append(zoomIn, zoomOut, fit, arrange);
  const main = make('main', {});
  main.append(noStyles, banner, canvas, keys, empty, tools, outline, live, tooltip);
  body.append(main);
  tooltip.hidden = true;

  const page: Page = {
    canvas,
    sketch,
    graph,
    zoomIn,
    zoomOut,
    fit,
    arrange,
    outline,
    live,
    tooltip,
    setTitle(title) {
      canvas.setAttribute('aria-label', `Topology of ${title}`);
    },
    setStale(stale) {
      banner.textContent = stale ? 'The text has errors; this is the last good picture.' : '';
      body.classList.toggle('stale', stale);
    },
    setEmpty(message) {
      empty.textContent = message ?? '';
      body.classList.toggle('empty', message !== undefined);
      for (const element of [canvas, tools]) element.inert = message !== undefined;
    },
  };
  page.setTitle('a lab');
  return page;
}

function make(tag: string, attributes: Readonly<Record<string, string>>): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function button(label: string, path: string): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.title = label;
  element.setAttribute('aria-label', label);
  const icon = document.createElementNS(SVG, 'svg');
  icon.setAttribute('viewBox', '0 0 16 16');
  icon.setAttribute('aria-hidden', 'true');
  const shape = document.createElementNS(SVG, 'path');
  shape.setAttribute('d', path);
  icon.append(shape);
  element.append(icon);
  return element;
}
