/** Colours in the preview of Markdown, in code fences that say `dnet`. */
import { highlight } from './highlight.ts';

/** What a fence says that holds a lab. */
const FENCE = 'dnet';

type Highlight = (code: string, language: string, attributes: string) => string;

/** As much of markdown-it as is used here. */
export interface MarkdownIt {
  readonly options: { highlight?: Highlight | null | undefined };
}

/** What VS Code's preview of Markdown asks of an extension with `markdown.markdownItPlugins`. */
export function extendMarkdownIt(markdown: MarkdownIt): MarkdownIt {
  const others = markdown.options.highlight;
  markdown.options.highlight = (code, language, attributes) =>
    language.toLowerCase() === FENCE ? highlight(code) : (others?.(code, language, attributes) ?? '');
  return markdown;
}
