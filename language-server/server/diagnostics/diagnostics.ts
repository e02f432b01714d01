/**
 * Who gets diagnostics how: clients that pull are left to pull, and are told when to do it again; to others they are
 * pushed. Never both, or everything would be reported twice.
 */
import type { Connection, ServerCapabilities } from 'vscode-languageserver';
import { diagnostics } from '../../features/diagnostics.ts';
import type { Service, Snapshot } from '../../service.ts';
import type { ClientFeatures } from '../client-features.ts';
import type { Configuration } from '../configuration.ts';
import type { Handlers } from '../handlers.ts';
import type { Clock } from '../long-work.ts';
import { DiagnosticsPublisher } from './publisher.ts';
import { PulledDiagnostics } from './pull.ts';
import { UnopenedReports } from './report.ts';
import { UnopenedPublisher } from './unopened.ts';

export const pullCapabilities: ServerCapabilities = {
  diagnosticProvider: {
    identifier: 'dnet',
    interFileDependencies: true,
    workspaceDiagnostics: true,
    workDoneProgress: true,
  },
};

export interface Diagnostics {
  /** Tells of an open document, where telling is the server's part. */
  readonly publish: (snapshot: Snapshot) => void;
  /** Takes note that a document is closed. */
  readonly closed: (uri: string) => void;
  /** Asks the client, where asking is its part, to ask again about open documents. */
  readonly refresh: () => void;
  /** Takes note that the diagnostics of labs may have changed that nobody has opened. */
  readonly unopenedChanged: () => void;
}

/** `documentation`: the folder of the pages that diagnostics link to, as a URI. */
export function registerDiagnostics(
  connection: Connection,
  service: Service,
  handlers: Handlers,
  configuration: Configuration,
  clock: Clock,
  client: () => ClientFeatures,
  documentation: () => string | undefined,
): Diagnostics {
  const isWanted = async () => (await configuration.current()).diagnostics.workspace;
  const reports = new UnopenedReports(connection, service, documentation);
  const publisher = new DiagnosticsPublisher(connection);
  const unopened = new UnopenedPublisher(connection, service, reports, publisher, clock, isWanted);
  const pulled = new PulledDiagnostics(service, reports, isWanted);
  pulled.register(connection, handlers, documentation);

  const unopenedChanged = (): void => {
    if (client().pullsDiagnostics) pulled.changed();
    else unopened.schedule();
  };
  configuration.onChange(() => reports.clear());
  return {
    publish(snapshot) {
      if (client().pullsDiagnostics) return;
      publisher.publish(snapshot.uri, diagnostics(snapshot, documentation()), snapshot.version);
    },
    closed(uri) {
      // What is in the workspace is told of all the same.
      if (!service.isInWorkspace(uri)) publisher.clear(uri);
      unopenedChanged();
    },
    refresh() {
      if (!client().pullsDiagnostics || !client().refresh.diagnostics) return;
      handlers.asked('workspace/diagnostic/refresh', connection.languages.diagnostics.refresh());
    },
    unopenedChanged,
  };
}
