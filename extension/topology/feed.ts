import * as vscode from 'vscode';
import type {
  FromWebview,
  SourceRange,
  TopologyChangedNotification,
  TopologyNodeAtRequest,
  TopologyOrigin,
  TopologyPlaces,
  TopologyQuestions,
  TopologyRangeRequest,
  TopologyRequest,
  TopologyUnsubscribeNotification,
  ToWebview,
} from '../../language-server/protocol.ts';
import { t } from '../l10n.ts';
import type { LanguageServer } from '../language-server.ts';
import { PIN_COMMAND } from '../reachability/pin.ts';
import type { DraggedPlaces } from './dragged-places.ts';
import type { FollowedLab } from './followed-lab.ts';

/** A page that shows the topology, while it listens. */
export type Viewer = (message: ToWebview) => void;

/**
 * Tells every viewer what to show of the followed lab: the whole picture first, then its changes and the node under
 * the cursor. Nothing is asked of the server while nobody looks.
 */
export class TopologyFeed implements vscode.Disposable {
  readonly #server: LanguageServer;
  readonly #lab: FollowedLab;
  readonly #places: DraggedPlaces;
  readonly #viewers = new Set<Viewer>();
  readonly #subscriptions: vscode.Disposable;
  /** The document whose changes the server sends. */
  #subscribed: string | undefined;
  /** The moment that is drawn; undefined: the end. All viewers look at the same. */
  #step: number | undefined;
  #nodeRequest = new vscode.CancellationTokenSource();

  constructor(server: LanguageServer, lab: FollowedLab, places: DraggedPlaces) {
    this.#server = server;
    this.#lab = lab;
    this.#places = places;
    const changed: TopologyChangedNotification['method'] = 'dnet/topology/changed';
    this.#subscriptions = vscode.Disposable.from(
      lab.onDidChange(() => {
        this.#step = undefined;
        this.#showTo(this.#viewers);
      }),
      lab.onDidMoveCursor((position) => this.#select(position)),
      server.onDidChangeState((state) => {
        this.#subscribed = undefined;
        // Whoever has a picture keeps it until there is a server again.
        if (state === 'running') this.#showTo(this.#viewers);
      }),
      server.onNotification(changed, (change: TopologyChangedNotification['params']) => {
        if (change.uri !== this.uri) return;
        // The moment stays at its statement.
        if (this.#step !== undefined) this.#step = change.step;
        this.#send({ type: 'patch', change });
      }),
    );
  }

  /** Shows the lab to a viewer until the result is disposed of. */
  attach(viewer: Viewer): vscode.Disposable {
    this.#viewers.add(viewer);
    this.#showTo([viewer]);
    return new vscode.Disposable(() => {
      this.#viewers.delete(viewer);
      if (this.#viewers.size > 0) return;
      this.#unsubscribe();
      this.#lab.highlight(undefined);
    });
  }

  /** Sends the whole picture again. */
  resync(viewer: Viewer): void {
    this.#showTo([viewer]);
  }

  /** Whether the picture is of that document. */
  isAbout(uri: string): boolean {
    return uri === this.uri;
  }

  /** Selects what in the text something comes from; a picture of another document is out of date. */
  async reveal(uri: string, origin: TopologyOrigin): Promise<void> {
    // An answer about where the cursor was would take away the selection of what is revealed.
    if (uri === this.uri) this.#nodeRequest.cancel();
    const range = await this.rangeOf(uri, { origin });
    if (range && uri === this.uri) await this.#lab.reveal(range);
  }

  /** Where the text has what something comes from, or the statement that leads to a moment. */
  async rangeOf(uri: string, what: { origin: TopologyOrigin } | { step: number }): Promise<SourceRange | null> {
    return (await this.ask(uri, 'rangeOf', what)) as TopologyRangeRequest['result'];
  }

  /** Draws another moment of the file, for every viewer. */
  async setStep(uri: string, step: number | undefined): Promise<void> {
    if (uri !== this.uri || step === this.#step) return;
    this.#step = step;
    await this.#showTo(this.#viewers, false);
  }

  /** Writes what a trace at the moment that is drawn has shown down as an expectation. */
  async pin({ uri, from, to, on }: Extract<FromWebview, { type: 'pin' }>): Promise<void> {
    if (uri !== this.uri) return;
    const packet = { from, to, ...(on !== undefined && { on }), ...(this.#step !== undefined && { step: this.#step }) };
    await vscode.commands.executeCommand(PIN_COMMAND, uri, packet);
  }

  /** Keeps what a viewer has dragged somewhere, and shows it to the others. */
  setPlaces(uri: string, places: TopologyPlaces, from: Viewer): void {
    void this.#places.set(uri, places);
    if (uri !== this.uri) return;
    for (const viewer of this.#viewers) if (viewer !== from) viewer({ type: 'places', uri, places });
  }

  /** Draws a trace in every page. */
  showTrace(trace: Omit<Extract<ToWebview, { type: 'trace' }>, 'type'>): void {
    this.#send({ type: 'trace', ...trace });
  }

  /** Everything is where the layout puts it, again. */
  resetPlaces(): void {
    const uri = this.uri;
    if (uri === undefined) return;
    void this.#places.set(uri, {});
    this.#send({ type: 'places', uri, places: {} });
  }

  /** The server's answer about the moment that is drawn; null where there is none. */
  async ask(uri: string, kind: keyof TopologyQuestions | 'export' | 'rangeOf', question: object): Promise<unknown> {
    if (uri !== this.uri || this.#server.state !== 'running') return null;
    const method = `dnet/topology/${kind}`;
    const step = this.#step === undefined ? {} : { step: this.#step };
    try {
      return await this.#server.sendRequest(method, { ...step, ...question, textDocument: { uri } });
    } catch (error) {
      this.#server.warn(`${method}: ${error}`);
      return null;
    }
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#nodeRequest.dispose();
  }

  /** The followed lab, as the server calls it. */
  get uri(): string | undefined {
    const document = this.#lab.document;
    return document?.uri.toString();
  }

  async #showTo(viewers: Iterable<Viewer>, withCursor = true): Promise<void> {
    const receivers = [...viewers];
    if (receivers.length === 0) return;
    const message = await this.#wholePicture();
    if (!message) return;
    for (const viewer of receivers) if (this.#viewers.has(viewer)) viewer(message);
    await this.#highlight();
    if (withCursor && this.#lab.cursor) await this.#select(this.#lab.cursor);
  }

  /** Marks the statement that leads to the moment that is drawn; at the end none. */
  async #highlight(): Promise<void> {
    const [uri, step] = [this.uri, this.#step];
    const range = uri === undefined || step === undefined ? null : await this.rangeOf(uri, { step });
    if (uri === this.uri && step === this.#step && this.#viewers.size > 0) this.#lab.highlight(range ?? undefined);
  }

  /** `undefined` when another lab was followed before the answer came. */
  async #wholePicture(): Promise<ToWebview | undefined> {
    const { document } = this.#lab;
    const uri = this.uri;
    if (this.#subscribed !== uri) this.#unsubscribe();
    if (!document || !uri) return { type: 'empty', message: t('Open a lab (.dnet) to see its topology.') };
    if (this.#server.state === 'stopped') {
      return { type: 'empty', message: t('The dnet language server is not running.') };
    }
    this.#subscribed = uri;
    const method: TopologyRequest['method'] = 'dnet/topology';
    const params: TopologyRequest['params'] = {
      textDocument: { uri },
      ...(this.#step === undefined ? {} : { step: this.#step }),
    };
    const step = this.#step;
    try {
      const state = await this.#server.sendRequest<TopologyRequest['result']>(method, params);
      if (this.#lab.document !== document || this.#step !== step) return undefined;
      if (state) return { type: 'show', state, title: basename(document.uri), places: this.#places.of(uri) };
      return { type: 'empty', message: t('There is nothing to draw in {0} yet.', basename(document.uri)) };
    } catch (error) {
      this.#server.warn(`${method}: ${error}`);
      return { type: 'empty', message: t('The dnet language server did not answer.') };
    }
  }

  /** Of several requests under way, only the newest is answered. */
  async #select(position: vscode.Position): Promise<void> {
    const uri = this.uri;
    if (!uri || this.#viewers.size === 0 || this.#server.state !== 'running') return;
    this.#nodeRequest.cancel();
    this.#nodeRequest = new vscode.CancellationTokenSource();
    const { token } = this.#nodeRequest;
    const method: TopologyNodeAtRequest['method'] = 'dnet/topology/nodeAt';
    const { line, character } = position;
    const params: TopologyNodeAtRequest['params'] = { textDocument: { uri }, position: { line, character } };
    try {
      const answer = await this.#server.sendRequest<TopologyNodeAtRequest['result'] | null>(method, params, token);
      if (!token.isCancellationRequested) this.#send({ type: 'select', node: answer?.node ?? null });
    } catch (error) {
      if (!token.isCancellationRequested) this.#server.warn(`${method}: ${error}`);
    }
  }

  #send(message: ToWebview): void {
    for (const viewer of this.#viewers) viewer(message);
  }

  #unsubscribe(): void {
    const uri = this.#subscribed;
    this.#subscribed = undefined;
    if (!uri || this.#server.state !== 'running') return;
    const method: TopologyUnsubscribeNotification['method'] = 'dnet/topology/unsubscribe';
    const params: TopologyUnsubscribeNotification['params'] = { textDocument: { uri } };
    this.#server.sendNotification(method, params).catch(() => undefined);
  }
}

export function basename(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
