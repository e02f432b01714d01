/** A trace: from here, to there, by which port; asked again whenever the picture changes. */
import { t } from '../../language-server/l10n.ts';
import type { TopologyHop, TopologyJourney, TopologyTrace } from '../../language-server/protocol.ts';
import { make } from '../dom.ts';
import { centreX, centreY, type Point } from '../layout/geometry.ts';
import type { Pin } from '../overlay.ts';
import type { ViewContext } from '../view-context.ts';
import { Packet } from './packet.ts';
import { TracePanel } from './trace-panel.ts';
import { type Leg, legsBetween, placeOf, shellsOf } from './way.ts';

export interface TraceState {
  readonly from?: string;
  readonly to?: string;
  readonly on?: string;
}

export class TraceControl {
  readonly panel: TracePanel;
  private state: TraceState = {};
  private answer: TopologyTrace | undefined;
  /** Which of several journeys is shown, and at which hop. */
  private shown = 0;
  private asked = 0;
  private readonly packet: Packet;
  private readonly ends: { readonly from: Pin; readonly to: Pin };
  private readonly verdict: Pin;

  constructor(private readonly stage: ViewContext) {
    this.packet = new Packet(stage.overlay);
    const end = (which: 'from' | 'to'): Pin => ({
      element: make('div', { class: `trace-end ${which}`, 'aria-hidden': 'true' }, which === 'from' ? t`from` : t`to`),
      place: () => this.cornerOf(this.state[which]),
    });
    this.ends = { from: end('from'), to: end('to') };
    this.verdict = {
      element: make('div', { class: 'trace-verdict', 'aria-hidden': 'true' }),
      place: () => this.endOfWay(),
    };
    this.panel = new TracePanel({
      ask: (on) => this.set({ ...this.state, on }),
      swap: () => this.set({ ...this.state, from: this.state.to, to: this.state.from } as TraceState),
      choose: (index) => this.showJourney(index),
      visit: (index) => this.visit(index),
      replay: () => this.play(),
      pin: () => this.answer?.pin && this.stage.pin(this.answer.pin),
      close: () => this.set({}),
    });
  }

  get current(): TraceState {
    return this.state;
  }

  /** The trace starts, or ends, at a node. */
  pick(which: 'from' | 'to', id: string): void {
    const on = which === 'to' && id !== this.state.to ? {} : this.state.on === undefined ? {} : { on: this.state.on };
    const { from, to } = this.state;
    this.set({ ...(from && { from }), ...(to && { to }), ...on, [which]: id });
    const other = which === 'from' ? to : from;
    if (other === undefined) {
      const name = this.stage.nameOf(id);
      this.stage.announce(
        which === 'from'
          ? t`Trace from ${name}. Now choose where it ends.`
          : t`Trace to ${name}. Now choose where it starts.`,
      );
    }
  }

  set(state: TraceState): void {
    this.state = Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined && value !== ''));
    this.shown = 0;
    this.clearWay();
    this.stage.traceChanged();
    void this.run(true);
  }

  /** Its ends are called something else; they are the same. */
  rename(newId: (id: string) => string): void {
    const { from, to, on } = this.state;
    this.state = { ...(from && { from: newId(from) }), ...(to && { to: newId(to) }), ...(on !== undefined && { on }) };
  }

  /** After the picture has changed: the same question, answered anew without a journey's show. */
  refresh(): void {
    if (this.state.from === undefined && this.state.to === undefined) return;
    void this.run(false);
  }

  private async run(isNew: boolean): Promise<void> {
    const { from, to, on } = this.state;
    this.putEnds();
    this.panel.setQuestion(this.state, (id) => this.stage.nameOf(id));
    const asked = ++this.asked;
    if (from === undefined || to === undefined) {
      this.answer = undefined;
      this.panel.setAnswer(undefined, 0);
      return;
    }
    const answer = await this.stage.ask('trace', { from, to, ...(on === undefined ? {} : { on }) });
    if (asked !== this.asked) return;
    this.answer = answer;
    this.shown = Math.min(this.shown, Math.max(0, (answer?.journeys.length ?? 1) - 1));
    if (isNew) this.shown = Math.max(0, answer?.journeys.findIndex(({ delivered }) => !delivered) ?? 0);
    this.panel.setAnswer(answer, this.shown);
    if (isNew) {
      this.stage.announce(this.summary());
      this.play();
    } else this.drawWay();
  }

  private summary(): string {
    const journey = this.journey;
    if (journey === undefined) return this.answer?.problem ?? t`No answer.`;
    const { title, verdict, hops, reason } = journey;
    return t`${title}: ${verdict}, after ${hops.length} hops. ${reason}`;
  }

  private get journey(): TopologyJourney | undefined {
    return this.answer?.journeys[this.shown];
  }

  private get hops(): readonly TopologyHop[] {
    return this.journey === undefined ? [] : [...this.journey.hops, ...this.journey.wayBack];
  }

  private showJourney(index: number): void {
    this.shown = index;
    this.panel.setAnswer(this.answer, index);
    this.stage.announce(this.summary());
    this.play();
  }

  /** The packet travels; the list shows where it is. */
  private play(): void {
    this.drawWay();
    const ways = this.legs.map((legs) => legs.flatMap((leg) => this.pointsOf(leg)));
    this.verdict.element.hidden = true;
    this.stage.overlay.remove(this.verdict);
    this.packet.travel(
      ways,
      (stop) => this.panel.mark(stop),
      () => {
        this.panel.mark(undefined);
        this.showVerdict();
      },
    );
  }

  /** Stands still at a hop and shows its place. */
  private visit(index: number): void {
    this.panel.mark(index);
    const place = this.places[index];
    this.packet.rest(this.centreOf(place));
    this.stage.picture.emphasis.mark('hop', place === undefined ? [] : [place]);
    if (place !== undefined) this.stage.reveal(place);
  }

  private get places(): readonly (string | undefined)[] {
    return this.hops.map(({ places }) => placeOf(this.stage.picture.graph, places));
  }

  private get legs(): readonly (readonly Leg[])[] {
    return legsBetween(this.stage.picture.graph, this.places);
  }

  private drawWay(): void {
    const { picture } = this.stage;
    const places = this.places.filter((id) => id !== undefined);
    const legs = this.legs.flat();
    const nodes = new Set([...places, ...legs.flatMap(({ from, to }) => [from, to])]);
    const last = places.at(-1);
    const around = [...nodes, this.state.from, this.state.to].flatMap((id) => id ?? []);
    picture.emphasis.mark(
      'near-way',
      around.flatMap((id) => [id, ...shellsOf(picture.graph, id)]),
    );
    picture.emphasis.mark('way', [...nodes, ...legs.flatMap(({ edge }) => edge ?? [])]);
    picture.emphasis.mark('lost', this.journey?.delivered === false && last !== undefined ? [last] : []);
    picture.emphasis.mark('hop', []);
    picture.emphasis.fadeFor('trace', nodes.size > 0);
    this.showVerdict();
  }

  private clearWay(): void {
    const { picture, overlay } = this.stage;
    this.packet.stop();
    for (const mark of ['near-way', 'way', 'lost', 'hop'] as const) picture.emphasis.mark(mark, []);
    picture.emphasis.fadeFor('trace', false);
    overlay.remove(this.verdict);
  }

  private putEnds(): void {
    for (const which of ['from', 'to'] as const) {
      if (this.state[which] === undefined) this.stage.overlay.remove(this.ends[which]);
      else this.stage.overlay.add(this.ends[which]);
    }
  }

  /** In words and with a sign at the place where the packet ends. */
  private showVerdict(): void {
    const journey = this.journey;
    this.stage.overlay.remove(this.verdict);
    if (journey === undefined || this.endOfWay() === undefined) return;
    const { element } = this.verdict;
    element.classList.toggle('delivered', journey.delivered);
    element.textContent = journey.delivered ? t`✓ delivered` : `✕ ${journey.verdict}`;
    this.stage.overlay.add(this.verdict);
  }

  private endOfWay(): Point | undefined {
    const rect = this.rectOf(this.places.findLast((id) => id !== undefined));
    return rect && { x: rect.x + rect.width / 2, y: rect.y + rect.height };
  }

  private rectOf(id: string | undefined) {
    return id === undefined ? undefined : this.stage.picture.arrangement?.rects.get(id);
  }

  /** The upper left one, above what sits on the border. */
  private cornerOf(id: string | undefined): Point | undefined {
    const rect = this.rectOf(id);
    if (rect === undefined) return undefined;
    const { graph } = this.stage.picture;
    const onBorder = (graph.children.get(id!) ?? []).flatMap((child) => this.rectOf(child.id) ?? []);
    return { x: rect.x, y: Math.min(rect.y, ...onBorder.map(({ y }) => y)) };
  }

  private centreOf(id: string | undefined): Point | undefined {
    const rect = this.rectOf(id);
    return rect && { x: centreX(rect), y: centreY(rect) };
  }

  private pointsOf({ from, to, edge }: Leg): readonly Point[] {
    const route = edge === undefined ? undefined : this.stage.picture.pathOf(edge);
    if (route !== undefined) {
      const isForward = this.stage.picture.graph.edges.get(edge!)!.source === from;
      return isForward ? route : [...route].reverse();
    }
    return [this.centreOf(from), this.centreOf(to)].filter((point) => point !== undefined);
  }
}
