import type { Nodes, PhrasingContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import { loadArticles } from '../../../../src/adapters/articles/load-articles.ts';
import {
  type Passage,
  readPassages,
  readSpans,
  type Span,
} from '../../../../src/core/guidance/articles/article-text.ts';

/** What micromark makes of a text, in our words. Throws for what we have no word for. */
function judge(markdown: string): Passage[] {
  return fromMarkdown(markdown).children.map((node): Passage => {
    if (node.type === 'code') return { kind: 'fence', text: node.value };
    if (node.type === 'paragraph') return { kind: 'paragraph', spans: node.children.map(toSpan) };
    if (node.type !== 'list') throw stranger(node);
    return {
      kind: 'list',
      numbered: node.ordered === true,
      items: node.children.map(({ children: [only, more] }) => {
        if (only?.type !== 'paragraph' || more) throw stranger(more ?? only ?? node);
        return only.children.map(toSpan);
      }),
    };
  });
}

function toSpan(node: PhrasingContent): Span {
  switch (node.type) {
    case 'text':
      return { kind: 'text', text: node.value.replace(/\s*\n\s*/g, ' ') };
    case 'inlineCode':
      return { kind: 'code', text: node.value };
    case 'strong':
      return { kind: 'strong', spans: node.children.map(toSpan) };
    case 'emphasis':
      return { kind: 'soft', spans: node.children.map(toSpan) };
    case 'link':
      return { kind: 'link', spans: node.children.map(toSpan), url: node.url };
    default:
      throw stranger(node);
  }
}

function stranger({ type, position }: Nodes): Error {
  return new Error(`articles have no ${type} (line ${position?.start.line})`);
}

describe('the reader of articles', () => {
  const articles = loadArticles().all();

  it.each(articles.map((article) => [article.id, article] as const))('reads %s as CommonMark does', (_id, article) => {
    const { symptom, meaning, whoActs, verify, more = '', ours = {}, theirs = {} } = article;
    const sections = [symptom, meaning, whoActs, verify, more, ours.meaning, ours.who, theirs.meaning, theirs.who];
    for (const text of sections.filter((one) => one !== undefined)) expect(readPassages(text)).toEqual(judge(text));
    for (const step of article.steps) expect([{ kind: 'paragraph', spans: readSpans(step) }]).toEqual(judge(step));
  });

  it('knows bold in a link, code in bold, and a list right after its paragraph', () => {
    for (const text of [
      '**see `x`** and [the **portal**](https://entra.example/)',
      'In order:\n- first\n  goes on\n- *second*\n\nLast.',
      'Text\n\n```powershell\n# no heading\n- no list\n```\n\n1. one\n2. two',
    ]) {
      expect(readPassages(text)).toEqual(judge(text));
    }
  });
});
