/** The diagnostics of a lab as clients pull them, with an id that stays the same as long as they do. */
import type { Diagnostic } from 'vscode-languageserver';
import { diagnostics } from '../../features/diagnostics.ts';
import type { Service, Snapshot } from '../../service.ts';
import type { Steps } from '../../steps.ts';

export interface Report {
  readonly items: Diagnostic[];
  readonly resultId: string;
}

export function reportOf(snapshot: Snapshot, documentation: string | undefined): Report {
  const items = diagnostics(snapshot, documentation);
  return { items, resultId: fingerprint(JSON.stringify(items)) };
}

/** Larger labs are checked when they are opened. Characters. */
const LARGEST = 512 * 1024;

/** The reports of the labs that nobody has opened, worked out again only when something has changed. */
export class UnopenedReports {
  readonly #service: Service;
  readonly #documentation: () => string | undefined;
  #reports = new WeakMap<Snapshot, Report>();

  constructor(service: Service, documentation: () => string | undefined) {
    this.#service = service;
    this.#documentation = documentation;
  }

  *all(): Steps<readonly [uri: string, report: Report]> {
    for (const lab of this.#service.unopened()) {
      yield lab && lab.text.length <= LARGEST ? [lab.uri, this.of(lab)] : undefined;
    }
  }

  of(lab: Snapshot): Report {
    let report = this.#reports.get(lab);
    if (!report) {
      report = reportOf(this.#service.again(lab), this.#documentation());
      this.#reports.set(lab, report);
    }
    return report;
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
