/**
 * The simulation shows random ids symbolically, `<id12:front>` for the first digits of front's. To a reader the digits
 * say nothing: the name is shown, or an ellipsis where there is none.
 */
export function readable(text: string): string {
  return text.replace(/<id(?:12|64)?(?::([^>]*))?>/g, (_, name: string | undefined) => (name ? `‹${name}›` : '…'));
}
