/** The requests about who can talk to whom. They are asked while nobody types: nothing here is told unasked. */
import type { Connection } from 'vscode-languageserver';
import { reachability, reachabilityRows, reachabilityTrace } from '../features/reachability.ts';
import { compareReachability, whatIf } from '../features/what-if.ts';
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

export function registerReachability(connection: Connection, service: Service, { about, answer }: Handlers): void {
  type AboutDocument = { readonly method: string; readonly params: HasDocument; readonly result: unknown };
  const on = <Request extends AboutDocument>(
    method: Request['method'],
    handler: (snapshot: Snapshot, params: Request['params']) => Request['result'],
  ) => connection.onRequest(method, about(method, handler) as (params: Request['params']) => object | null);

  on<ReachabilityRequest>('dnet/reachability', (snapshot) => reachability(snapshot));
  on<ReachabilityRowsRequest>('dnet/reachability/rows', (snapshot, { version, rows }) =>
    version === snapshot.version ? reachabilityRows(snapshot, rows) : null,
  );
  on<ReachabilityTraceRequest>('dnet/reachability/trace', (snapshot, { version, from, to, service: tried }) =>
    version === snapshot.version ? reachabilityTrace(snapshot, from, to, tried) : null,
  );
  on<WhatIfRequest>('dnet/whatIf', (snapshot, { hypothesis }) => whatIf(snapshot, hypothesis));

  const read = ({ uri, text }: ComparedText): Snapshot | undefined =>
    text === undefined ? service.snapshot(uri) : service.read(uri, text);
  const method: CompareReachabilityRequest['method'] = 'dnet/reachability/compare';
  connection.onRequest(
    method,
    answer(method, (params: CompareReachabilityRequest['params'], token): CompareReachabilityRequest['result'] => {
      const [before, after] = [read(params.before), read(params.after)];
      return before && after && !token.isCancellationRequested ? compareReachability(before, after) : null;
    }),
  );
}
