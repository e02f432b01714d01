import * as vscode from 'vscode';
import { t } from '../l10n.ts';
import { textsForPage } from './page-texts.ts';

/** Of Node's extension host and of the web's. */
declare const crypto: { randomUUID(): string };

const assets = (extensionUri: vscode.Uri) => vscode.Uri.joinPath(extensionUri, 'dist', 'webview');

type PageName = 'topology' | 'reachability';

/** Loads a page of ours into a webview. What the page posts is of unknown shape. */
export function loadPage(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  page: PageName,
  receive: (message: unknown) => void,
): vscode.Disposable {
  webview.options = { enableScripts: true, localResourceRoots: [assets(extensionUri)] };
  const listener = webview.onDidReceiveMessage(receive);
  webview.html = pageOf(webview, extensionUri, page);
  return listener;
}

/** It may run one script and load one style sheet, and nothing from anywhere else. */
function pageOf(webview: vscode.Webview, extensionUri: vscode.Uri, page: PageName): string {
  const nonce = crypto.randomUUID();
  const asset = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(assets(extensionUri), name));
  const policy = [
    `default-src 'none'`,
    `img-src ${webview.cspSource} data:`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  const { bundle } = vscode.l10n;
  return `<!DOCTYPE html>
<html lang="${bundle ? vscode.env.language : 'en'}">
<head>
  <meta charset="UTF-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${page === 'topology' ? t('Topology') : t('Reachability')}</title>
  <link rel="stylesheet" href="${asset(`${page}.css`)}">
  ${textsForPage(bundle)}
</head>
<body>
  <script nonce="${nonce}" src="${asset(`${page}.js`)}"></script>
</body>
</html>
`;
}
