import * as vscode from 'vscode';
import type { LanguageServer } from '../language-server.ts';
import type { FollowedLab } from '../topology/followed-lab.ts';
import { Answers } from './answers.ts';
import { askWhatIf, compareReachability, WHAT_IF_COMMAND } from './compare.ts';
import { EditChanges } from './edit-changes.ts';
import { ReachabilityPanel } from './panel.ts';
import { PIN_COMMAND, pinExpectation } from './pin.ts';

/** Who can talk to whom: the view, the comparisons, and what edits change. */
export function provideReachability(
  context: vscode.ExtensionContext,
  server: LanguageServer,
  lab: FollowedLab,
): vscode.Disposable {
  const panel = new ReachabilityPanel(context.extensionUri, server, lab);
  const answers = new Answers();
  return vscode.Disposable.from(
    panel,
    answers,
    new EditChanges(server),
    vscode.commands.registerCommand('dnet.openReachability', (uri?: vscode.Uri) => panel.open(uri)),
    vscode.commands.registerCommand('dnet.compareReachability', (uri?: vscode.Uri) =>
      compareReachability(server, lab, answers, uri),
    ),
    vscode.commands.registerCommand(WHAT_IF_COMMAND, (uri: unknown, hypothesis: unknown) =>
      askWhatIf(server, answers, uri, hypothesis),
    ),
    vscode.commands.registerCommand(PIN_COMMAND, (uri: string, packet: Parameters<typeof pinExpectation>[2]) =>
      pinExpectation(server, uri, packet),
    ),
  );
}
