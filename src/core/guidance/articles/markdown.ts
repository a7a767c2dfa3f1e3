import type { Block } from '../../cards/card.ts';
import type { Inline, Line } from '../../cards/inline.ts';
import { type ArticleSubject, fillArticle, fillWords } from './article.ts';

/** What our articles use of Markdown inside a line: links, bold, emphasis and code. */
const MARKS =
  /\[(?<label>[^\]]+)\]\((?<url>https:\/\/[^)\s]+)\)|\*\*(?<strong>[^*]+)\*\*|`(?<code>[^`]+)`|(?<![\w*])\*(?<soft>[^*\s][^*]*)\*/g;

/**
 * A line of an article for a subject. The marks are read before the placeholders are filled in, so that a tenant's name
 * can bring no marks of its own.
 */
export function toArticleLine(markdown: string, subject: ArticleSubject): Line {
  const parts: Inline[] = [];
  const folded = markdown.replace(/\s*\n\s*/g, ' ');
  let from = 0;
  const add = (text: string): void => {
    if (text !== '') parts.push({ kind: 'text', text: fillWords(text, subject) });
  };
  for (const match of folded.matchAll(MARKS)) {
    add(folded.slice(from, match.index));
    parts.push(toInline(match.groups ?? {}, subject));
    from = match.index + match[0].length;
  }
  add(folded.slice(from));
  return parts;
}

function toInline(groups: Record<string, string | undefined>, subject: ArticleSubject): Inline {
  const { label, url, strong, code, soft } = groups;
  if (label !== undefined && url !== undefined) {
    const text = fillWords(label, subject);
    const filled = fillArticle(`[x](${url})`, subject);
    const address = /^\[x\]\((.+)\)$/.exec(filled)?.[1];
    return address === undefined ? { kind: 'text', text } : { kind: 'link', text, url: address };
  }
  if (code !== undefined) return { kind: 'code', text: fillWords(code, subject) };
  return { kind: 'strong', text: fillWords(strong ?? soft ?? '', subject) };
}

/** A section of an article as blocks: paragraphs, lists and fenced text. */
export function toArticleBlocks(markdown: string, subject: ArticleSubject): Block[] {
  const blocks: Block[] = [];
  for (const [index, text] of markdown.split(/^```[^\n]*\n([\s\S]*?)^```\s*$/m).entries()) {
    if (index % 2 === 1) blocks.push({ kind: 'copy', label: 'To copy', text: fillWords(text.trimEnd(), subject) });
    else for (const paragraph of text.split(/\n\s*\n/)) blocks.push(...toBlock(paragraph, subject));
  }
  return blocks;
}

const BULLET = /^[-*] /;
const NUMBER = /^\d+\. /;

function toBlock(paragraph: string, subject: ArticleSubject): Block[] {
  const lines = paragraph.split('\n').filter((one) => one.trim() !== '');
  const [first] = lines;
  if (first === undefined) return [];
  const mark = [BULLET, NUMBER].find((one) => one.test(first.trim()));
  if (!mark) return [{ kind: 'text', line: toArticleLine(lines.join(' ').trim(), subject) }];
  const items: string[] = [];
  for (const one of lines) {
    if (mark.test(one.trim())) items.push(one.trim().replace(mark, ''));
    else items.push(`${items.pop() ?? ''} ${one.trim()}`.trim());
  }
  return [{ kind: 'list', numbered: mark === NUMBER, items: items.map((item) => toArticleLine(item, subject)) }];
}
