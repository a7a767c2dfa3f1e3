import type { Block } from '../../cards/card.ts';
import type { Inline, Line } from '../../cards/inline.ts';
import { type ArticleSubject, fillAddress, fillWords } from './article.ts';
import { type Passage, readPassages, readSpans, type Span } from './article-text.ts';

/**
 * A line of an article for a subject. The marks are read before the placeholders are filled in, so that a tenant's name
 * can bring no marks of its own.
 */
export function toArticleLine(markdown: string, subject: ArticleSubject): Line {
  return toLine(readSpans(markdown), subject);
}

export function toArticleBlocks(markdown: string, subject: ArticleSubject): Block[] {
  return readPassages(markdown).map((passage) => toBlock(passage, subject));
}

function toBlock(passage: Passage, subject: ArticleSubject): Block {
  switch (passage.kind) {
    case 'fence':
      return { kind: 'copy', label: 'To copy', text: fillWords(passage.text, subject, 'command') };
    case 'paragraph':
      return { kind: 'text', line: toLine(passage.spans, subject) };
    case 'list':
      return {
        kind: 'list',
        numbered: passage.numbered,
        items: passage.items.map((item) => toLine(item, subject)),
      };
  }
}

function toLine(spans: readonly Span[], subject: ArticleSubject, kind: 'text' | 'strong' = 'text'): Inline[] {
  return spans.flatMap((span) => toInlines(span, subject, kind));
}

function toInlines(span: Span, subject: ArticleSubject, kind: 'text' | 'strong'): Inline[] {
  switch (span.kind) {
    case 'text':
      return [{ kind, text: fillWords(span.text, subject, 'sentence') }];
    case 'code':
      return [{ kind: 'code', text: fillWords(span.text, subject, 'command') }];
    case 'strong':
    case 'soft':
      return toLine(span.spans, subject, 'strong');
    case 'link': {
      const url = fillAddress(span.url, subject);
      const label = toLine(span.spans, subject, kind);
      return url === undefined ? label : [{ kind: 'link', text: label.map(wordsOf).join(''), url }];
    }
  }
}

function wordsOf(part: Inline): string {
  return part.kind === 'time' ? '' : part.text;
}
