/** What the reader does with the picture, by mouse, keys, menus and buttons alike. */
import type { FromWebview, Hypothesis, SourceRange } from '../language-server/protocol.ts';
import { type Actions, menuItems } from './commands.ts';
import type { ContextMenu, MenuItem } from './context-menu.ts';
import type { DetailsPanel } from './details/details-panel.ts';
import type { FilterPanel } from './filter/filter-panel.ts';
import type { HelpDialog } from './help/help-dialog.ts';
import { centreX, centreY } from './layout/geometry.ts';
import type { Direction } from './navigate.ts';
import type { Page } from './page.ts';
import type { Picture } from './picture.ts';
import type { SearchBox } from './search/search-box.ts';
import type { Selection } from './selection.ts';
import type { SidePanel } from './side-panel.ts';
import type { Switch } from './switch.ts';
import type { TimelineBar } from './timeline/timeline-bar.ts';
import type { Tooltip } from './tooltip.ts';
import type { TraceControl } from './trace/trace-control.ts';
import type { Viewport } from './viewport.ts';

/** The parts of the view that the reader's hand moves. */
export interface Parts {
  readonly page: Page;
  readonly picture: Picture;
  readonly viewport: Viewport;
  readonly selection: Selection;
  readonly side: SidePanel;
  readonly details: DetailsPanel;
  readonly trace: TraceControl;
  readonly timeline: TimelineBar;
  readonly tooltip: Tooltip;
  readonly menu: ContextMenu;
  readonly help: HelpDialog;
  readonly filter: FilterPanel;
  readonly search: SearchBox;
  readonly follow: Switch;
  readonly physical: Switch;
  /** The document that is drawn. */
  readonly uri: string | undefined;
  post(message: FromWebview): void;
}

/** Narrower pages show the details only when they are asked for. */
const ROOM_FOR_DETAILS = 640;

export class ReaderActions implements Actions {
  constructor(private readonly parts: Parts) {}

  walk(direction: Direction): void {
    this.parts.selection.walk(direction);
  }

  goToFirst(): void {
    this.parts.selection.first();
  }

  goToLast(): void {
    this.parts.selection.last();
  }

  activate(id: string | undefined): void {
    const { page, selection, side, tooltip, menu } = this.parts;
    tooltip.hide();
    menu.close();
    if (id !== undefined && page.scene.clientWidth >= ROOM_FOR_DETAILS) side.openDetails(false);
    selection.set(id, { speak: true });
    if (selection.current !== undefined) this.showSource(selection.current);
  }

  toggleDetails(): void {
    const { side, details, selection } = this.parts;
    if (side.showsDetails) side.closeDetails(true);
    else {
      side.openDetails(true);
      details.show(selection.current);
    }
  }

  openDetails(id: string): void {
    const { side, details, selection } = this.parts;
    side.openDetails(true);
    selection.set(id);
    details.element.querySelector<HTMLElement>('button')?.focus();
  }

  showSource(id: string): void {
    const { picture, uri } = this.parts;
    const { nodes, edges } = picture.graph;
    const range: SourceRange | undefined = nodes.get(id)?.source ?? edges.get(id)?.sourceRange;
    if (range !== undefined && uri !== undefined) this.parts.post({ type: 'reveal', uri, range });
  }

  trace(which: 'from' | 'to', id: string): void {
    this.parts.trace.pick(which, id);
  }

  whatIf(id: string): MenuItem | undefined {
    const { picture, uri } = this.parts;
    const node = picture.graph.nodes.get(id);
    if (node === undefined || uri === undefined) return undefined;
    const ask = (hypothesis: Hypothesis) => () => this.parts.post({ type: 'whatIf', uri, hypothesis });
    const { kind, label } = node;
    if (kind === 'container')
      return { label: 'What breaks if this container stops?', run: ask({ kind: 'stop', container: label }) };
    if (kind === 'bridge' || kind === 'network')
      return { label: 'What breaks if this network goes?', run: ask({ kind: 'removeNetwork', network: label }) };
    return undefined;
  }

  openMenu(id: string): void {
    const { page, picture, selection, tooltip, menu } = this.parts;
    tooltip.hide();
    selection.set(id, { speak: true });
    if (selection.current === undefined) return;
    const box = picture.boxOf(id) ?? { x: 0, y: 0, width: 0, height: 0 };
    const [zoom, pan] = [picture.cy.zoom(), picture.cy.pan()];
    const [x, y] = [centreX(box) * zoom + pan.x, centreY(box) * zoom + pan.y];
    menu.open(menuItems(this, id), { x, y: y + page.canvas.offsetTop });
  }

  find(): void {
    this.parts.search.focus();
  }

  isNetwork(id: string): boolean {
    return this.parts.picture.isNetwork(id);
  }

  toggleCollapsed(network: string): void {
    this.parts.filter.toggleCollapsed(network);
  }

  toggleLevel(): void {
    this.parts.physical.toggle();
  }

  toggleFilter(): void {
    this.parts.filter.toggle();
  }

  goStep(by: 1 | -1): void {
    this.parts.timeline.step(by);
  }

  togglePlaying(): void {
    this.parts.timeline.toggle();
  }

  toggleFollowing(): void {
    this.parts.follow.toggle();
  }

  zoomBy(direction: 1 | -1): void {
    this.parts.viewport.zoomBy(direction);
  }

  fit(): void {
    this.parts.viewport.fit();
  }

  escape(): void {
    const { selection, trace } = this.parts;
    if (selection.current === undefined) trace.set({});
    selection.set(undefined, { speak: true });
  }

  openHelp(): void {
    this.parts.help.open();
  }
}
