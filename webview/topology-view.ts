/** The view as a whole: what the extension says goes to its parts, what the reader does goes to the extension. */
import { t } from '../language-server/l10n.ts';
import type { FromWebview, TopologyGraph, TopologyState, ToWebview } from '../language-server/protocol.ts';
import { type Parts, ReaderActions } from './actions.ts';
import { keyCommands } from './commands.ts';
import { ContextMenu } from './context-menu.ts';
import { DetailsPanel } from './details/details-panel.ts';
import { delayed, iconButton } from './dom.ts';
import { Drag } from './editing/drag.ts';
import { KeptPlaces } from './editing/kept-places.ts';
import { FilterPanel } from './filter/filter-panel.ts';
import { networksOf, standInFor, visibleGraph } from './filter/visible-graph.ts';
import { HelpDialog } from './help/help-dialog.ts';
import { Legend } from './help/legend.ts';
import { ICONS } from './icon-paths.ts';
import { keyHandler } from './keys.ts';
import { enclosing } from './layout/geometry.ts';
import type { NewId } from './layout/renamed.ts';
import { isToWebview } from './messages.ts';
import { Outline } from './outline.ts';
import { Overlay } from './overlay.ts';
import { buildPage } from './page.ts';
import { currentTheme, onThemeChange } from './page-theme.ts';
import { Picture } from './picture.ts';
import { Questions } from './questions.ts';
import { type PageState, Reload } from './reload.ts';
import { SearchBox } from './search/search-box.ts';
import { Selection } from './selection.ts';
import { changed, looksLike, type ShownTopology } from './shown-topology.ts';
import { SidePanel } from './side-panel.ts';
import { Switch } from './switch.ts';
import { TimelineBar } from './timeline/timeline-bar.ts';
import { Tooltip } from './tooltip.ts';
import { TraceControl } from './trace/trace-control.ts';
import type { ViewContext } from './view-context.ts';
import { Viewport } from './viewport.ts';
import { describe, nameOf } from './words.ts';
import { FarLabels } from './zoom/far-labels.ts';
import { Minimap } from './zoom/minimap.ts';

export interface Host extends PageState {
  postMessage(message: FromWebview): void;
}

const SAVE_DELAY = 200;
/** The server is asked for what stands beside the picture once edits pause. */
const REFRESH_DELAY = 120;

/** What stands upright at the right of the picture takes room from it; a row in a corner does not. */
const toolsWidth = ({ clientWidth, clientHeight }: HTMLElement): number =>
  clientHeight > clientWidth ? clientWidth : 0;

export class TopologyView implements Parts {
  readonly page;
  readonly picture: Picture;
  readonly viewport: Viewport;
  private readonly outline: Outline;
  readonly overlay: Overlay;
  readonly questions: Questions;
  readonly selection: Selection;
  private readonly actions = new ReaderActions(this);
  private readonly kept: KeptPlaces;
  private readonly stage: ViewContext;
  readonly trace: TraceControl;
  readonly details: DetailsPanel;
  readonly side: SidePanel;
  readonly timeline: TimelineBar;
  readonly tooltip: Tooltip;
  readonly menu: ContextMenu;
  readonly help: HelpDialog;
  private readonly legend: Legend;
  readonly filter: FilterPanel;
  readonly search: SearchBox;
  private readonly farLabels: FarLabels;
  private readonly minimap: Minimap;
  readonly follow = new Switch(t`Follow cursor`, ICONS.follow, () => this.saveSoon());
  readonly physical = new Switch(t`Physical level: namespaces, veth pairs, bridges, routes`, ICONS.levels, (on) =>
    this.actions.setLevel(on ? 'physical' : 'logical'),
  );
  private shown: ShownTopology | undefined;
  private isTimelineOld = true;
  private readonly reload: Reload;
  /** What is selected, under the name that it has in the picture that is being drawn. */
  private reselected: string | undefined;
  private readonly saveSoon = delayed(SAVE_DELAY, () => this.save());
  private readonly refreshSoon = delayed(REFRESH_DELAY, () => void this.refresh());

  constructor(
    body: HTMLElement,
    private readonly host: Host,
  ) {
    this.page = buildPage(body);
    const { page } = this;
    this.questions = new Questions((message) => this.post(message));
    this.picture = new Picture(page.graph, page.sketch, currentTheme(), {
      clicked: (id) => this.actions.activate(id),
      opened: (id) => this.actions.isNetwork(id) && this.actions.toggleCollapsed(id),
      hovered: (id) => {
        page.graph.classList.toggle('over', id !== undefined);
        this.tooltip.over(id);
      },
      menuAsked: (id, at) => this.actions.openMenu(id, at),
    });
    this.kept = new KeptPlaces(this.picture, (uri, places) => this.post({ type: 'places', uri, places }));
    this.outline = new Outline(page.outline, (id) => this.actions.activate(id));
    this.overlay = new Overlay(this.picture.cy);
    const bounds = () => enclosing(this.picture.arrangement?.rects.values() ?? []);
    this.viewport = new Viewport(
      this.picture.cy,
      bounds,
      () => toolsWidth(page.tools),
      () => {
        this.tooltip.hide();
        this.saveSoon();
      },
    );
    this.tooltip = new Tooltip(page.tooltip, page.canvas, (id) => describe(this.picture.graph, id));
    this.menu = new ContextMenu(() => page.canvas.focus({ preventScroll: true }));
    this.selection = new Selection(
      this.picture,
      this.viewport,
      (text) => this.announce(text),
      (id) => {
        if (this.side.showsDetails) this.details.show(id);
        this.saveSoon();
      },
    );
    this.stage = this.makeStage();
    this.trace = new TraceControl(this.stage);
    this.details = new DetailsPanel(this.stage, () => this.side.closeDetails(true));
    this.timeline = new TimelineBar(this.stage);
    this.side = new SidePanel(page.side, this.trace.panel.element, this.details.element, () => this.saveSoon());
    const keys = keyCommands(this.actions, () => this.selection.current);
    this.help = new HelpDialog(keys);
    const theme = () => this.picture.theme;
    this.legend = new Legend(theme);
    this.filter = new FilterPanel(() => this.draw());
    this.search = new SearchBox(this.stage, () => page.canvas.focus({ preventScroll: true }));
    this.farLabels = new FarLabels(this.picture.cy, this.overlay, this.picture);
    this.minimap = new Minimap(this.picture.cy, this.picture, theme);

    page.toolbar.append(
      this.search.element,
      this.physical.element,
      this.filter.button,
      this.follow.element,
      iconButton(t`Details`, ICONS.details, () => this.actions.toggleDetails()),
      iconButton(t`Legend`, ICONS.legend, () => this.legend.open()),
      iconButton(t`Keys`, ICONS.help, () => this.help.open()),
    );
    page.canvas.append(this.overlay.element);
    page.scene.append(this.minimap.element, this.filter.element, this.filter.notice, this.menu.element);
    page.foot.append(this.timeline.element);
    body.append(this.help.element, this.legend.element);
    this.follow.set(true);
    this.reload = new Reload(this, this.host);
    const earlier = this.reload.restore();
    if (earlier !== undefined && earlier.state.graph.nodes.length > 0) this.show(earlier);
    new Drag(this, this.actions);
    this.listen(keyHandler(keys));
    this.post({ type: 'ready' });
    if (earlier !== undefined) this.askForMoment(earlier);
  }

  private makeStage(): ViewContext {
    return {
      picture: this.picture,
      overlay: this.overlay,
      ask: (kind, question) =>
        this.shown === undefined
          ? Promise.resolve(undefined)
          : this.questions.ask(this.shown.state.uri, kind, question),
      announce: (text) => this.announce(text),
      nameOf: (id) => nameOf(this.picture.graph, id),
      reveal: (id) => this.selection.reveal(id),
      wholeGraph: () => this.wholeGraph,
      goTo: (id) => this.goTo(id),
      showSource: (id) => this.actions.showSource(id),
      toggleCollapsed: (network) => this.filter.toggleCollapsed(network),
      pin: ({ from, to, on }) => {
        const { uri } = this;
        if (uri !== undefined) this.post({ type: 'pin', uri, from, to, ...(on !== undefined && { on }) });
      },
      trace: (which, id) => this.trace.pick(which, id),
      traceChanged: () => {
        this.side.update();
        this.saveSoon();
      },
      setStep: (step) => this.setStep(step),
    };
  }

  get uri(): string | undefined {
    return this.shown?.state.uri;
  }

  get wholeGraph(): TopologyGraph {
    return this.shown?.state.graph ?? { nodes: [], edges: [] };
  }

  post(message: FromWebview): void {
    this.host.postMessage(message);
  }

  private listen(keyDown: (event: KeyboardEvent) => void): void {
    const { canvas, graph, zoomIn, zoomOut, fit, arrange } = this.page;
    window.addEventListener('message', ({ data }) => {
      if (isToWebview(data)) this.receive(data);
    });
    canvas.addEventListener('keydown', keyDown);
    // Cytoscape takes the focus away from everything when the button goes down.
    canvas.addEventListener('pointerup', () => canvas.focus({ preventScroll: true }));
    canvas.addEventListener('contextmenu', (event) => event.preventDefault());
    zoomIn.addEventListener('click', () => this.viewport.zoomBy(1));
    zoomOut.addEventListener('click', () => this.viewport.zoomBy(-1));
    fit.addEventListener('click', () => this.viewport.fit());
    arrange.addEventListener('click', () => this.actions.resetPositions());
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
        const before = this.shown?.state;
        const isSame = message.state.uri === before?.uri;
        if (!isSame) {
          this.selection.set(undefined);
          this.trace.set({});
          this.picture.forget();
          if (message.state.uri !== this.reload.awaits) this.filter.begin(message.state.graph);
        }
        this.kept.take(message.places ?? {});
        this.rename(this.kept.renames(before, message.state), message.state);
        this.isTimelineOld = true;
        this.show(message);
        break;
      }
      case 'places':
        if (message.uri === this.uri && this.kept.take(message.places)) this.draw();
        break;
      case 'patch':
        this.patch(message.change);
        break;
      case 'select':
        if (this.follow.isOn)
          this.picture.whenDrawn(() => this.selection.set(this.drawnFor(message.node), { reveal: true }));
        break;
      case 'trace': {
        const { type: _, ...ends } = message;
        this.picture.whenDrawn(() => this.trace.set(ends));
        break;
      }
      case 'answer':
        this.questions.receive(message);
        break;
      case 'draw':
        this.picture.whenDrawn(() => void this.actions.draw(message));
        break;
      case 'copy':
        this.picture.whenDrawn(() => void this.actions.copyImage());
        break;
      case 'empty':
        this.clear(message.message);
    }
  }

  private patch(change: Extract<ToWebview, { type: 'patch' }>['change']): void {
    const next = this.shown && changed(this.shown, change);
    if (this.shown === undefined || next === undefined) {
      this.post({ type: 'resync' });
      return;
    }
    if (change.newTimeline) this.isTimelineOld = true;
    if (change.declared !== undefined) this.rename(this.kept.renames(this.shown.state, next.state), next.state);
    if (looksLike(this.shown, next)) {
      this.shown = next;
      this.refreshSoon();
    } else this.show(next);
  }

  /** What is remembered of things is remembered under the names that they have now. */
  private rename(newId: NewId | undefined, state: TopologyState): void {
    if (newId === undefined) return;
    this.trace.rename(newId);
    this.filter.rename(newId);
    if (this.picture.rename(newId)) this.kept.save(state);
    const { current } = this.selection;
    if (current !== undefined && newId(current) !== current) this.reselected = newId(current);
  }

  private show({ state, title }: ShownTopology): void {
    this.shown = { state, title };
    this.page.setEmpty(undefined);
    this.page.setTitle(title);
    this.page.setStale(state.stale);
    this.timeline.makeRoom(state.steps > 0);
    this.draw();
    this.refreshSoon();
  }

  private draw(): void {
    if (this.shown === undefined) return;
    const { graph } = this.shown.state;
    this.filter.setGraph(graph);
    const { current } = this.filter;
    this.picture.show(() => visibleGraph(graph, current), graph.nodes.length);
    this.picture.whenDrawn(this.drawn);
  }

  private readonly drawn = (): void => {
    this.outline.show(this.picture.graph);
    if (this.reselected === undefined) this.selection.refresh();
    else this.selection.set(this.reselected);
    this.reselected = undefined;
    this.viewport.settle();
    this.search.refresh();
    this.farLabels.refresh();
    this.minimap.refresh();
    this.overlay.update();
    this.reload.lookAgain();
    this.saveSoon();
  };

  /** What depends on the text beyond the picture. */
  private async refresh(): Promise<void> {
    this.trace.refresh();
    if (this.side.showsDetails) this.details.refresh();
    if (!this.isTimelineOld) return;
    this.isTimelineOld = false;
    const timeline = await this.stage.ask('timeline', {});
    if (timeline === undefined || this.shown === undefined) this.isTimelineOld = true;
    else this.timeline.setSteps(timeline.steps, this.shown.state.step);
  }

  private clear(message: string): void {
    this.shown = undefined;
    this.selection.set(undefined);
    this.trace.set({});
    this.timeline.pause();
    this.page.setEmpty(message);
    this.page.setStale(false);
    this.outline.clear();
    this.reload.forget();
  }

  savePlaces(): void {
    if (this.shown !== undefined) this.kept.save(this.shown.state);
  }

  rearranged(then: () => void): void {
    this.draw();
    this.picture.whenDrawn(then);
  }

  announce(text: string): void {
    this.page.live.textContent = text;
  }

  private setStep(step: number | undefined): void {
    const { uri } = this;
    if (uri !== undefined) this.post({ type: 'step', uri, step: step ?? null });
  }

  private drawnFor(id: string | null): string | undefined {
    return id === null ? undefined : standInFor(this.wholeGraph, id, (other) => this.picture.has(other));
  }

  /** Also to what is folded away: then its networks are expanded. */
  private goTo(id: string): void {
    if (!this.picture.has(id)) this.filter.expand(networksOf(this.wholeGraph, id));
    this.picture.whenDrawn(() => this.selection.set(id, { reveal: true, speak: true }));
  }

  private save(): void {
    if (this.shown === undefined || this.picture.arrangement === undefined) return;
    this.kept.refresh(this.shown.state);
    this.reload.save(this.shown);
  }

  /** A new extension host knows nothing of the moment that was looked at before the reload. */
  private askForMoment({ state: { uri, step, steps } }: ShownTopology): void {
    if (step >= steps) return;
    this.post({ type: 'step', uri, step });
  }
}
