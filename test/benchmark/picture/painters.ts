/** What draws: our page, and pages with other libraries in the same browser. */
import { join } from 'node:path';
import type { ToWebview } from '../../../language-server/protocol.ts';
import { EVERYTHING, MOST_EXPANDED } from '../../../webview/filter/visible-graph.ts';
import { emptyArrangement } from '../../../webview/layout/arrangement.ts';
import { packState } from '../../../webview/saved-state.ts';
import { Harness } from '../../webview/browser/harness.ts';
import { type ChromiumPage, openChromiumPage } from '../chromium-page.ts';
import type { Plan } from '../plan.ts';
import { drawnGraph, plainGraph } from './graph.ts';

/** A page with `window.painter`. */
export type Painting = ChromiumPage;

export interface Painter {
  readonly name: string;
  readonly version: string;
  /** Is not asked for less, or for more. */
  readonly smallest: number;
  readonly largest: number;
  /** A page that has the data for so many containers, and has drawn nothing. */
  open(containers: number): Promise<Painting>;
}

/** In the page; the times are milliseconds of layout, where that can be told apart. */
export interface PagePainter {
  show(graph: unknown): Promise<number | undefined>;
  add(graph: unknown): Promise<number | undefined>;
  /** Takes the mouse. */
  surface?(): Element;
  /** For what is not moved by the mouse. */
  pan?(distance: number): void;
}

declare global {
  interface Window {
    painter: PagePainter;
    graphs: { readonly graph: unknown; readonly added: unknown };
  }
}

export function painters({ picturePeers, versions }: Plan['places']): readonly Painter[] {
  const own: Painter = {
    name: 'dnet',
    version: versions.dnet ?? '',
    smallest: 0,
    largest: Number.POSITIVE_INFINITY,
    open: (containers) => openOwn(containers),
  };
  const whole: Painter = {
    ...own,
    name: 'dnet, all containers drawn',
    smallest: MOST_EXPANDED + 1,
    open: (containers) => openOwn(containers, EVERYTHING_DRAWN),
  };
  if (picturePeers === undefined) return [own, whole];
  const peer = (name: string, version: string, script: string, hash: string, largest: number): Painter => ({
    name,
    version,
    smallest: 0,
    largest,
    open: (containers) => openPeer(picturePeers, script, hash, containers),
  });
  return [
    own,
    whole,
    peer('Cytoscape, dagre', versions['cytoscape-dagre'] ?? '', 'cytoscape', 'dagre', 1_000),
    peer('Cytoscape, ELK layered', versions['cytoscape-elk'] ?? '', 'cytoscape', 'elk', 10_000),
    peer('Cytoscape, fcose', versions['cytoscape-fcose'] ?? '', 'cytoscape', 'fcose', 10_000),
    peer('Mermaid', versions.mermaid ?? '', 'mermaid', '', 100),
  ];
}

const LAB = 'file:///lab.dnet';
/** What the page has kept of a reader who wanted to see all containers of a very large lab. */
const EVERYTHING_DRAWN = packState({
  title: 'lab.dnet',
  picture: { uri: LAB, revision: 0, stale: false, step: 0, steps: 0, declared: [], graph: { nodes: [], edges: [] } },
  arrangement: emptyArrangement(),
  following: true,
  detailsOpen: false,
  detailsClosed: false,
  trace: {},
  visibility: EVERYTHING,
  level: 'logical',
});

/** The shipped page speaks in messages; its layout is among the measures that it takes of itself. */
async function openOwn(containers: number, stored?: unknown): Promise<Painting> {
  const harness = await Harness.start();
  const { page } = await harness.open({ reducedMotion: false, stored });
  const { topology, patch } = drawnGraph(containers);
  const about = { uri: LAB, stale: false, step: 0, steps: 0 };
  const show: ToWebview = {
    type: 'show',
    title: 'lab.dnet',
    state: { ...about, revision: 1, declared: [], graph: topology },
  };
  const add: ToWebview = { type: 'patch', change: { ...about, from: 1, revision: 2, newTimeline: true, patch } };
  await page.evaluate(
    (graphs) => {
      window.graphs = graphs;
      const say = async (data: unknown): Promise<number | undefined> => {
        performance.clearMarks('drawn');
        window.dispatchEvent(new MessageEvent('message', { data }));
        // A large picture is drawn over many frames.
        while (performance.getEntriesByName('drawn').length === 0) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
        return performance.getEntriesByName('layout')[0]!.duration;
      };
      window.painter = { show: say, add: say, surface: () => document.querySelector('#graph canvas')! };
    },
    { graph: show, added: add },
  );
  return { page, close: () => harness.stop() };
}

async function openPeer(home: string, script: string, hash: string, containers: number): Promise<Painting> {
  const opened = await openChromiumPage(join('test', 'benchmark', 'picture', 'pages', `${script}.js`), {
    nodePaths: [join(home, 'node_modules')],
    hash,
  });
  await opened.page.evaluate((graphs) => {
    window.graphs = graphs;
  }, plainGraph(containers));
  return opened;
}
