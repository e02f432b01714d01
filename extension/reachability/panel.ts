import * as vscode from 'vscode';
import type {
  FromReachability,
  ReachabilityRequest,
  ReachabilityRowsRequest,
  ReachabilityTraceRequest,
  SourceRange,
  ToReachability,
} from '../../language-server/protocol.ts';
import { t } from '../l10n.ts';
import { LabPanel } from '../lab-panel.ts';
import type { LanguageServer } from '../language-server.ts';
import type { FollowedLab } from '../topology/followed-lab.ts';
import { loadPage } from '../topology/page.ts';
import { isFromReachability } from './messages.ts';
import { PIN_COMMAND } from './pin.ts';

/** So long nobody types, in milliseconds, before the matrix follows an edit. */
const IDLE = 400;

/** Who can talk to whom in the lab edited last, beside its text. */
export class ReachabilityPanel implements vscode.Disposable {
  readonly #server: LanguageServer;
  readonly #lab: FollowedLab;
  readonly #subscriptions: vscode.Disposable;
  readonly #panel: LabPanel;
  /** Whether the page listens. */
  #ready = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(extensionUri: vscode.Uri, server: LanguageServer, lab: FollowedLab) {
    this.#server = server;
    this.#lab = lab;
    this.#subscriptions = vscode.Disposable.from(
      lab.onDidChange(() => this.#refresh()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.languageId === this.#lab.document?.languageId) this.#refreshSoon();
      }),
      server.onDidChangeState((state) => {
        if (state === 'running') this.#refresh();
      }),
    );
    this.#panel = new LabPanel(extensionUri, lab, {
      viewType: 'dnet.reachabilityPanel',
      title: (name) => (name === undefined ? t('Reachability') : t('Reachability in {0}', name)),
      fill: (panel) => {
        this.#ready = false;
        panel.onDidChangeViewState(() => {
          // The page of a hidden panel is dropped; shown again, it says that it is ready.
          if (!panel.visible) this.#ready = false;
        });
        return vscode.Disposable.from(
          loadPage(panel.webview, extensionUri, 'reachability', (message) => this.#receive(message)),
          // Nobody looks any more: edits need no matrix.
          new vscode.Disposable(() => {
            this.#ready = false;
          }),
        );
      },
    });
  }

  open(uri?: vscode.Uri): Promise<void> {
    return this.#panel.open(uri, { viewColumn: vscode.ViewColumn.Beside });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#panel.dispose();
    this.#subscriptions.dispose();
  }

  #refreshSoon(): void {
    clearTimeout(this.#timer);
    if (this.#ready) this.#timer = setTimeout(() => this.#refresh(), IDLE);
  }

  async #refresh(): Promise<void> {
    if (!this.#ready) return;
    const { document } = this.#lab;
    if (!document) {
      this.#send({ type: 'empty', message: t('Open a lab (.dnet) to see who can talk to whom.') });
      return;
    }
    const state = await this.#ask<ReachabilityRequest>('dnet/reachability', {});
    if (this.#lab.document !== document) return;
    if (state) this.#send({ type: 'classes', state });
    else this.#send({ type: 'empty', message: t('The dnet language server did not answer.') });
  }

  async #receive(message: unknown): Promise<void> {
    if (!isFromReachability(message)) return;
    switch (message.type) {
      case 'ready':
        this.#ready = true;
        await this.#refresh();
        break;
      case 'rows': {
        const rows = await this.#ask<ReachabilityRowsRequest>('dnet/reachability/rows', without(message));
        if (rows) this.#send({ type: 'rows', rows });
        break;
      }
      case 'trace':
        this.#send({
          type: 'trace',
          trace: await this.#ask<ReachabilityTraceRequest>('dnet/reachability/trace', without(message)),
        });
        break;
      case 'pin':
        await this.#pin(without(message));
        break;
      case 'reveal':
        await this.#reveal(message.uri, message.range);
        break;
    }
  }

  /** Asks about the followed lab; null where there is no answer. */
  async #ask<Request extends { readonly method: string; readonly params: object; readonly result: unknown }>(
    method: Request['method'],
    params: Omit<Request['params'], 'textDocument'>,
  ): Promise<Request['result'] | null> {
    const { document } = this.#lab;
    if (!document || this.#server.state === 'stopped') return null;
    const uri = document.uri.toString();
    try {
      return await this.#server.sendRequest<Request['result']>(method, { ...params, textDocument: { uri } });
    } catch (error) {
      this.#server.warn(`${method}: ${error}`);
      return null;
    }
  }

  async #pin(packet: Omit<Extract<FromReachability, { type: 'pin' }>, 'type'>): Promise<void> {
    const { document } = this.#lab;
    if (!document) return;
    await vscode.commands.executeCommand(PIN_COMMAND, document.uri.toString(), packet);
  }

  /** A statement of the lab, or of a file that it includes. */
  async #reveal(uri: string, range: SourceRange): Promise<void> {
    const target = vscode.Uri.parse(uri);
    const { document } = this.#lab;
    if (document?.uri.toString() === target.toString()) {
      await this.#lab.reveal(range);
      return;
    }
    const { start, end } = range;
    await vscode.window.showTextDocument(target, {
      viewColumn: vscode.ViewColumn.One,
      selection: new vscode.Range(start.line, start.character, end.line, end.character),
    });
  }

  #send(message: ToReachability): void {
    void this.#panel.webview?.postMessage(message);
  }
}

function without<T extends FromReachability>({ type: _, ...params }: T): Omit<T, 'type'> {
  return params;
}
