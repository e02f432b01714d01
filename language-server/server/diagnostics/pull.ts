/** Diagnostics for clients that ask for them: of one document, and of all labs that nobody has opened. */
import type {
  Connection,
  DocumentDiagnosticParams,
  DocumentDiagnosticReport,
  FullDocumentDiagnosticReport,
  UnchangedDocumentDiagnosticReport,
  WorkspaceDiagnosticParams,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { t } from '../../l10n.ts';
import type { Service } from '../../service.ts';
import type { Handlers } from '../handlers.ts';
import { cancelled, type LongWork } from '../long-work.ts';
import { CancellationTokenSource, DocumentDiagnosticReportKind } from '../lsp.ts';
import { type Report, reportOf, type UnopenedReports } from './report.ts';

const { Full, Unchanged } = DocumentDiagnosticReportKind;

const against = (
  { items, resultId }: Report,
  previous: string | undefined,
): FullDocumentDiagnosticReport | UnchangedDocumentDiagnosticReport =>
  resultId === previous ? { kind: Unchanged, resultId } : { kind: Full, resultId, items };

/** How many reports are sent at once. */
const CHUNK = 20;

export class PulledDiagnostics {
  readonly #service: Service;
  readonly #reports: UnopenedReports;
  readonly #isWanted: () => Promise<boolean>;
  /** Ends when something changes. */
  #untilChange = new CancellationTokenSource();

  constructor(service: Service, reports: UnopenedReports, isWanted: () => Promise<boolean>) {
    this.#service = service;
    this.#reports = reports;
    this.#isWanted = isWanted;
  }

  /** Wakes up those who wait for changes. */
  changed(): void {
    this.#untilChange.cancel();
    this.#untilChange = new CancellationTokenSource();
  }

  register(connection: Connection, { analysed, answer, long }: Handlers, documentation: () => string | undefined) {
    connection.onRequest(
      'textDocument/diagnostic',
      answer('textDocument/diagnostic', async (params: DocumentDiagnosticParams, token): Promise<object> => {
        const { uri } = params.textDocument;
        const open = await analysed(uri, token);
        const unopened = open ? undefined : this.#service.lab(uri);
        if (open) return against(reportOf(open, documentation()), params.previousResultId);
        if (unopened && (await this.#isWanted())) return against(this.#reports.of(unopened), params.previousResultId);
        return { kind: Full, items: [] } satisfies DocumentDiagnosticReport;
      }),
    );
    long(
      'workspace/diagnostic',
      () => t('Checking the labs of the workspace'),
      (params: WorkspaceDiagnosticParams, work) => this.#workspace(params, work),
    );
  }

  /**
   * A client that takes parts of the answer gets those at once, and the end of it when something changes: so it need
   * not ask again and again.
   */
  async #workspace(
    { previousResultIds }: WorkspaceDiagnosticParams,
    work: LongWork,
  ): Promise<WorkspaceDiagnosticReport> {
    const previous = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
    const send = work.send && ((items: WorkspaceDocumentDiagnosticReport[]) => work.send?.({ items }));
    for (;;) {
      const change = this.#untilChange.token;
      let items: WorkspaceDocumentDiagnosticReport[] = [];
      let hasChanged = false;
      const gone = new Set(previous.keys());
      const add = (item: WorkspaceDocumentDiagnosticReport): void => {
        items.push(item);
        hasChanged ||= item.kind === Full;
        if (!send || items.length < CHUNK) return;
        send(items);
        items = [];
      };
      for await (const [uri, report] of work.slices((await this.#isWanted()) ? this.#reports.all() : [])) {
        gone.delete(uri);
        add({ uri, version: null, ...against(report, previous.get(uri)) });
        work.report(uri.slice(uri.lastIndexOf('/') + 1));
      }
      // The client pulls open documents one by one.
      for (const uri of gone) {
        if (!this.#service.snapshot(uri)) add({ uri, version: null, kind: Full, items: [] });
      }
      if (!send) return { items };
      if (items.length > 0 && (hasChanged || previous.size === 0)) send(items);
      if (hasChanged) return { items: [] };
      work.rest();
      await until(change, work.token);
    }
  }
}

/** Ends when the first token is cancelled, with an error when the second one is. */
function until(change: CancellationTokenSource['token'], token: LongWork['token']): Promise<void> {
  return new Promise((resolve, reject) => {
    if (change.isCancellationRequested) resolve();
    change.onCancellationRequested(() => resolve());
    token.onCancellationRequested(() => reject(cancelled()));
  });
}
