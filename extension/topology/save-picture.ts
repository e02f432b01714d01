import * as vscode from 'vscode';
import type { PictureFormat } from '../../language-server/protocol.ts';

const KINDS: Readonly<Record<PictureFormat, readonly [name: string, extension: string]>> = {
  svg: ['SVG', 'svg'],
  png: ['PNG', 'png'],
  drawio: ['draw.io', 'drawio'],
};

/** Asks where to, beside the lab at first, and writes the file. `content` is text, of a PNG base64. */
export async function savePicture(lab: vscode.Uri, format: PictureFormat, content: string): Promise<void> {
  const [name, extension] = KINDS[format];
  const defaultUri = lab.with({ path: `${lab.path.replace(/\.dnet$/, '')}.${extension}` });
  const target = await vscode.window.showSaveDialog({ defaultUri, filters: { [name]: [extension] } });
  if (!target) return;
  const bytes =
    format === 'png' ? Uint8Array.from(atob(content), (each) => each.charCodeAt(0)) : new TextEncoder().encode(content);
  try {
    await vscode.workspace.fs.writeFile(target, bytes);
  } catch (reason) {
    void vscode.window.showErrorMessage(reason instanceof Error ? reason.message : String(reason));
  }
}
