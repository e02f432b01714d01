/** The trace in words, beside the picture: from, to, by which port, and every hop as one entry of a list. */
import { t } from '../../language-server/l10n.ts';
import type { Pinnable, TopologyHop, TopologyTrace } from '../../language-server/protocol.ts';
import { icon, iconButton, make, textButton } from '../dom.ts';
import { ICONS } from '../icon-paths.ts';
import type { TraceState } from './trace-control.ts';

export interface TracePanelEvents {
  /** Another port; empty: a ping. */
  ask(on: string): void;
  swap(): void;
  choose(journey: number): void;
  visit(hop: number): void;
  replay(): void;
  /** Writes down as an expectation what came of it. */
  pin(): void;
  close(): void;
}

export class TracePanel {
  readonly element = make('section', { id: 'trace', 'aria-label': t`Trace` });
  private readonly ends = make('dl', { class: 'ends' });
  private readonly port = make('input', {
    id: 'trace-port',
    list: 'trace-ports',
    placeholder: 'ping',
    'aria-describedby': 'trace-port-help',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  private readonly ports = make('datalist', { id: 'trace-ports' });
  private readonly result = make('div', { class: 'result' });
  private hops: readonly HTMLButtonElement[] = [];

  constructor(private readonly events: TracePanelEvents) {
    const label = make('label', { for: 'trace-port' }, t`on port`);
    const help = make(
      'span',
      { id: 'trace-port-help', class: 'unseen' },
      t`A port such as 80 or 53/udp; empty for a ping.`,
    );
    this.port.addEventListener('change', () => events.ask(this.port.value.trim()));
    this.element.append(
      make(
        'header',
        {},
        make('h2', {}, t`Trace`),
        iconButton(t`Send the packet again`, ICONS.play, () => events.replay()),
        iconButton(t`Swap from and to`, ICONS.swap, () => events.swap()),
        iconButton(t`Close the trace`, ICONS.close, () => events.close()),
      ),
      this.ends,
      make('div', { class: 'port' }, label, this.port, this.ports, help),
      this.result,
    );
    this.element.hidden = true;
    this.result.addEventListener('keydown', (event) => this.moveFocus(event));
  }

  setQuestion({ from, to, on }: TraceState, nameOf: (id: string) => string): void {
    this.element.hidden = from === undefined && to === undefined;
    const name = (id: string | undefined) => (id === undefined ? t`choose in the picture` : nameOf(id));
    this.ends.replaceChildren(
      ...[
        [t`From`, from],
        [t`To`, to],
      ].flatMap(([label, id]) => [
        make('dt', {}, label),
        make('dd', { class: id === undefined ? 'missing' : '' }, name(id)),
      ]),
    );
    if (document.activeElement !== this.port) this.port.value = on ?? '';
  }

  setAnswer(answer: TopologyTrace | undefined, shown: number): void {
    this.ports.replaceChildren(...(answer?.ports ?? []).map((value) => make('option', { value })));
    const journey = answer?.journeys[shown];
    this.hops = [];
    if (answer === undefined || journey === undefined) {
      this.result.replaceChildren(...(answer?.problem ? [make('p', { class: 'reason' }, answer.problem)] : []));
      return;
    }
    const several = answer.journeys.length > 1;
    const choices = make('div', { class: 'journeys', role: 'group', 'aria-label': t`Packets` });
    answer.journeys.forEach(({ title, delivered }, i) => {
      const pressed = { 'aria-pressed': String(i === shown) };
      choices.append(textButton(`${delivered ? '✓' : '✕'} ${title}`, () => this.events.choose(i), pressed));
    });
    const list = (hops: readonly TopologyHop[], offset: number) =>
      make(
        'ol',
        { class: 'hops', start: String(offset + 1) },
        ...hops.map((hop, i) =>
          this.hop(hop, offset + i, journey.delivered ? -1 : journey.hops.length + journey.wayBack.length - 1),
        ),
      );
    const pinned = document.activeElement?.closest('.pin');
    const sign = icon(journey.delivered ? ICONS.delivered : ICONS.dropped);
    this.result.replaceChildren(
      ...(several ? [choices] : [make('p', { class: 'title' }, journey.title)]),
      make('p', { class: `verdict ${journey.delivered ? 'delivered' : 'lost'}` }, sign, ` ${journey.verdict}`),
      make('p', { class: 'reason' }, journey.reason),
      ...(answer.pin ? [this.pin(answer.pin)] : []),
      list(journey.hops, 0),
      ...(journey.wayBack.length > 0
        ? [make('h3', {}, t`The way back`), list(journey.wayBack, journey.hops.length)]
        : []),
    );
    if (pinned) this.result.querySelector<HTMLElement>('.pin button, .pin')?.focus();
  }

  /** The hop that the packet is at. */
  mark(hop: number | undefined): void {
    this.hops.forEach((button, i) => {
      if (i === hop) {
        button.setAttribute('aria-current', 'step');
        button.scrollIntoView({ block: 'nearest' });
      } else button.removeAttribute('aria-current');
    });
  }

  private pin({ text, stands }: Pinnable): HTMLElement {
    if (stands) return make('p', { class: 'pin', tabindex: '-1' }, t`The file says so: `, make('code', {}, text));
    const button = textButton(t`Pin as expectation`, () => this.events.pin(), { 'aria-describedby': 'trace-pin' });
    return make('p', { class: 'pin' }, button, ' ', make('code', { id: 'trace-pin' }, text));
  }

  private hop({ kind, where, sentence, rule, packet }: TopologyHop, index: number, lost: number): HTMLElement {
    const button = textButton('', () => this.events.visit(index));
    const isLost = index === lost;
    button.append(
      make('span', { class: 'where' }, where),
      make('span', { class: 'kind' }, isLost ? `✕ ${kind}` : kind),
      make('span', { class: 'sentence' }, sentence),
      ...(packet ? [make('code', {}, packet)] : []),
      ...(rule ? [make('code', { class: 'rule' }, rule)] : []),
    );
    this.hops = [...this.hops, button];
    return make('li', { class: isLost ? 'lost' : '' }, button);
  }

  /** Up and down go from hop to hop, which is shown on the picture at once. */
  private moveFocus(event: KeyboardEvent): void {
    const at = this.hops.indexOf(document.activeElement as HTMLButtonElement);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: this.hops.length - 1,
    };
    const next = steps[event.key];
    const button = next === undefined || at < 0 ? undefined : this.hops[next];
    if (button === undefined) return;
    event.preventDefault();
    button.focus();
    button.click();
  }
}
