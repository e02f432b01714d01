/**
 * The topology's page. The HTML that loads it needs nothing but this script and topology.css: the body's elements are
 * made here (a `main` with #canvas, which holds Cytoscape's #graph; #stale and #empty, which say so; #tools, #outline,
 * #live, #tooltip).
 */
import './topology.css';
import type { FromWebview, SourceRange, TopologyState, ToWebview } from '../language-server/protocol.ts';
import { patchGraph } from './graph.ts';
import { enclosing } from './layout/geometry.ts';
import { isToWebview } from './messages.ts';
import { type Direction, nextNode, readingOrder } from './navigate.ts';
import { Outline } from './outline.ts';
import { buildPage } from './page.ts';
import { Picture } from './picture.ts';
import { packState, unpackState } from './saved-state.ts';
import { readTheme, type Theme } from './theme.ts';
import { Viewport } from './viewport.ts';
import { describe } from './words.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: FromWebview): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const SAVE_DELAY = 200;
/** Nodes of a larger picture are laid out anew after a reload. */
const MOST_SAVED = 10_000;
const TOOLTIP_DELAY = 350;
const TOOLTIP_DISTANCE = 14;

class TopologyView {
  private readonly vscode = acquireVsCodeApi();
  private readonly page = buildPage(document.body);
  private readonly picture: Picture;
  private readonly viewport: Viewport;
  private readonly outline = new Outline(this.page.outline, (id) => this.activate(id));
  private shown: { readonly state: TopologyState; readonly title: string } | undefined;
  private selected: string | undefined;
  private readonly saveSoon = delayed(SAVE_DELAY, () => this.save());
  private readonly tooltipSoon = delayed(TOOLTIP_DELAY, () => this.showTooltip());
  private hovered: string | undefined;
  private pointer = { x: 0, y: 0 };

  constructor() {
    this.picture = new Picture(this.page.graph, this.page.sketch, currentTheme(), {
      clicked: (id) => this.activate(id),
      hovered: (id) => this.hover(id),
    });
    const bounds = () => enclosing(this.picture.arrangement?.rects.values() ?? []);
    this.viewport = new Viewport(this.picture.cy, bounds, () => {
      this.hideTooltip();
      this.saveSoon();
    });
    this.restore();
    this.listen();
    this.vscode.postMessage({ type: 'ready' });
  }

  private listen(): void {
    const { canvas, zoomIn, zoomOut, fit, arrange } = this.page;
    window.addEventListener('message', ({ data }) => {
      if (isToWebview(data)) this.receive(data);
    });
    canvas.addEventListener('keydown', (event) => this.keyDown(event));
    canvas.addEventListener('pointerdown', () => canvas.focus({ preventScroll: true }));
    canvas.addEventListener('pointermove', ({ clientX, clientY }) => {
      this.pointer = { x: clientX, y: clientY };
    });
    canvas.addEventListener('pointerleave', () => this.hover(undefined));
    zoomIn.addEventListener('click', () => this.viewport.zoomBy(1));
    zoomOut.addEventListener('click', () => this.viewport.zoomBy(-1));
    fit.addEventListener('click', () => this.viewport.fit());
    arrange.addEventListener('click', () => this.arrangeAnew());
    new ResizeObserver(() => {
      this.picture.cy.resize();
      this.viewport.settle();
    }).observe(this.page.graph);
    new MutationObserver(() => this.picture.retheme(currentTheme())).observe(document.documentElement, {
      subtree: false,
      attributes: true,
      attributeFilter: ['style', 'class'],
    });
    new MutationObserver(() => this.picture.retheme(currentTheme())).observe(document.body, {
      attributes: true,
      attributeFilter: ['data-vscode-theme-kind', 'data-vscode-theme-id'],
    });
  }

  private receive(message: ToWebview): void {
    if (message.type === 'show') {
      const keeping = message.state.uri === this.shown?.state.uri ? this.picture.arrangement : undefined;
      if (keeping === undefined) this.select(undefined);
      this.show(message.state, message.title, keeping);
    } else if (message.type === 'patch') this.patch(message.change);
    else if (message.type === 'select') this.select(message.node ?? undefined, { reveal: true });
    else if (message.type === 'empty') this.clear(message.message);
  }

  private patch({ uri, from, patch, ...change }: Extract<ToWebview, { type: 'patch' }>['change']): void {
    if (this.shown === undefined || this.shown.state.uri !== uri || this.shown.state.revision !== from) {
      this.vscode.postMessage({ type: 'resync' });
      return;
    }
    const graph = patchGraph(this.shown.state.graph, patch);
    this.show({ uri, ...change, graph }, this.shown.title, this.picture.arrangement);
  }

  private show(state: TopologyState, title: string, keeping: Picture['arrangement']): void {
    this.shown = { state, title };
    this.page.setEmpty(undefined);
    this.page.setTitle(title);
    this.page.setStale(state.stale);
    this.picture.show(state.graph, keeping);
    this.outline.show(this.picture.graph);
    if (this.selected !== undefined && !this.exists(this.selected)) this.select(undefined);
    this.viewport.settle();
    this.saveSoon();
  }

  private clear(message: string): void {
    this.shown = undefined;
    this.select(undefined);
    this.page.setEmpty(message);
    this.page.setStale(false);
    this.outline.clear();
    this.vscode.setState(undefined);
  }

  private arrangeAnew(): void {
    if (this.shown === undefined) return;
    this.picture.show(this.shown.state.graph, undefined);
    this.viewport.fit();
    this.saveSoon();
  }

  private exists(id: string): boolean {
    return this.picture.graph.nodes.has(id) || this.picture.graph.edges.has(id);
  }

  /** Marks a node or an edge; `reveal` brings it into sight, `speak` reads it out. */
  private select(id: string | undefined, { reveal = false, speak = false } = {}): void {
    this.selected = id !== undefined && this.exists(id) ? id : undefined;
    this.picture.select(this.selected);
    const box = this.selected === undefined ? undefined : this.picture.arrangement?.rects.get(this.selected);
    if (reveal && box !== undefined) this.viewport.reveal(box);
    if (speak) this.page.live.textContent = (this.selected && describe(this.picture.graph, this.selected)) ?? '';
    this.saveSoon();
  }

  /** A click, or Enter: selects, and shows the source. */
  private activate(id: string | undefined): void {
    this.hideTooltip();
    this.select(id, { speak: true });
    if (this.selected === undefined || this.shown === undefined) return;
    const range: SourceRange | undefined =
      this.picture.graph.nodes.get(this.selected)?.source ?? this.picture.graph.edges.get(this.selected)?.sourceRange;
    if (range !== undefined) this.vscode.postMessage({ type: 'reveal', uri: this.shown.state.uri, range });
  }

  private keyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = this.keyAction(event.key);
    if (action === undefined) return;
    action();
    event.preventDefault();
  }

  private keyAction(key: string): (() => void) | undefined {
    const direction = ARROWS[key];
    if (direction !== undefined) return () => this.step(direction);
    switch (key) {
      case 'Enter':
        return () => this.activate(this.selected);
      case 'Escape':
        return () => this.select(undefined, { speak: true });
      case 'Home':
        return () => this.select(readingOrder(this.picture.graph)[0], { reveal: true, speak: true });
      case 'End':
        return () => this.select(readingOrder(this.picture.graph).at(-1), { reveal: true, speak: true });
      case '+':
        return () => this.viewport.zoomBy(1);
      case '-':
        return () => this.viewport.zoomBy(-1);
      case '0':
        return () => this.viewport.fit();
      default:
        return undefined;
    }
  }

  private step(direction: Direction): void {
    const { graph, arrangement } = this.picture;
    if (arrangement === undefined) return;
    const next =
      this.selected === undefined
        ? readingOrder(graph)[0]
        : (nextNode(graph, arrangement.rects, this.selected, direction) ?? this.selected);
    this.select(next, { reveal: true, speak: true });
  }

  private hover(id: string | undefined): void {
    this.hovered = id;
    this.page.graph.classList.toggle('over', id !== undefined);
    if (id === undefined) this.hideTooltip();
    else this.tooltipSoon();
  }

  private showTooltip(): void {
    const text = this.hovered === undefined ? undefined : describe(this.picture.graph, this.hovered);
    if (text === undefined) return;
    const { tooltip, canvas } = this.page;
    tooltip.textContent = text;
    tooltip.hidden = false;
    const { x, y } = this.pointer;
    const left = Math.min(x + TOOLTIP_DISTANCE, canvas.clientWidth - tooltip.offsetWidth - TOOLTIP_DISTANCE);
    const below = y + TOOLTIP_DISTANCE;
    const isRoomBelow = below + tooltip.offsetHeight < canvas.clientHeight;
    tooltip.style.left = `${Math.max(TOOLTIP_DISTANCE, left)}px`;
    tooltip.style.top = `${isRoomBelow ? below : Math.max(0, y - tooltip.offsetHeight - TOOLTIP_DISTANCE)}px`;
  }

  private hideTooltip(): void {
    this.tooltipSoon.cancel();
    this.page.tooltip.hidden = true;
  }

  private save(): void {
    const { arrangement } = this.picture;
    if (this.shown === undefined || arrangement === undefined) return;
    // Writing down a picture of tens of thousands of nodes would hold up every pause in panning.
    if (this.picture.graph.nodes.size > MOST_SAVED) {
      this.vscode.setState(undefined);
      return;
    }
    const viewport = this.viewport.state;
    this.vscode.setState(
      packState({
        title: this.shown.title,
        picture: this.shown.state,
        arrangement,
        ...(viewport === undefined ? {} : { viewport }),
        ...(this.selected === undefined ? {} : { selected: this.selected }),
      }),
    );
  }

  private restore(): void {
    const saved = unpackState(this.vscode.getState());
    if (saved === undefined) return;
    this.show(saved.picture, saved.title, saved.arrangement);
    if (saved.viewport !== undefined) this.viewport.restore(saved.viewport);
    this.select(saved.selected);
  }
}

const ARROWS: Readonly<Record<string, Direction | undefined>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

function currentTheme(): Theme {
  const variables = getComputedStyle(document.documentElement);
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  return readTheme(
    (name) => variables.getPropertyValue(name).trim(),
    document.body.dataset.vscodeThemeKind ?? 'vscode-dark',
    (colour) => {
      if (!CSS.supports('color', colour)) return undefined;
      context.fillStyle = colour;
      context.clearRect(0, 0, 1, 1);
      context.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
      return alpha === 0 ? undefined : [red!, green!, blue!];
    },
  );
}

/** Calls `run` once, `delay` milliseconds after the last call. */
function delayed(delay: number, run: () => void): (() => void) & { cancel(): void } {
  let timer = 0;
  const schedule = (): void => {
    clearTimeout(timer);
    timer = setTimeout(run, delay) as unknown as number;
  };
  return Object.assign(schedule, { cancel: () => clearTimeout(timer) });
}

new TopologyView();
