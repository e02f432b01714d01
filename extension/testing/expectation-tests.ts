import * as vscode from 'vscode';
import type { ExpectationResult, ExpectationResults, ExpectationsRequest } from '../../language-server/protocol.ts';
import { t } from '../l10n.ts';
import { LANGUAGE_ID } from '../language.ts';
import type { LanguageServer } from '../language-server.ts';

const CONTROLLER_ID = 'dnet.expectations';

const LABS = '**/*.dnet';
/** Milliseconds after the last keystroke until the items of an edited lab follow. */
const PAUSE = 300;

/**
 * The expectations of every lab of the workspace in the Test Explorer. The language server knows what comes of them; an
 * item carries no more than where it stands.
 */
export class ExpectationTests implements vscode.Disposable {
  readonly #server: LanguageServer;
  /** Its items are the labs, theirs the expectations. */
  readonly controller: vscode.TestController;
  readonly #subscriptions: vscode.Disposable;
  readonly #edited = new Map<string, () => void>();
  /** Runs that go on with every save, until they are cancelled. */
  readonly #continuous = new Set<vscode.TestRunRequest>();
  /** Where each item's subject stands, for the picture. */
  readonly #subjects = new WeakMap<vscode.TestItem, vscode.Position>();

  constructor(server: LanguageServer) {
    this.#server = server;
    const controller = vscode.tests.createTestController(CONTROLLER_ID, t('Expectations'));
    this.controller = controller;
    controller.resolveHandler = async (item) => {
      if (item) await this.#update(item);
      else await this.#findLabs();
    };
    controller.refreshHandler = () => this.#findLabs();
    const watcher = vscode.workspace.createFileSystemWatcher(LABS);
    const run = controller.createRunProfile(
      t('Check'),
      vscode.TestRunProfileKind.Run,
      (request, token) => this.#start(request, token),
      true,
      undefined,
      true,
    );
    this.#subscriptions = vscode.Disposable.from(
      controller,
      run,
      watcher,
      watcher.onDidCreate((uri) => this.#file(uri)),
      watcher.onDidDelete((uri) => controller.items.delete(uri.toString())),
      watcher.onDidChange((uri) => this.#changedOnDisk(uri)),
      vscode.workspace.onDidOpenTextDocument((document) => this.#follow(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#follow(document)),
      vscode.workspace.onDidSaveTextDocument((document) => this.#saved(document)),
    );
    for (const document of vscode.workspace.textDocuments) this.#follow(document);
  }

  /** Selects an item's subject in its file, which selects it in the picture too. */
  async reveal(item: vscode.TestItem): Promise<vscode.Uri | undefined> {
    if (!item.uri) return undefined;
    const position = this.#subjects.get(item) ?? item.range?.start ?? new vscode.Position(0, 0);
    await vscode.window.showTextDocument(item.uri, { selection: new vscode.Range(position, position) });
    return item.uri;
  }

  dispose(): void {
    for (const cancel of this.#edited.values()) cancel();
    this.#subscriptions.dispose();
  }

  async #findLabs(): Promise<void> {
    const found = await vscode.workspace.findFiles(LABS);
    const known = new Set(found.map(String));
    this.controller.items.forEach((item) => {
      if (!known.has(item.id) && item.uri?.scheme === 'file') this.controller.items.delete(item.id);
    });
    for (const uri of found) this.#file(uri);
  }

  #file(uri: vscode.Uri): vscode.TestItem {
    const known = this.controller.items.get(uri.toString());
    if (known) return known;
    const item = this.controller.createTestItem(uri.toString(), vscode.workspace.asRelativePath(uri), uri);
    item.canResolveChildren = true;
    this.controller.items.add(item);
    return item;
  }

  /** The items of a document follow its text once the author pauses. */
  #follow(document: vscode.TextDocument): void {
    if (document.languageId !== LANGUAGE_ID || document.uri.scheme === 'git') return;
    const key = document.uri.toString();
    this.#edited.get(key)?.();
    const timer = setTimeout(() => {
      this.#edited.delete(key);
      if (!document.isClosed) void this.#update(this.#file(document.uri));
    }, PAUSE);
    this.#edited.set(key, () => clearTimeout(timer));
  }

  #saved(document: vscode.TextDocument): void {
    if (document.languageId !== LANGUAGE_ID) return;
    const file = this.#file(document.uri);
    for (const request of this.#continuous) {
      const files = this.#filesOf(request);
      if (files.has(file)) void this.#run(new Map([[file, files.get(file)]]), request);
    }
  }

  #changedOnDisk(uri: vscode.Uri): void {
    const item = this.controller.items.get(uri.toString());
    const isOpen = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
    // Where nobody has looked at the items yet, nobody has to be told.
    if (item && !isOpen && item.children.size > 0) void this.#update(item);
  }

  async #update(file: vscode.TestItem): Promise<ExpectationResults | undefined> {
    const results = await this.#ask(file.uri!);
    if (!results) return undefined;
    file.error = undefined;
    const seen = new Map<string, number>();
    file.children.replace(
      results.expectations.map((expectation, index) => {
        const count = seen.get(expectation.label) ?? 0;
        seen.set(expectation.label, count + 1);
        const id = count === 0 ? expectation.label : `${expectation.label} #${count + 1}`;
        return this.#item(file, id, expectation, index);
      }),
    );
    return results;
  }

  /** An item that is known stays the same one, and with it what came of its last run. */
  #item(file: vscode.TestItem, id: string, { label, range, subject }: ExpectationResult, index: number) {
    const item = file.children.get(id) ?? this.controller.createTestItem(id, label, file.uri);
    item.range = new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
    item.sortText = String(index).padStart(6, '0');
    this.#subjects.set(item, new vscode.Position(subject.line, subject.character));
    return item;
  }

  async #ask(uri: vscode.Uri): Promise<ExpectationResults | null> {
    const method: ExpectationsRequest['method'] = 'dnet/expectations';
    const open = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
    try {
      const text = open ? undefined : new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      const params: ExpectationsRequest['params'] = {
        textDocument: { uri: uri.toString() },
        ...(text !== undefined && { text }),
      };
      return await this.#server.sendRequest<ExpectationsRequest['result']>(method, params);
    } catch (error) {
      this.#server.warn(`${method}: ${error}`);
      return null;
    }
  }

  async #start(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    if (!request.continuous) return this.#run(this.#filesOf(request), request, token);
    this.#continuous.add(request);
    token.onCancellationRequested(() => this.#continuous.delete(request));
  }

  /** The files of a request, each with the items in it that are wanted; undefined for all of them. */
  #filesOf({ include }: vscode.TestRunRequest): Map<vscode.TestItem, Set<string> | undefined> {
    const files = new Map<vscode.TestItem, Set<string> | undefined>();
    if (!include) {
      this.controller.items.forEach((file) => {
        files.set(file, undefined);
      });
      return files;
    }
    for (const item of include) {
      if (!item.parent) files.set(item, undefined);
      else if (!files.has(item.parent)) files.set(item.parent, new Set([item.id]));
      else files.get(item.parent)?.add(item.id);
    }
    return files;
  }

  async #run(
    files: ReadonlyMap<vscode.TestItem, ReadonlySet<string> | undefined>,
    request: vscode.TestRunRequest,
    token?: vscode.CancellationToken,
  ): Promise<void> {
    const run = this.controller.createTestRun(request);
    try {
      for (const [file, wanted] of files) {
        if (token?.isCancellationRequested) break;
        const results = await this.#update(file);
        if (!results) {
          run.errored(file, new vscode.TestMessage(t('The dnet language server did not answer.')));
          continue;
        }
        // Behind a refused command the lab is another one than the text says: the items tell what holds all the same.
        const items = itemsOf(file.children);
        results.expectations.forEach((expectation, index) => {
          const item = items[index];
          if (!item || (wanted && !wanted.has(item.id)) || request.exclude?.includes(item)) return;
          report(run, item, expectation);
        });
      }
    } finally {
      run.end();
    }
  }
}

function itemsOf(collection: vscode.TestItemCollection): readonly vscode.TestItem[] {
  const items: vscode.TestItem[] = [];
  collection.forEach((item) => void items.push(item));
  return items.sort((a, b) => (a.sortText! < b.sortText! ? -1 : 1));
}

function report(
  run: vscode.TestRun,
  item: vscode.TestItem,
  { holds, message, expected, actual }: ExpectationResult,
): void {
  run.started(item);
  run.appendOutput(
    `${holds ? '✓' : '✗'} ${item.label}\r\n  ${message.replaceAll('\n', '\r\n  ')}\r\n`,
    undefined,
    item,
  );
  if (holds) {
    run.passed(item);
    return;
  }
  const failure = vscode.TestMessage.diff(message, expected, actual);
  if (item.uri && item.range) failure.location = new vscode.Location(item.uri, item.range);
  run.failed(item, failure);
}
