/** What the reader does with the picture, by mouse, keys, menus and buttons alike. */
import { t, translatable } from '../language-server/l10n.ts';
import type { BegunGesture, FromWebview, Hypothesis, TopologyGraph, ToWebview } from '../language-server/protocol.ts';
import { type Actions, menuItems } from './commands.ts';
import type { ContextMenu, MenuItem } from './context-menu.ts';
import type { DetailsPanel } from './details/details-panel.ts';
import { type EditName, gesturesOn } from './editing/gestures.ts';
import { copyPicture, pictureContent } from './export/picture-content.ts';
import { printTheme } from './export/print-themes.ts';
import type { FilterPanel } from './filter/filter-panel.ts';
import { indexGraph } from './graph.ts';
import type { HelpDialog } from './help/help-dialog.ts';
import { centreX, centreY, type Point } from './layout/geometry.ts';
import type { Level } from './layout/scene.ts';
import type { Direction } from './navigate.ts';
import type { Page } from './page.ts';
import type { Picture } from './picture.ts';
import type { Questions } from './questions.ts';
import type { SearchBox } from './search/search-box.ts';
import type { Selection } from './selection.ts';
import type { SidePanel } from './side-panel.ts';
import type { Switch } from './switch.ts';
import type { TimelineBar } from './timeline/timeline-bar.ts';
import type { Tooltip } from './tooltip.ts';
import type { TraceControl } from './trace/trace-control.ts';
import type { Viewport } from './viewport.ts';
import { finish } from './work.ts';

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
  /** Everything, also what is filtered out of the picture. */
  readonly wholeGraph: TopologyGraph;
  readonly questions: Questions;
  /** Read out by a screen reader. */
  announce(text: string): void;
  post(message: FromWebview): void;
  /** Keeps where things have been dragged to. */
  savePlaces(): void;
  /** The picture is to be laid out in another way: draws it. */
  rearranged(then: () => void): void;
}

/** Narrower pages show the details only when they are asked for. */
const ROOM_FOR_DETAILS = 640;

/** Of the keys, in CSS pixels at zoom 1. */
const STEP = 24;
const STEPS: Readonly<Record<Direction, Point>> = {
  up: { x: 0, y: -STEP },
  down: { x: 0, y: STEP },
  left: { x: -STEP, y: 0 },
  right: { x: STEP, y: 0 },
};
const MOVED: Readonly<Record<Direction, string>> = {
  up: translatable('Moved up.'),
  down: translatable('Moved down.'),
  left: translatable('Moved left.'),
  right: translatable('Moved right.'),
};

export class ReaderActions implements Actions {
  constructor(private readonly parts: Parts) {}

  walk(direction: Direction): void {
    this.parts.selection.walk(direction);
  }

  nextCable(): void {
    if (!this.parts.selection.nextCable()) this.parts.announce(t`There is no cable here.`);
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
    const origin = (nodes.get(id) ?? edges.get(id))?.origin;
    if (origin !== undefined && uri !== undefined) this.parts.post({ type: 'reveal', uri, origin });
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
      return { label: t`What breaks if this container stops?`, run: ask({ kind: 'stop', container: label }) };
    if (kind === 'bridge' || kind === 'network')
      return { label: t`What breaks if this network goes?`, run: ask({ kind: 'removeNetwork', network: label }) };
    return undefined;
  }

  openMenu(id: string | undefined, at?: Point): void {
    const { page, picture, selection, tooltip, menu } = this.parts;
    tooltip.hide();
    selection.set(id, { speak: true });
    const box = picture.boxOf(selection.current ?? '');
    const place = at ?? (box && { x: centreX(box), y: centreY(box) });
    const { x, y } =
      place === undefined ? { x: picture.cy.width() / 2, y: picture.cy.height() / 2 } : picture.onScreen(place);
    menu.open(menuItems(this, selection.current), { x, y: y + page.canvas.offsetTop });
  }

  editsOn(id: string | undefined): readonly EditName[] {
    return [...gesturesOn(finish(indexGraph(this.parts.wholeGraph)), id).keys()];
  }

  edit(name: EditName, id: string | undefined): void {
    const gesture = gesturesOn(finish(indexGraph(this.parts.wholeGraph)), id).get(name);
    if (gesture === undefined) this.parts.announce(t`That cannot be done here.`);
    else void this.write(gesture);
  }

  /** Has a gesture written down, and says what came of it. */
  async write(gesture: BegunGesture): Promise<void> {
    const { questions, uri } = this.parts;
    const said = uri === undefined ? undefined : await questions.edit(uri, gesture);
    if (said !== undefined) this.parts.announce(said);
  }

  move(direction: Direction, id: string): void {
    if (this.moveBy(id, STEPS[direction])) this.parts.announce(t(MOVED[direction]));
    else {
      this.parts.announce(t`Only the outside, hosts, and the containers and networks in them can be moved.`);
    }
  }

  /** False for what has its place by what it is. */
  moveBy(id: string, by: Point): boolean {
    const { picture } = this.parts;
    const moving = picture.movingWith(id);
    if (moving.length === 0) return false;
    picture.move(moving, by);
    this.parts.rearranged(() => {
      picture.settle();
      this.parts.savePlaces();
    });
    return true;
  }

  async copyImage(): Promise<void> {
    const { page, picture } = this.parts;
    const { drawn } = picture;
    if (drawn === undefined) return;
    const problem = await copyPicture(drawn, picture.theme, page.canvas.getAttribute('aria-label') ?? '');
    this.parts.announce(
      problem === undefined ? t`The picture is in the clipboard.` : t`The picture cannot be copied: ${problem}`,
    );
    this.parts.post({ type: 'copied', ...(problem === undefined ? {} : { problem }) });
  }

  export(): void {
    const { uri } = this.parts;
    if (uri !== undefined) this.parts.post({ type: 'export', uri });
  }

  async draw({ id, format, colours }: Extract<ToWebview, { type: 'draw' }>): Promise<void> {
    const { page, picture } = this.parts;
    const theme = colours === 'print' ? printTheme('light') : picture.theme;
    const { drawn } = picture;
    const title = page.canvas.getAttribute('aria-label') ?? '';
    const content = drawn === undefined ? null : await pictureContent(drawn, format, theme, title).catch(() => null);
    this.parts.post({ type: 'drawn', id, content });
  }

  resetPositions(): void {
    const { picture, viewport } = this.parts;
    picture.forget();
    this.parts.rearranged(() => viewport.fit());
    this.parts.savePlaces();
    this.parts.announce(t`Positions are reset.`);
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

  /** The two levels are one picture: everything moves from where it was to where it is. */
  setLevel(level: Level): void {
    const { picture, trace } = this.parts;
    const before = picture.positions();
    picture.places.level = level;
    this.parts.rearranged(() => {
      picture.animateFrom(before);
      trace.refresh();
    });
    this.parts.announce(
      level === 'physical'
        ? t`Physical level: namespaces, veth pairs, bridges and routes.`
        : t`Logical level: networks and what is on them.`,
    );
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
