import type * as vscode from 'vscode';
import type { TopologyPlaces } from '../../language-server/protocol.ts';

const PREFIX = 'dnet.topology.places:';

/** Where things have been dragged to in the pictures of labs: kept with the workspace, never in a file. */
export class DraggedPlaces implements vscode.Disposable {
  readonly #memento: vscode.Memento;
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(memento: vscode.Memento, files: Pick<typeof vscode.workspace, 'onDidRenameFiles' | 'onDidDeleteFiles'>) {
    this.#memento = memento;
    this.#subscriptions = [
      files.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) this.#move(oldUri.toString(), newUri.toString());
      }),
      files.onDidDeleteFiles(({ files }) => {
        for (const uri of files) this.#move(uri.toString(), undefined);
      }),
    ];
  }

  /** Of a document; nothing: everything is where the layout puts it. */
  of(uri: string): TopologyPlaces {
    return this.#memento.get<TopologyPlaces>(PREFIX + uri) ?? {};
  }

  set(uri: string, places: TopologyPlaces): Thenable<void> {
    const isNothing = Object.keys(places).length === 0;
    return this.#memento.update(PREFIX + uri, isNothing ? undefined : places);
  }

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
  }

  /** Of a file, or of everything in a folder. */
  #move(from: string, to: string | undefined): void {
    for (const key of this.#memento.keys()) {
      const uri = key.startsWith(PREFIX) ? key.slice(PREFIX.length) : undefined;
      if (uri === undefined || (uri !== from && !uri.startsWith(`${from}/`))) continue;
      if (to !== undefined) void this.set(to + uri.slice(from.length), this.of(uri));
      void this.set(uri, {});
    }
  }
}
