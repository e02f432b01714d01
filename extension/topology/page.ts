import * as vscode from 'vscode';
import { textsForPage } from './page-texts.ts';

/** Of Node's extension host and of the web's. */
declare const crypto: { randomUUID(): string };

const assets = (extensionUri: vscode.Uri) => vscode.Uri.joinPath(extensionUri, 'dist', 'webview');

export function pageOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [assets(extensionUri)] };
}

/** A page of ours: it may run one script and load one style sheet, and nothing from anywhere else. */
export function pageOf(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  page: 'topology' | 'reachability' = 'topology',
): string {
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
  <title>${page === 'topology' ? vscode.l10n.t('Topology') : vscode.l10n.t('Reachability')}</title>
  <link rel="stylesheet" href="${asset(`${page}.css`)}">
  ${textsForPage(bundle)}
</head>
<body>
  <script nonce="${nonce}" src="${asset(`${page}.js`)}"></script>
</body>
</html>
`;
}
