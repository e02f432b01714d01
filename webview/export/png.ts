/** An SVG document as a PNG: drawn by the browser, at twice its size so that it stays sharp. */
import { t } from '../../language-server/l10n.ts';

const SCALE = 2;
/** Pixels: browsers draw no larger canvas. */
const LARGEST_SIDE = 8192;

/** Rejected where the browser cannot draw it. */
export async function pngOf(svg: string, size: { readonly width: number; readonly height: number }): Promise<Blob> {
  const image = new Image();
  // Of what the page's policy lets in, an image that is part of the page.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const scale = Math.min(SCALE, LARGEST_SIDE / size.width, LARGEST_SIDE / size.height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(size.width * scale));
  canvas.height = Math.max(1, Math.round(size.height * scale));
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error(t`The picture is too large.`)) : resolve(blob)));
  });
}

/** The bytes as text, for a message. */
export async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
