import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { registerLensCommands } from './lens-commands.ts';
import { extendMarkdownIt } from './markdown/preview.ts';
import { createLabFromTemplate, createNewLab, openWalkthroughLab } from './new-lab.ts';
import { Gestures } from './outline/gestures.ts';
import { OutlineView } from './outline/view.ts';
import { offerDockerConversion } from './paste-docker.ts';
import { provideReachability } from './reachability/reachability.ts';
import { restartLanguageServer, showServerStatus } from './server-status.ts';
import { ExpectationTests } from './testing/expectation-tests.ts';
import { TopologyFeed } from './topology/feed.ts';
import { FollowedLab } from './topology/followed-lab.ts';
import { TopologyPanels } from './topology/panel.ts';
import { TopologyView } from './topology/view.ts';

/** What other extensions may use of this one: VS Code's preview of Markdown does. */
export interface Exports {
  readonly extendMarkdownIt: typeof extendMarkdownIt;
  /** The labs of the workspace with their expectations, as the Test Explorer has them. */
  readonly expectations: vscode.TestController;
}

/**
 * What both entry points do once they know how to start the language server. The server starts in the background:
 * requests made meanwhile wait for it.
 */
export function activateWith(context: vscode.ExtensionContext, client: BaseLanguageClient): Exports {
  const lab = new FollowedLab();
  const feed = new TopologyFeed(client, lab);
  const panels = new TopologyPanels(context.extensionUri, feed, lab);
  const view = new TopologyView(context.extensionUri, feed);

  const tests = new ExpectationTests(client);

  context.subscriptions.push(
    client,
    tests,
    lab,
    feed,
    panels,
    view,
    new OutlineView(feed, new Gestures(client, lab)),
    showServerStatus(client),
    offerDockerConversion(client),
    provideReachability(context, client, lab),
    registerLensCommands(client),
    vscode.commands.registerCommand('dnet.newLab', createNewLab),
    vscode.commands.registerCommand('dnet.newLabFromTemplate', (file?: string) =>
      createLabFromTemplate(context.extensionUri, file),
    ),
    vscode.commands.registerCommand('dnet.openWalkthroughLab', (step: string) =>
      openWalkthroughLab(context.extensionUri, step),
    ),
    vscode.commands.registerCommand('dnet.openTopology', (uri?: vscode.Uri) => panels.open(uri)),
    vscode.commands.registerCommand('dnet.openTopologyToSide', (uri?: vscode.Uri) => panels.openToSide(uri)),
    vscode.commands.registerCommand('dnet.revealInTopology', async (item: vscode.TestItem) => {
      const uri = await tests.reveal(item);
      if (uri) await panels.openToSide(uri);
    }),
    vscode.commands.registerCommand('dnet.restartLanguageServer', () => restartLanguageServer(client)),
    vscode.commands.registerCommand('dnet.showLog', () => client.outputChannel.show()),
  );
  void panels.openUnasked();
  // The client itself tells the user when this fails; the status item keeps showing it.
  client.start().catch(() => undefined);
  return { extendMarkdownIt, expectations: tests.controller };
}
