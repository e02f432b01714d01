/** What the extension says itself, in VS Code's language. */
import * as vscode from 'vscode';
import { filled } from '../language-server/particles.ts';

/** As `vscode.l10n.t`, with the Korean particles behind values as the values want them. */
export function t(message: string, ...values: readonly (string | number)[]): string {
  return filled(vscode.l10n.t(message), values);
}
