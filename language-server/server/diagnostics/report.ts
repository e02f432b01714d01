/** The diagnostics of a lab as clients pull them, with an id that stays the same as long as they do. */
import type { Connection, Diagnostic } from 'vscode-languageserver';
import { diagnostics } from '../../features/diagnostics.ts';
import { t } from '../../l10n.ts';
import type { Service, Snapshot } from '../../service.ts';
import type { Steps } from '../../steps.ts';
import { MOST_LABS } from '../../workspace.ts';
import { MessageType, ShowMessageNotification } from '../lsp.ts';

export interface Report {
  readonly items: Diagnostic[];
  readonly resultId: string;
}

export function reportOf(snapshot: Snapshot, documentation: string | undefined): Report {
  const items = diagnostics(snapshot, documentation);
  return { items, resultId: fingerprint(JSON.stringify(items)) };
}

/** Larger labs are checked when they are opened. Characters. */
const LARGEST = 256 * 1024;

/** The reports of the labs that nobody has opened, worked out again only when something has changed. */
export class UnopenedReports {
  readonly #connection: Connection;
  readonly #service: Service;
  readonly #documentation: () => string | undefined;
  #reports = new WeakMap<Snapshot, Report>();
  /** Of which it has been told that they are passed over. */
  readonly #large = new WeakSet<Snapshot>();
  #hasToldLimit = false;

  constructor(connection: Connection, service: Service, documentation: () => string | undefined) {
    this.#connection = connection;
    this.#service = service;
    this.#documentation = documentation;
  }

  *all(): Steps<readonly [uri: string, report: Report]> {
    for (const lab of this.#service.unopened()) {
      if (lab && lab.text.length > LARGEST) this.#tellLarge(lab);
      else if (lab) yield* this.#inSteps(lab);
      else yield undefined;
    }
    if (this.#service.hasTooManyLabs()) this.#tellLimit();
  }

  /** A large lab takes long: whoever types must not wait for all of it. */
  *#inSteps(lab: Snapshot): Steps<readonly [uri: string, report: Report]> {
    const reports = this.#reports;
    let report = reports.get(lab);
    if (!report) {
      const snapshot = this.#service.again(lab);
      yield* snapshot.analysis();
      report = reportOf(snapshot, this.#documentation());
      reports.set(lab, report);
    }
    yield [lab.uri, report];
  }

  of(lab: Snapshot): Report {
    let report = this.#reports.get(lab);
    if (!report) {
      report = reportOf(this.#service.again(lab), this.#documentation());
      this.#reports.set(lab, report);
    }
    return report;
  }

  #tellLarge(lab: Snapshot): void {
    if (this.#large.has(lab)) return;
    this.#large.add(lab);
    this.#connection.console.info(`${lab.uri} is larger than ${LARGEST / 1024} KB and is checked when it is opened.`);
  }

  #tellLimit(): void {
    if (this.#hasToldLimit) return;
    this.#hasToldLimit = true;
    void this.#connection.sendNotification(ShowMessageNotification.type, {
      type: MessageType.Info,
      message: t`This workspace has more than ${MOST_LABS} labs. Problems are shown for the first ${MOST_LABS} of them, and for those that are opened.`,
    });
  }

  /** Forgets them, because settings have changed. */
  clear(): void {
    this.#reports = new WeakMap();
  }
}

/** Two texts of the same fingerprint are the same for all that matters: FNV-1a, twice, 64 bits. */
function fingerprint(text: string): string {
  let [a, b] = [0x811c9dc5, 0xc2b2ae35];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
  }
  return `${(a >>> 0).toString(36)}.${(b >>> 0).toString(36)}`;
}
