/** The view as a whole: what the extension says goes to its parts, what the reader does goes to the extension. */
import type { FromWebview, SourceRange, TopologyState, ToWebview } from '../language-server/protocol.ts';
import { ContextMenu, type MenuItem } from './context-menu.ts';
import { DetailsPanel } from './details/details-panel.ts';
import { delayed, iconButton } from './dom.ts';
import { FilterPanel } from './filter/filter-panel.ts';
import { isNetwork, visibleGraph } from './filter/visible-graph.ts';
import { patchGraph } from './graph.ts';
import { HelpDialog } from './help/help-dialog.ts';
import { Legend } from './help/legend.ts';
import { ICONS } from './icon-paths.ts';
import { type KeyCommand, keyHandler } from './keys.ts';
import { centreX, centreY, enclosing, type Rect } from './layout/geometry.ts';
import type { Level } from './layout/scene.ts';
import { isToWebview } from './messages.ts';
import { type Direction, nextNode, readingOrder } from './navigate.ts';
import { Outline } from './outline.ts';
import { Overlay } from './overlay.ts';
import { buildPage } from './page.ts';
import { currentTheme, onThemeChange } from './page-theme.ts';
import { Picture } from './picture.ts';
import { Questions } from './questions.ts';
import { packState, unpackState } from './saved-state.ts';
import { SearchBox } from './search/search-box.ts';
import { SidePanel } from './side-panel.ts';
import { TimelineBar } from './timeline/timeline-bar.ts';
import { Tooltip } from './tooltip.ts';
import { TraceControl } from './trace/trace-control.ts';
import type { ViewContext } from './view-context.ts';
import { Viewport } from './viewport.ts';
import { describe, nameOf } from './words.ts';
import { FarLabels } from './zoom/far-labels.ts';
import { Minimap } from './zoom/minimap.ts';

export interface Host {
  postMessage(message: FromWebview): void;
  getState(): unknown;
  setState(state: unknown): void;
}

const SAVE_DELAY = 200;
/** Nodes of a larger picture are laid out anew after a reload. */
const MOST_SAVED = 10_000;
/** The server is asked for what stands beside the picture once edits pause. */
const REFRESH_DELAY = 120;
/** Narrower pages show the details only when they are asked for. */
const ROOM_FOR_DETAILS = 640;

export class TopologyView {
  private readonly page;
  private readonly picture: Picture;
  private readonly viewport: Viewport;
  private readonly outline: Outline;
  private readonly overlay: Overlay;
  private readonly questions: Questions;
  private readonly stage: ViewContext;
  private readonly trace: TraceControl;
  private readonly details: DetailsPanel;
  private readonly side: SidePanel;
  private readonly timeline: TimelineBar;
  private readonly tooltip: Tooltip;
  private readonly menu: ContextMenu;
  private readonly help: HelpDialog;
  private readonly legend: Legend;
  private readonly filter: FilterPanel;
  private readonly search: SearchBox;
  private readonly farLabels: FarLabels;
  private readonly minimap: Minimap;
  private readonly follow = iconButton('Follow cursor', ICONS.follow, () => this.setFollowing(!this.following));
  private readonly level = iconButton('Physical level: namespaces, veth pairs, bridges, routes', ICONS.levels, () =>
    this.toggleLevel(),
  );
  private following = true;
  private shown: { readonly state: TopologyState; readonly title: string } | undefined;
  private selected: string | undefined;
  private readonly saveSoon = delayed(SAVE_DELAY, () => this.save());
  private readonly refreshSoon = delayed(REFRESH_DELAY, () => void this.refresh());

  constructor(
    body: HTMLElement,
    private readonly host: Host,
  ) {
    this.page = buildPage(body);
    const { page } = this;
    this.questions = new Questions((message) => host.postMessage(message));
    this.picture = new Picture(page.graph, page.sketch, currentTheme(), {
      clicked: (id) => this.activate(id),
      hovered: (id) => {
        page.graph.classList.toggle('over', id !== undefined);
        this.tooltip.over(id);
      },
      menuAsked: (id) => this.openMenu(id),
    });
    this.outline = new Outline(page.outline, (id) => this.activate(id));
    this.overlay = new Overlay(this.picture.cy);
    const bounds = () => enclosing(this.picture.arrangement?.rects.values() ?? []);
    this.viewport = new Viewport(this.picture.cy, bounds, () => {
      this.tooltip.hide();
      this.saveSoon();
    });
    this.tooltip = new Tooltip(page.tooltip, page.canvas, (id) => describe(this.picture.graph, id));
    this.menu = new ContextMenu(() => page.canvas.focus({ preventScroll: true }));
    this.stage = this.makeStage();
    this.trace = new TraceControl(this.stage);
    this.details = new DetailsPanel(this.stage, () => this.side.closeDetails(true));
    this.timeline = new TimelineBar(this.stage);
    this.side = new SidePanel(page.side, this.trace.panel.element, this.details.element, () => this.saveSoon());
    const commands = this.commands();
    this.help = new HelpDialog(commands);
    const theme = () => this.picture.theme;
    this.legend = new Legend(theme);
    this.filter = new FilterPanel(() => this.draw());
    this.search = new SearchBox(this.stage, () => page.canvas.focus({ preventScroll: true }));
    this.farLabels = new FarLabels(this.picture.cy, this.overlay, this.picture);
    this.minimap = new Minimap(this.picture.cy, this.picture, theme);

    page.toolbar.append(
      this.search.element,
      this.level,
      this.filter.button,
      this.follow,
      iconButton('Details', ICONS.details, () => this.toggleDetails()),
      iconButton('Legend', ICONS.legend, () => this.legend.open()),
      iconButton('Keys', ICONS.help, () => this.help.open()),
    );
    page.canvas.append(this.overlay.element);
    page.scene.append(this.minimap.element, this.filter.element, this.menu.element);
    page.foot.append(this.timeline.element);
    body.append(this.help.element, this.legend.element);
    this.setFollowing(true);
    this.setLevel('logical');
    this.restore();
    this.listen(commands);
    host.postMessage({ type: 'ready' });
  }

  private makeStage(): ViewContext {
    return {
      picture: this.picture,
      overlay: this.overlay,
      ask: (kind, question) =>
        this.shown === undefined
          ? Promise.resolve(undefined)
          : this.questions.ask(this.shown.state.uri, kind, question),
      announce: (text) => {
        this.page.live.textContent = text;
      },
      nameOf: (id) => nameOf(this.picture.graph, id),
      reveal: (id) => {
        const box = this.boxOf(id);
        if (box !== undefined) this.viewport.reveal(box);
      },
      goTo: (id) => this.select(id, { reveal: true, speak: true }),
      showSource: (id) => this.showSource(id),
      toggleCollapsed: (network) => this.filter.toggleCollapsed(network),
      trace: (which, id) => this.trace.pick(which, id),
      traceChanged: () => {
        this.side.update();
        this.saveSoon();
      },
      setStep: (step, statement) => this.setStep(step, statement),
    };
  }

  private listen(commands: readonly KeyCommand[]): void {
    const { canvas, graph, zoomIn, zoomOut, fit, arrange } = this.page;
    window.addEventListener('message', ({ data }) => {
      if (isToWebview(data)) this.receive(data);
    });
    canvas.addEventListener('keydown', keyHandler(commands));
    // Cytoscape takes the focus away from everything when the button goes down.
    canvas.addEventListener('pointerup', () => canvas.focus({ preventScroll: true }));
    canvas.addEventListener('contextmenu', (event) => event.preventDefault());
    zoomIn.addEventListener('click', () => this.viewport.zoomBy(1));
    zoomOut.addEventListener('click', () => this.viewport.zoomBy(-1));
    fit.addEventListener('click', () => this.viewport.fit());
    arrange.addEventListener('click', () => this.arrangeAnew());
    new ResizeObserver(() => {
      this.picture.cy.resize();
      this.viewport.settle();
    }).observe(graph);
    onThemeChange((theme) => {
      this.picture.retheme(theme);
      this.minimap.refresh();
    });
  }

  private receive(message: ToWebview): void {
    switch (message.type) {
      case 'show': {
        const isSame = message.state.uri === this.shown?.state.uri;
        if (!isSame) {
          this.select(undefined);
          this.trace.set({});
          this.picture.forget();
        }
        this.show(message.state, message.title);
        break;
      }
      case 'patch':
        this.patch(message.change);
        break;
      case 'select':
        if (this.following) this.select(message.node ?? undefined, { reveal: true });
        break;
      case 'answer':
        this.questions.receive(message);
        break;
      case 'empty':
        this.clear(message.message);
    }
  }

  private patch({ uri, from, patch, ...change }: Extract<ToWebview, { type: 'patch' }>['change']): void {
    if (this.shown === undefined || this.shown.state.uri !== uri || this.shown.state.revision !== from) {
      this.host.postMessage({ type: 'resync' });
      return;
    }
    const graph = patchGraph(this.shown.state.graph, patch);
    this.show({ uri, ...change, graph }, this.shown.title);
  }

  private show(state: TopologyState, title: string): void {
    this.shown = { state, title };
    this.page.setEmpty(undefined);
    this.page.setTitle(title);
    this.page.setStale(state.stale);
    this.draw();
    this.refreshSoon();
  }

  private draw(): void {
    if (this.shown === undefined) return;
    const { graph } = this.shown.state;
    this.filter.setGraph(graph);
    this.picture.show(visibleGraph(graph, this.filter.current));
    this.outline.show(this.picture.graph);
    if (this.selected !== undefined && !this.exists(this.selected)) this.select(undefined);
    this.viewport.settle();
    this.search.refresh();
    this.farLabels.refresh();
    this.minimap.refresh();
    this.overlay.update();
    this.saveSoon();
  }

  /** What depends on the text beyond the picture. */
  private async refresh(): Promise<void> {
    this.trace.refresh();
    if (this.side.showsDetails) this.details.refresh();
    const timeline = await this.stage.ask('timeline', {});
    if (timeline !== undefined && this.shown !== undefined) {
      this.timeline.setSteps(timeline.steps, this.shown.state.step);
    }
  }

  private clear(message: string): void {
    this.shown = undefined;
    this.select(undefined);
    this.trace.set({});
    this.timeline.pause();
    this.page.setEmpty(message);
    this.page.setStale(false);
    this.outline.clear();
    this.host.setState(undefined);
  }

  private arrangeAnew(): void {
    this.picture.forget();
    this.draw();
    this.viewport.fit();
  }

  private exists(id: string): boolean {
    return this.picture.graph.nodes.has(id) || this.picture.graph.edges.has(id);
  }

  /** Marks a node or an edge; `reveal` brings it into sight, `speak` reads it out. */
  private select(id: string | undefined, { reveal = false, speak = false } = {}): void {
    this.selected = id !== undefined && this.exists(id) ? id : undefined;
    this.picture.select(this.selected);
    const box = this.selected === undefined ? undefined : this.boxOf(this.selected);
    if (reveal && box !== undefined) this.viewport.reveal(box);
    if (speak) this.stage.announce((this.selected && describe(this.picture.graph, this.selected)) ?? '');
    if (this.side.showsDetails) this.details.show(this.selected);
    this.saveSoon();
  }

  /** A click, or Enter: selects, shows the details, and the source. */
  private activate(id: string | undefined): void {
    this.tooltip.hide();
    this.menu.close();
    if (id !== undefined && this.page.scene.clientWidth >= ROOM_FOR_DETAILS) this.side.openDetails(false);
    this.select(id, { speak: true });
    if (this.selected !== undefined) this.showSource(this.selected);
  }

  private showSource(id: string): void {
    const { nodes, edges } = this.picture.graph;
    const range: SourceRange | undefined = nodes.get(id)?.source ?? edges.get(id)?.sourceRange;
    if (range !== undefined && this.shown !== undefined)
      this.host.postMessage({ type: 'reveal', uri: this.shown.state.uri, range });
  }

  private setStep(step: number | undefined, statement: SourceRange | undefined): void {
    if (this.shown === undefined) return;
    const { uri } = this.shown.state;
    this.host.postMessage({ type: 'step', uri, step: step ?? null });
    this.host.postMessage({ type: 'highlight', uri, range: step === undefined ? null : (statement ?? null) });
  }

  private setFollowing(following: boolean): void {
    this.following = following;
    this.follow.setAttribute('aria-pressed', String(following));
    this.saveSoon();
  }

  private setLevel(level: Level): void {
    this.picture.setLevel(level);
    this.level.setAttribute('aria-pressed', String(level === 'physical'));
  }

  private toggleLevel(): void {
    const before = this.picture.positions();
    const level = this.picture.level === 'logical' ? 'physical' : 'logical';
    this.setLevel(level);
    this.draw();
    this.picture.animateFrom(before);
    this.trace.refresh();
    this.stage.announce(
      level === 'physical'
        ? 'Physical level: namespaces, veth pairs, bridges and routes.'
        : 'Logical level: networks and what is on them.',
    );
  }

  private toggleDetails(): void {
    if (this.side.showsDetails) this.side.closeDetails(true);
    else {
      this.side.openDetails(true);
      this.details.show(this.selected);
    }
  }

  private openMenu(id: string): void {
    this.tooltip.hide();
    this.select(id, { speak: true });
    if (this.selected === undefined) return;
    const box = this.boxOf(id) ?? { x: 0, y: 0, width: 0, height: 0 };
    const [zoom, pan] = [this.picture.cy.zoom(), this.picture.cy.pan()];
    const [x, y] = [centreX(box) * zoom + pan.x, centreY(box) * zoom + pan.y];
    this.menu.open(this.menuItems(id), { x, y: y + this.page.canvas.offsetTop });
  }

  private menuItems(id: string): MenuItem[] {
    return [
      { label: 'Show details', run: () => this.openDetailsOf(id) },
      { label: 'Trace from here', run: () => this.trace.pick('from', id) },
      { label: 'Trace to here', run: () => this.trace.pick('to', id) },
      { label: 'Go to source', run: () => this.showSource(id) },
      ...(this.isNetwork(id) ? [{ label: 'Collapse or expand', run: () => this.filter.toggleCollapsed(id) }] : []),
    ];
  }

  private isNetwork(id: string): boolean {
    const node = this.picture.graph.nodes.get(id);
    return node !== undefined && isNetwork(node);
  }

  private openDetailsOf(id: string): void {
    this.side.openDetails(true);
    this.select(id);
    this.details.element.querySelector<HTMLElement>('button')?.focus();
  }

  private boxOf(id: string): Rect | undefined {
    return this.picture.arrangement?.rects.get(id);
  }

  private withSelected(run: (id: string) => unknown): () => void {
    return () => {
      if (this.selected !== undefined) run(this.selected);
    };
  }

  /** The keys of the picture, in the order in which the list of keys tells them. */
  private commands(): readonly KeyCommand[] {
    const go = (index: 0 | -1) => () =>
      this.select(readingOrder(this.picture.graph).at(index), { reveal: true, speak: true });
    return [
      { keys: Object.keys(ARROWS), label: 'Walk along the cables', run: (key) => this.walk(ARROWS[key]!) },
      { keys: ['Home'], label: 'First node', run: go(0) },
      { keys: ['End'], label: 'Last node', run: go(-1) },
      { keys: ['Enter'], label: 'Show details and source', run: () => this.activate(this.selected) },
      { keys: ['i'], label: 'Details on or off', run: () => this.toggleDetails() },
      { keys: ['t'], label: 'Trace from here', run: this.withSelected((id) => this.trace.pick('from', id)) },
      { keys: ['T'], label: 'Trace to here', run: this.withSelected((id) => this.trace.pick('to', id)) },
      { keys: ['ContextMenu', 'm'], label: 'Actions', run: this.withSelected((id) => this.openMenu(id)) },
      { keys: ['/'], label: 'Find', run: () => this.search.focus() },
      {
        keys: ['c'],
        label: 'Collapse or expand the network',
        run: this.withSelected((id) => this.isNetwork(id) && this.filter.toggleCollapsed(id)),
      },
      { keys: ['l'], label: 'Logical or physical level', run: () => this.toggleLevel() },
      { keys: ['F'], label: 'Filter', run: () => this.filter.toggle() },
      { keys: ['['], label: 'A step back in the file', run: () => this.timeline.step(-1) },
      { keys: [']'], label: 'A step forward in the file', run: () => this.timeline.step(1) },
      { keys: [' '], label: 'Play or pause the steps', run: () => this.timeline.toggle() },
      { keys: ['f'], label: 'Follow the cursor, or not', run: () => this.setFollowing(!this.following) },
      { keys: ['+'], label: 'Zoom in', run: () => this.viewport.zoomBy(1) },
      { keys: ['-'], label: 'Zoom out', run: () => this.viewport.zoomBy(-1) },
      { keys: ['0'], label: 'Show everything', run: () => this.viewport.fit() },
      { keys: ['Escape'], label: 'Clear the selection, then the trace', run: () => this.escape() },
      { keys: ['?'], label: 'This list', run: () => this.help.open() },
    ];
  }

  private escape(): void {
    if (this.selected === undefined) this.trace.set({});
    this.select(undefined, { speak: true });
  }

  private walk(direction: Direction): void {
    const { graph, arrangement } = this.picture;
    if (arrangement === undefined) return;
    const next =
      this.selected === undefined
        ? readingOrder(graph)[0]
        : (nextNode(graph, arrangement.rects, this.selected, direction) ?? this.selected);
    this.select(next, { reveal: true, speak: true });
  }

  private save(): void {
    const { arrangement } = this.picture;
    if (this.shown === undefined || arrangement === undefined) return;
    // Writing down a picture of tens of thousands of nodes would hold up every pause in panning.
    if (this.picture.graph.nodes.size > MOST_SAVED) {
      this.host.setState(undefined);
      return;
    }
    const viewport = this.viewport.state;
    this.host.setState(
      packState({
        title: this.shown.title,
        picture: this.shown.state,
        arrangement,
        following: this.following,
        level: this.picture.level,
        visibility: this.filter.current,
        detailsClosed: this.side.detailsClosed,
        detailsOpen: this.side.showsDetails,
        trace: this.trace.current,
        ...(viewport === undefined ? {} : { viewport }),
        ...(this.selected === undefined ? {} : { selected: this.selected }),
      }),
    );
  }

  private restore(): void {
    const saved = unpackState(this.host.getState());
    if (saved === undefined) return;
    this.setLevel(saved.level);
    this.picture.remember(saved.arrangement);
    this.setFollowing(saved.following);
    this.filter.set(saved.visibility);
    this.show(saved.picture, saved.title);
    if (saved.viewport !== undefined) this.viewport.restore(saved.viewport);
    if (saved.detailsOpen) this.side.openDetails(true);
    this.select(saved.selected);
    if (saved.trace.from !== undefined || saved.trace.to !== undefined) this.trace.set(saved.trace);
  }
}

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};
