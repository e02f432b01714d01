/** Labs in tests: a text as an open document. */
import { createService, type Snapshot } from '../language-server/service.ts';

export const URI = 'file:///workspace/lab.dnet';

/** A document, with other files that it may include by their names in the same folder. */
export function open(text: string, files: Readonly<Record<string, string>> = {}): Snapshot {
  const service = createService({ readFile: (uri) => files[uri.slice(uri.lastIndexOf('/') + 1)] });
  return service.open(URI, 1, text)[0]!;
}

/** Findings as `code at "underlined text"`, in the order of the text. */
export function findingsOf(snapshot: Snapshot): string[] {
  return snapshot.findings.map(({ code, span }) => `${code} at "${snapshot.text.slice(span.start, span.end)}"`);
}
