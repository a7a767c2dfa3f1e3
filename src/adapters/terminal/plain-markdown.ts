import { type Line, toPlainLine } from '../../core/cards/inline.ts';
import { toArticleLine } from '../../core/guidance/articles/markdown.ts';

export interface PlainText {
  text: string;
  /** Addresses of the links, in their order. */
  links: string[];
}

/**
 * A line of an article as terminal text: no marks, commands as they can be run here, and the addresses apart, so that no
 * line break cuts them.
 */
export function markdownToText(markdown: string, prefix: string): PlainText {
  const line = toArticleLine(markdown, {});
  return {
    text: toPlainLine(withPrefix(line, prefix), String),
    links: line.flatMap((part) => (part.kind === 'link' ? [part.url] : [])),
  };
}

/** Articles name commands as they are where the program is on the PATH. */
export function withPrefix(parts: Line, prefix: string): Line {
  return parts.map((part) =>
    part.kind === 'code' ? { ...part, text: part.text.replace(/^samaritan /, prefix) } : part,
  );
}
