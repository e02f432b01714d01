/** Pushes the diagnostics of labs that nobody has opened: while nothing else is to do, and again after changes. */
import type { CancellationToken, Connection } from 'vscode-languageserver';
import { t } from '../../l10n.ts';
import type { Service } from '../../service.ts';
import { type Clock, inSlices } from '../long-work.ts';
import { CancellationTokenSource } from '../lsp.ts';
import type { DiagnosticsPublisher } from './publisher.ts';
import type { UnopenedReports } from './report.ts';

/** How long nothing must have happened before all labs are looked at. Milliseconds. */
const QUIET = 300;

/** After that much time the user is told what the server does. Milliseconds. */
const LONG = 1000;

export class UnopenedPublisher {
  readonly #connection: Connection;
  readonly #service: Service;
  readonly #reports: UnopenedReports;
  readonly #publisher: DiagnosticsPublisher;
  readonly #clock: Clock;
  readonly #isWanted: () => Promise<boolean>;
  #run = new CancellationTokenSource();

  constructor(
    connection: Connection,
    service: Service,
    reports: UnopenedReports,
    publisher: DiagnosticsPublisher,
    clock: Clock,
    isWanted: () => Promise<boolean>,
  ) {
    this.#connection = connection;
    this.#service = service;
    this.#reports = reports;
    this.#publisher = publisher;
    this.#clock = clock;
    this.#isWanted = isWanted;
  }

  /** Looks at all labs once nothing has happened for a while. */
  schedule(): void {
    this.#run.cancel();
    this.#run = new CancellationTokenSource();
    const { token } = this.#run;
    void this.#clock.wait(QUIET).then(async () => {
      if (token.isCancellationRequested) return;
      try {
        await this.#publish(token);
      } catch (error) {
        if (!token.isCancellationRequested) this.#connection.console.error(`workspace diagnostics: ${error}`);
      }
    });
  }

  async #publish(token: CancellationToken): Promise<void> {
    const isWanted = await this.#isWanted();
    const isOpen = (uri: string) => this.#service.snapshot(uri) !== undefined;
    const seen = new Set<string>();
    const progress = new DelayedProgress(this.#connection, t('Checking the labs of the workspace'));
    try {
      const reports = isWanted ? this.#reports.all() : [];
      const paused = () => progress.report(t`${seen.size} labs`);
      for await (const [uri, { items }] of inSlices(reports, this.#clock.later, token, paused)) {
        if (isOpen(uri)) continue;
        seen.add(uri);
        this.#publisher.publish(uri, items);
      }
    } finally {
      progress.done();
    }
    this.#publisher.clearAllBut((uri) => seen.has(uri) || isOpen(uri));
  }
}

/** Shown by the client, but only where the work takes long enough to be noticed. */
class DelayedProgress {
  readonly #connection: Connection;
  readonly #title: string;
  readonly #start = Date.now();
  #shown: ReturnType<Connection['window']['createWorkDoneProgress']> | undefined;

  constructor(connection: Connection, title: string) {
    this.#connection = connection;
    this.#title = title;
  }

  report(message: string): void {
    if (Date.now() - this.#start < LONG) return;
    this.#shown ??= this.#connection.window.createWorkDoneProgress().then((progress) => {
      progress.begin(this.#title);
      return progress;
    });
    this.#shown.then((progress) => progress.report(message)).catch(() => undefined);
  }

  done(): void {
    this.#shown?.then((progress) => progress.done()).catch(() => undefined);
  }
}
