/**
 * The page of the view "Reachability": a grid of who can talk to whom, by classes, and the hops behind the cell that was
 * activated. The HTML that loads it needs nothing but this script and reachability.css.
 */
import { t } from '../../language-server/l10n.ts';
import './reachability.css';
import type {
  FromReachability,
  ReachabilityCell,
  ReachabilityClass,
  ReachabilityState,
  SourceRange,
} from '../../language-server/protocol.ts';
import { speakLanguageOfPage } from '../page-language.ts';
import { Details } from './details.ts';
import { Grid } from './grid.ts';
import { isToReachability } from './messages.ts';
import { buildPage } from './page.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: FromReachability): void;
  getState(): unknown;
  setState(state: unknown): void;
};

interface Saved {
  readonly from: string;
  readonly to: string;
}

class ReachabilityView {
  private readonly vscode = acquireVsCodeApi();
  private readonly page = buildPage(document.body);
  private readonly grid = new Grid(this.page.scroller, {
    cellOf: (from, to) => this.cellOf(from, to),
    activate: (from, to) => this.show(from, to),
    isChosen: (from, to) => this.shown?.from.id === from.id && this.shown.to.id === to.id,
    needs: (rows) => this.request(rows),
  });
  private readonly details = new Details(this.page.details, {
    trace: (service) => this.trace(service),
    pin: ({ from, to, on }) => this.vscode.postMessage({ type: 'pin', from, to, ...(on !== undefined && { on }) }),
    reveal: (uri, range) => this.reveal(uri, range),
    close: () => {
      this.shown = undefined;
      this.grid.markChosen();
      this.grid.focus();
    },
  });
  private state: ReachabilityState | undefined;
  private readonly rows = new Map<number, readonly ReachabilityCell[]>();
  private readonly requested = new Set<number>();
  private shown: { readonly from: ReachabilityClass; readonly to: ReachabilityClass; service: number } | undefined;

  constructor() {
    const { from, to } = this.page;
    const saved = this.vscode.getState() as Partial<Saved> | undefined;
    from.value = typeof saved?.from === 'string' ? saved.from : '';
    to.value = typeof saved?.to === 'string' ? saved.to : '';
    for (const input of [from, to]) {
      input.addEventListener('input', () => {
        this.vscode.setState({ from: from.value, to: to.value } satisfies Saved);
        this.refilter();
      });
    }
    window.addEventListener('message', ({ data }) => {
      if (isToReachability(data)) this.receive(data);
    });
    this.vscode.postMessage({ type: 'ready' });
  }

  private receive(message: Parameters<typeof isToReachability>[0] & { readonly type: string }): void {
    if (!isToReachability(message)) return;
    switch (message.type) {
      case 'classes':
        this.state = message.state;
        this.rows.clear();
        this.requested.clear();
        this.page.message.hidden = true;
        this.page.content.hidden = false;
        this.follow();
        this.refilter();
        break;
      case 'rows': {
        const { rows } = message;
        if (rows.version !== this.state?.version || rows.uri !== this.state.uri) return;
        for (const { id, cells } of rows.rows) {
          this.rows.set(
            id,
            cells.map((cell) => rows.cells[cell]!),
          );
        }
        this.grid.render();
        break;
      }
      case 'trace':
        this.details.showTrace(message.trace);
        break;
      case 'empty':
        this.state = undefined;
        this.page.message.textContent = message.message;
        this.page.message.hidden = false;
        this.page.content.hidden = true;
        break;
    }
  }

  private cellOf(from: ReachabilityClass, to: ReachabilityClass): ReachabilityCell | undefined {
    return this.rows.get(from.id)?.[to.id];
  }

  private request(rows: readonly ReachabilityClass[]): void {
    const missing = rows.map(({ id }) => id).filter((id) => !this.rows.has(id) && !this.requested.has(id));
    if (missing.length === 0 || !this.state) return;
    for (const id of missing) this.requested.add(id);
    this.vscode.postMessage({ type: 'rows', version: this.state.version, rows: missing });
  }

  private refilter(): void {
    const { classes = [] } = this.state ?? {};
    const rows = classes.filter((each) => each.kind !== 'port' && matches(each, this.page.from.value));
    const columns = classes.filter((each) => matches(each, this.page.to.value));
    this.grid.show(rows, columns);
    const count = (some: readonly ReachabilityClass[]) => some.reduce((sum, { members }) => sum + members.length, 0);
    const [from, to] = [count(rows), count(columns)];
    this.page.summary.textContent =
      rows.length === 1
        ? t`From ${from} in 1 class, to ${to} in ${columns.length}`
        : t`From ${from} in ${rows.length} classes, to ${to} in ${columns.length}`;
  }

  private show(from: ReachabilityClass, to: ReachabilityClass): void {
    const cell = this.cellOf(from, to);
    if (!cell) return;
    // What is lost is what one asks about.
    const lost = cell.results.findIndex(({ reached }) => !reached);
    this.shown = { from, to, service: lost < 0 ? cell.results.length - 1 : lost };
    this.details.showCell(from, to, cell, this.shown.service);
    this.trace(this.shown.service);
  }

  private trace(service: number): void {
    if (!this.shown || !this.state) return;
    this.shown.service = service;
    const { from, to } = this.shown;
    this.vscode.postMessage({ type: 'trace', version: this.state.version, from: from.id, to: to.id, service });
  }

  /** After an edit, the details show the same classes as they now are, as long as there are such. */
  private follow(): void {
    const { shown, state } = this;
    if (!shown || !state) return;
    const again = ({ members }: ReachabilityClass) =>
      state.classes.find((each) => each.members[0] !== undefined && members.includes(each.members[0]));
    const [from, to] = [again(shown.from), again(shown.to)];
    if (!from || !to || shown.service >= to.services.length) {
      this.shown = undefined;
      this.details.hide();
      return;
    }
    this.shown = { from, to, service: shown.service };
    this.trace(shown.service);
  }

  private reveal(uri: string, range: SourceRange): void {
    this.vscode.postMessage({ type: 'reveal', uri, range });
  }
}

/** Every word must be found in the name, a member or a network. */
function matches({ label, members, networks }: ReachabilityClass, filter: string): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const texts = [label, ...members, ...networks].map((text) => text.toLowerCase());
  return words.every((word) => texts.some((text) => text.includes(word)));
}

speakLanguageOfPage();
new ReachabilityView();
