/** Our own icons, drawn on a 16 × 16 grid in one colour, in the manner of VS Code's. */

const STROKE = 'fill="none" stroke="COLOUR" stroke-width="1.2" stroke-linejoin="round" stroke-linecap="round"';

const SHAPES = {
  container: `<path ${STROKE} d="M8 1.8 13.8 4.9v6.2L8 14.2 2.2 11.1V4.9zM2.2 4.9 8 8l5.8-3.1M8 8v6.2"/>`,
  stopped: `<path ${STROKE} stroke-dasharray="1.6 1.6" d="M8 1.8 13.8 4.9v6.2L8 14.2 2.2 11.1V4.9z"/><path fill="COLOUR" d="M6 6h4v4H6z"/>`,
  paused: `<path ${STROKE} d="M8 1.8 13.8 4.9v6.2L8 14.2 2.2 11.1V4.9z"/><path fill="COLOUR" d="M6 5.8h1.4v4.4H6zM8.6 5.8H10v4.4H8.6z"/>`,
  failed: `<path ${STROKE} d="M8 1.8 13.8 4.9v6.2L8 14.2 2.2 11.1V4.9zM6.2 6.2l3.6 3.6M9.8 6.2 6.2 9.8"/>`,
  host: `<path ${STROKE} d="M2.2 2.6h11.6v4.6H2.2zM2.2 8.8h11.6v4.6H2.2z"/><path fill="COLOUR" d="M4 4.3h1.4v1.2H4zM4 10.5h1.4v1.2H4z"/><path ${STROKE} d="M8.4 4.9h3.4M8.4 11.1h3.4"/>`,
  bridge: `<path ${STROKE} d="M1.5 9.5h13M4.2 9.5V13M8 9.5V13M11.8 9.5V13M3 6l2-2 2 2M5 4v3.4M9 5.4l2 2 2-2M11 7.4V4"/>`,
  network: `<path ${STROKE} d="M6.3 2h3.4v3.2H6.3zM1.8 10.8h3.4V14H1.8zM10.8 10.8h3.4V14h-3.4zM8 5.2V8M3.5 10.8V8h9v2.8"/>`,
  namespace: `<path ${STROKE} stroke-dasharray="2 1.7" d="M1.8 2.4h12.4v11.2H1.8z"/><circle ${STROKE} cx="5.7" cy="8" r="1.7"/><circle ${STROKE} cx="10.5" cy="8" r="1.7"/>`,
  outside: `<circle ${STROKE} cx="8" cy="8" r="6.2"/><path ${STROKE} d="M1.8 8h12.4M8 1.8c4 3.7 4 8.7 0 12.4M8 1.8c-4 3.7-4 8.7 0 12.4"/>`,
  router: `<circle ${STROKE} cx="8" cy="8" r="6"/><path ${STROKE} d="M8 6.6V2.9M6.6 4.3 8 2.9l1.4 1.4M8 9.4v3.7M6.6 11.7 8 13.1l1.4-1.4M3 8h3.6M5.2 6.6 6.6 8 5.2 9.4M13 8H9.4M10.8 6.6 9.4 8l1.4 1.4"/>`,
  port: `<path ${STROKE} d="M8 2v7.4M4.9 6.5 8 9.6l3.1-3.1M2.4 10.6v3h11.2v-3"/>`,
  error: `<circle cx="8" cy="8" r="7" fill="COLOUR"/><path d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" stroke="INK" stroke-width="1.6" stroke-linecap="round"/>`,
  warning: `<path d="M8 1.2 15.2 14H.8z" fill="COLOUR"/><path d="M8 5.8v4M8 11.7v.3" stroke="INK" stroke-width="1.6" stroke-linecap="round"/>`,
  information: `<circle cx="8" cy="8" r="7" fill="COLOUR"/><path d="M8 7.4v4M8 4.6v.3" stroke="INK" stroke-width="1.6" stroke-linecap="round"/>`,
} as const;

export type IconName = keyof typeof SHAPES;

/** An icon as a `data:` URI, the only kind of image that the page's policy lets in. `ink` is drawn upon `colour`. */
export function iconUri(name: IconName, colour: string, ink = '#ffffff'): string {
  const shapes = SHAPES[name].replaceAll('COLOUR', colour).replaceAll('INK', ink);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 16 16">${shapes}</svg>`;
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
}
