/** Markdown of ours for clients that show none: the same words without markup. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/^(`{3,})[^\n]*\n([\s\S]*?)\n\1$/gm, '$2')
    .replace(/^\|[ |:-]+\|$\n?/gm, '')
    .replace(/^\| (.*) \|$/gm, (_, cells: string) => cells.split(/ ?(?<!\\)\| ?/).join('  '))
    .replace(/\[([^\]]+)\]\(([^)]+)\)/g, '$1: $2')
    .replace(/(`+) ?(.+?) ?\1/g, '$2')
    .replace(/\*\*(.+?)\*\*/g, '$1')
    .replace(/(^|\s)_(.+?)_(?=\s|$)/g, '$1$2')
    .replace(/\\([\\<>[\]*_#|])/g, '$1');
}
