import * as vscode from 'vscode';
import { readFilesFor } from './client-files.ts';
import { finishGesture } from './editing/begun-gestures.ts';
import { Gestures } from './editing/gestures.ts';
import { EXPORT_COMMAND, type ExportOptions, TopologyExport } from './export/export-topology.ts';
import { PicturePages } from './export/pages.ts';
import type { LanguageServer } from './language-server.ts';
import { registerLensCommands } from './lens-commands.ts';
import { extendMarkdownIt } from './markdown/preview.ts';
import { createLabFromTemplate, createNewLab, openWalkthroughLab } from './new-lab.ts';
import { OutlineView } from './outline/view.ts';
import { offerDockerConversion } from './paste-docker.ts';
import { provideReachability } from './reachability/reachability.ts';
import { showServerStatus } from './server-status.ts';
import { ExpectationTests } from './testing/expectation-tests.ts';
import { DraggedPlaces } from './topology/dragged-places.ts';
import { TopologyFeed } from './topology/feed.ts';
import { FollowedLab } from './topology/followed-lab.ts';
import { TopologyPanel } from './topology/panel.ts';
import type { TopologyServices } from './topology/topology-webview.ts';
import { TopologyView } from './topology/view.ts';

/** What other extensions may use of this one: VS Code's preview of Markdown does. */
export interface Exports {
  readonly extendMarkdownIt: typeof extendMarkdownIt;
  /** The labs of the workspace with their expectations, as the Test Explorer has them. */
  readonly expectations: vscode.TestController;
  /** What the extension asks the language server. */
  readonly server: LanguageServer;
}

/**
 * What both entry points do once they know how to start the language server. It starts in the background: requests made
 * meanwhile wait for it.
 */
export function activateWith(context: vscode.ExtensionContext, server: LanguageServer): Exports {
  const lab = new FollowedLab();
  const places = new DraggedPlaces(context.workspaceState, vscode.workspace);
  const feed = new TopologyFeed(server, lab, places);
  const gestures = new Gestures(server, lab);
  const pages = new PicturePages();
  const services: TopologyServices = { edit: (gesture) => finishGesture(gestures, gesture), pages };
  const panel = new TopologyPanel(context.extensionUri, feed, services, lab);
  const view = new TopologyView(context.extensionUri, feed, services);

  const exports = new TopologyExport(feed, lab, pages, () => panel.openToSide());
  const tests = new ExpectationTests(server);

  context.subscriptions.push(
    server,
    tests,
    lab,
    places,
    feed,
    pages,
    panel,
    view,
    new OutlineView(feed, gestures),
    readFilesFor(server),
    showServerStatus(server),
    offerDockerConversion(server),
    provideReachability(context, server, lab),
    registerLensCommands(server),
    vscode.commands.registerCommand('dnet.newLab', createNewLab),
    vscode.commands.registerCommand('dnet.newLabFromTemplate', (file?: string) =>
      createLabFromTemplate(context.extensionUri, file),
    ),
    vscode.commands.registerCommand('dnet.openWalkthroughLab', (step: string) =>
      openWalkthroughLab(context.extensionUri, step),
    ),
    vscode.commands.registerCommand('dnet.openTopology', (uri?: vscode.Uri) => panel.open(uri)),
    vscode.commands.registerCommand('dnet.openTopologyToSide', (uri?: vscode.Uri) => panel.openToSide(uri)),
    vscode.commands.registerCommand(EXPORT_COMMAND, (uri?: vscode.Uri, options?: ExportOptions) =>
      exports.export(uri, options),
    ),
    vscode.commands.registerCommand('dnet.copyTopologyAsImage', (uri?: vscode.Uri) => exports.copy(uri)),
    vscode.commands.registerCommand('dnet.resetTopologyPositions', () => feed.resetPlaces()),
    vscode.commands.registerCommand('dnet.revealInTopology', async (item: vscode.TestItem) => {
      const uri = await tests.reveal(item);
      if (uri) await panel.openToSide(uri);
    }),
    vscode.commands.registerCommand('dnet.restartLanguageServer', () => server.restart()),
    vscode.commands.registerCommand('dnet.showLog', () => server.showLog()),
  );
  void panel.openUnasked();
  return { extendMarkdownIt, expectations: tests.controller, server };
}
