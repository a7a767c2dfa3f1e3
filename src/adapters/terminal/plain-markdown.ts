import { toPlainLine } from '../../core/cards/inline.ts';
import { toArticleLine } from '../../core/guidance/articles/markdown.ts';

export interface PlainText {
  text: string;
  /** Addresses of the links, in their order. */
  links: string[];
}

/** A line of an article as terminal text: no marks, and the addresses apart, so that no line break cuts them. */
export function markdownToText(markdown: string): PlainText {
  const line = toArticleLine(markdown, {});
  return { text: toPlainLine(line, String), links: line.flatMap((part) => (part.kind === 'link' ? [part.url] : [])) };
}
