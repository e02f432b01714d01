/** What a page makes of its picture: the content of a file, or an image in the clipboard. */
import type { PictureFormat } from '../../language-server/protocol.ts';
import type { Theme } from '../theme.ts';
import type { DrawnTopology } from './drawn-topology.ts';
import { pictureFiles } from './picture-file.ts';
import { base64Of, pngOf } from './png.ts';

/** Text, of a PNG base64. Rejected where the browser cannot draw it. */
export async function pictureContent(
  drawn: DrawnTopology,
  format: PictureFormat,
  theme: Theme,
  title: string,
): Promise<string> {
  return format === 'png' ? base64Of(await png(drawn, theme, title)) : pictureFiles[format](drawn, theme, title);
}

/** Answers why not, where it fails. */
export async function copyPicture(drawn: DrawnTopology, theme: Theme, title: string): Promise<string | undefined> {
  try {
    await focused();
    // The item is made before its content is there: some browsers allow it right after a key or click alone.
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png(drawn, theme, title) })]);
    return undefined;
  } catch (reason) {
    return reason instanceof Error ? reason.message : String(reason);
  }
}

const png = (drawn: DrawnTopology, theme: Theme, title: string): Promise<Blob> =>
  pngOf(pictureFiles.svg(drawn, theme, title), drawn.bounds);

/** How long the focus may be on its way, in ms. */
const PATIENCE = 2000;

/** Only a page that has the focus may use the clipboard; one that is just given it waits for it. */
const focused = (): Promise<void> =>
  new Promise((resolve) => {
    if (document.hasFocus()) {
      resolve();
      return;
    }
    window.addEventListener('focus', () => resolve(), { once: true });
    setTimeout(resolve, PATIENCE);
  });
