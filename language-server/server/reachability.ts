/** The requests about who can talk to whom. They are asked while nobody types: nothing here is told unasked. */
import { preparingReachability, reachability, reachabilityRows, reachabilityTrace } from '../features/reachability.ts';
import { comparingReachability, whatIf } from '../features/what-if.ts';
import { t } from '../l10n.ts';
import type {
  ComparedText,
  CompareReachabilityRequest,
  ReachabilityRequest,
  ReachabilityRowsRequest,
  ReachabilityTraceRequest,
  WhatIfRequest,
} from '../protocol/reachability.ts';
import type { Service, Snapshot } from '../service.ts';
import type { Work } from '../steps.ts';
import type { Handlers, HasDocument } from './handlers.ts';

const title = () => t('Looking at who can talk to whom');

export function registerReachability(service: Service, { long }: Handlers): void {
  type AboutDocument = { readonly method: string; readonly params: HasDocument; readonly result: object | null };
  const on = <Request extends AboutDocument>(
    method: Request['method'],
    handler: (snapshot: Snapshot, params: Request['params']) => Work<Request['result']>,
  ) =>
    long(method, title, async (params: Request['params'], work) => {
      // Who looks at something else meanwhile has cancelled the question by then.
      await work.pause();
      const snapshot = service.snapshot(params.textDocument.uri);
      return snapshot ? work.finish(handler(snapshot, params)) : null;
    });

  on<ReachabilityRequest>('dnet/reachability', function* (snapshot) {
    yield* preparingReachability(snapshot);
    return reachability(snapshot);
  });
  on<ReachabilityRowsRequest>('dnet/reachability/rows', function* (snapshot, { version, rows }) {
    if (version !== snapshot.version) return null;
    yield* preparingReachability(snapshot);
    return reachabilityRows(snapshot, rows);
  });
  on<ReachabilityTraceRequest>('dnet/reachability/trace', function* (snapshot, { version, from, to, service: tried }) {
    if (version !== snapshot.version) return null;
    yield* preparingReachability(snapshot);
    return reachabilityTrace(snapshot, from, to, tried);
  });
  on<WhatIfRequest>('dnet/whatIf', (snapshot, { hypothesis }) => whatIf(snapshot, hypothesis));

  const read = ({ uri, text }: ComparedText): Snapshot | undefined =>
    text === undefined ? service.snapshot(uri) : service.read(uri, text);
  const method: CompareReachabilityRequest['method'] = 'dnet/reachability/compare';
  long(method, title, async (params: CompareReachabilityRequest['params'], work) => {
    await work.pause();
    const [before, after] = [read(params.before), read(params.after)];
    if (!before || !after) return null;
    return work.finish(comparingReachability(before, after)) satisfies Promise<CompareReachabilityRequest['result']>;
  });
}
