/** The requests about who can talk to whom. They are asked while nobody types: nothing here is told unasked. */
import { reachability, reachabilityRows, reachabilityTrace } from '../features/reachability.ts';
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
import type { Handlers, HasDocument } from './handlers.ts';
import type { LongWork } from './long-work.ts';

const title = () => t('Looking at who can talk to whom');

export function registerReachability(service: Service, { long }: Handlers): void {
  type AboutDocument = { readonly method: string; readonly params: HasDocument; readonly result: object | null };
  const on = <Request extends AboutDocument>(
    method: Request['method'],
    handler: (
      snapshot: Snapshot,
      params: Request['params'],
      work: LongWork,
    ) => Request['result'] | Promise<Request['result']>,
  ) =>
    long(method, title, async (params: Request['params'], work) => {
      // Who looks at something else meanwhile has cancelled the question by then.
      await work.pause();
      const snapshot = service.snapshot(params.textDocument.uri);
      if (!snapshot) return null;
      await simulated(snapshot, work);
      return handler(snapshot, params, work);
    });

  on<ReachabilityRequest>('dnet/reachability', (snapshot) => reachability(snapshot));
  on<ReachabilityRowsRequest>('dnet/reachability/rows', (snapshot, { version, rows }) =>
    version === snapshot.version ? reachabilityRows(snapshot, rows) : null,
  );
  on<ReachabilityTraceRequest>('dnet/reachability/trace', (snapshot, { version, from, to, service: tried }) =>
    version === snapshot.version ? reachabilityTrace(snapshot, from, to, tried) : null,
  );
  on<WhatIfRequest>('dnet/whatIf', (snapshot, { hypothesis }, { finish }) => finish(whatIf(snapshot, hypothesis)));

  const read = ({ uri, text }: ComparedText): Snapshot | undefined =>
    text === undefined ? service.snapshot(uri) : service.read(uri, text);
  const method: CompareReachabilityRequest['method'] = 'dnet/reachability/compare';
  long(method, title, async (params: CompareReachabilityRequest['params'], work) => {
    await work.pause();
    const [before, after] = [read(params.before), read(params.after)];
    if (!before || !after) return null;
    await simulated(before, work);
    await simulated(after, work);
    return work.finish(comparingReachability(before, after)) satisfies Promise<CompareReachabilityRequest['result']>;
  });
}

/** Runs a lab, which may take long, and lets other messages have their turn before what comes of it is looked at. */
async function simulated(snapshot: Snapshot, { pause }: LongWork): Promise<void> {
  if (snapshot.timeline.steps.length > 0) await pause();
}
