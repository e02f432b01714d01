/** The requests about expectations: what came of them, and writing observations down as such. */
import type { Connection } from 'vscode-languageserver';
import { parseListen } from '../analysis/listeners.ts';
import { pin, pinAtStep } from '../features/pin.ts';
import type { ExpectationsRequest, PinExpectationRequest } from '../protocol.ts';
import type { Service } from '../service.ts';
import type { Handlers } from './handlers.ts';

export function registerExpectations(connection: Connection, service: Service, { about, answer }: Handlers): void {
  connection.onRequest(
    'dnet/expectations',
    answer(
      'dnet/expectations',
      ({ textDocument: { uri }, text }: ExpectationsRequest['params']): ExpectationsRequest['result'] => {
        const snapshot = service.snapshot(uri) ?? (text === undefined ? undefined : service.glance(uri, text));
        return snapshot ? service.expectations(snapshot) : null;
      },
    ),
  );
  connection.onRequest(
    'dnet/pinExpectation',
    about(
      'dnet/pinExpectation',
      (
        snapshot,
        { from, to, on, position, step }: PinExpectationRequest['params'],
      ): PinExpectationRequest['result'] => {
        const [port] = on === undefined ? [] : parseListen(on);
        if (on !== undefined && (!port || port.address)) return null;
        const packet = { from, to, ...(port && { port }) };
        const found = step === undefined ? pin(snapshot, packet, position) : pinAtStep(snapshot, packet, step);
        return found ?? null;
      },
    ),
  );
}
