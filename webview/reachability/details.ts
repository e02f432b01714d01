/** What is behind a cell: its results by service, and the hops of the one that is chosen. */
import { t } from '../../language-server/l10n.ts';
import type {
  Pinnable,
  ReachabilityCell,
  ReachabilityClass,
  ReachabilityHop,
  ReachabilityTrace,
  SourceRange,
} from '../../language-server/protocol.ts';
import { element } from './page.ts';

export interface DetailsOwner {
  readonly trace: (service: number) => void;
  /** Writes down as an expectation what came of it. */
  readonly pin: (packet: Pinnable) => void;
  readonly reveal: (uri: string, range: SourceRange) => void;
  readonly close: () => void;
}

export class Details {
  private readonly heading = element('h2');
  private readonly services = element('div', { id: 'services' });
  private readonly trace = element('div', { id: 'trace' });

  constructor(
    private readonly section: HTMLElement,
    private readonly owner: DetailsOwner,
  ) {
    const close = element('button', { type: 'button', className: 'close', textContent: '✕', title: t`Close` });
    close.setAttribute('aria-label', t`Close the trace`);
    close.addEventListener('click', () => this.close());
    section.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.close();
    });
    this.trace.setAttribute('aria-live', 'polite');
    this.services.setAttribute('role', 'group');
    this.services.setAttribute('aria-label', t`What is tried`);
    section.append(element('header', {}, [this.heading, close]), this.services, this.trace);
  }

  showCell(from: ReachabilityClass, to: ReachabilityClass, cell: ReachabilityCell, chosen: number): void {
    this.heading.textContent = `${from.label} → ${to.label}`;
    this.services.replaceChildren(
      ...cell.results.map(({ on, result, reached }, index) => {
        const text = reached && result === t`reached` ? on : `${on} ${result}`;
        const button = element('button', { type: 'button', textContent: `${reached ? '✓' : '✗'} ${text}` });
        button.className = reached ? 'all' : 'none';
        button.setAttribute('aria-pressed', String(index === chosen));
        button.addEventListener('click', () => {
          for (const each of this.services.children) each.setAttribute('aria-pressed', String(each === button));
          this.owner.trace(index);
        });
        return button;
      }),
    );
    this.section.hidden = false;
  }

  showTrace(trace: ReachabilityTrace | null): void {
    if (!trace) {
      this.trace.replaceChildren(element('p', { textContent: t`The lab has changed; choose a cell again.` }));
      return;
    }
    const hadFocus = this.trace.contains(document.activeElement);
    const { from, to, on, result, reached, reason, hops, wayBack, pin } = trace;
    const title =
      on === 'ping'
        ? t`${from} → ${to} by ping: ${result}`
        : on
          ? t`${from} → ${to} on ${on}: ${result}`
          : `${from} → ${to}: ${result}`;
    this.trace.replaceChildren(
      element('p', { className: reached ? 'verdict all' : 'verdict none' }, [
        element('strong', { textContent: `${reached ? '✓' : '✗'} ${title}` }),
        ` ${reason}`,
      ]),
      ...(pin ? [this.pin(pin)] : []),
      ...this.way(t`Hops`, hops),
      ...this.way(t`The way back`, wayBack),
    );
    if (hadFocus) this.trace.querySelector<HTMLElement>('.pin button, .pin')?.focus();
  }

  private pin(packet: Pinnable): HTMLElement {
    const text = element('code', { id: 'pinned', textContent: packet.text });
    if (packet.stands) return element('p', { className: 'pin', tabIndex: -1 }, [t`The file says so: `, text]);
    const button = element('button', { type: 'button', textContent: t`Pin as expectation` });
    button.title = t`Write this line into the file`;
    button.setAttribute('aria-describedby', text.id);
    button.addEventListener('click', () => this.owner.pin(packet));
    return element('p', { className: 'pin' }, [button, ' ', text]);
  }

  hide(): void {
    this.section.hidden = true;
  }

  private close(): void {
    this.hide();
    this.owner.close();
  }

  private way(heading: string, hops: readonly ReachabilityHop[]): readonly HTMLElement[] {
    if (hops.length === 0) return [];
    return [
      element('h3', { textContent: heading }),
      element(
        'ol',
        {},
        hops.map((hop) => this.hop(hop)),
      ),
    ];
  }

  private hop({ kind, where, sentence, rule, source }: ReachabilityHop): HTMLElement {
    const place = source
      ? element('button', { type: 'button', className: 'link', textContent: where, title: t`Go to its statement` })
      : element('span', { textContent: where });
    if (source) place.addEventListener('click', () => this.owner.reveal(source.uri, source.range));
    return element('li', {}, [
      place,
      ' ',
      element('span', { className: 'kind', textContent: kind }),
      ` ${sentence}`,
      ...(rule === undefined ? [] : [' ', element('code', { textContent: rule })]),
    ]);
  }
}
