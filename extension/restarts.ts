import * as vscode from 'vscode';
import { CloseAction, type CloseHandlerResult, ErrorAction, type ErrorHandler } from 'vscode-languageclient';
import { t } from './l10n.ts';

/** So often within that time a server that has ended is started again. Milliseconds. */
const MOST = 4;
const PERIOD = 3 * 60 * 1000;

/** Starts a language server that has ended again, unless it ends again and again: then the user is asked. */
export class BoundedRestarts implements ErrorHandler {
  #ends: number[] = [];

  /**
   * What cannot be written to a server that has just ended is an error of the connection, and there may be many before
   * its end is noticed. To shut the client down for them would leave the user without a server.
   */
  error() {
    return { action: ErrorAction.Continue, handled: true };
  }

  closed(): CloseHandlerResult {
    const now = Date.now();
    this.#ends = [...this.#ends.filter((end) => now - end < PERIOD), now];
    // It goes on as before: that is no news to the user, but for the log.
    if (this.#ends.length <= MOST) return { action: CloseAction.Restart, handled: true };
    this.#ends = [];
    void this.#ask();
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  async #ask(): Promise<void> {
    const restart = t('Restart');
    const log = t('Show Log');
    const chosen = await vscode.window.showErrorMessage(
      t(
        'The dnet language server has ended {0} times within three minutes and is not started again. Your labs are untouched. Close the lab that it ends at, or restart it.',
        MOST + 1,
      ),
      restart,
      log,
    );
    if (chosen === restart) await vscode.commands.executeCommand('dnet.restartLanguageServer');
    if (chosen === log) await vscode.commands.executeCommand('dnet.showLog');
  }
}
