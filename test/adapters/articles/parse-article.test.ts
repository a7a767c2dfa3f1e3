import { describe, expect, it } from 'vitest';
import { loadArticles } from '../../../src/adapters/articles/load-articles.ts';
import { parseArticle } from '../../../src/adapters/articles/parse-article.ts';
import { CAUSE_IDS } from '../../../src/core/model/causes/cause.ts';

const SOUND = `---
id: my-article
title: Something is wrong
thisIf: it is wrong
causes: [mfa.required]
who: customer
keywords: [mfa, 50076]
sources: [https://learn.microsoft.com/x]
---

## Symptom

It fails.

## What it means

This and that.

## Who acts

The customer.

## Steps

1. First, in {tenantName}.
   Still the first.

   \`\`\`
   ## no heading
   \`\`\`
2. Second.

## How to verify

Test again.
`;
const parse = (text: string, name = 'my-article.md') => parseArticle(name, text);
const without = (part: string | RegExp, instead = ''): string => SOUND.replace(part, instead);

describe('parseArticle', () => {
  it('reads front matter, sections and steps', () => {
    expect(parse(SOUND)).toEqual({
      id: 'my-article',
      title: 'Something is wrong',
      thisIf: 'it is wrong',
      causes: ['mfa.required'],
      who: 'customer',
      keywords: ['mfa', '50076'],
      sources: ['https://learn.microsoft.com/x'],
      symptom: 'It fails.',
      meaning: 'This and that.',
      whoActs: 'The customer.',
      steps: ['First, in {tenantName}.\nStill the first.\n\n```\n## no heading\n```', 'Second.'],
      verify: 'Test again.',
    });
  });

  it('reads files of Windows alike, and the two sections that may be missing', () => {
    const text = `${SOUND}\n## Message to the customer\n\nDear all\n\n## More\n\nMuch\n`;
    expect(parse(text.replaceAll('\n', '\r\n'))).toEqual({
      ...parse(SOUND),
      customerMessage: 'Dear all',
      more: 'Much',
    });
  });

  it.each([
    ['no front matter', '# Hello', /faulty front matter/],
    ['broken YAML', without('title: Something', 'title: "Something'), /faulty front matter/],
    ['an unknown cause', without('mfa.required', 'mfa.invented'), /there is no cause mfa\.invented/],
    ['a field nobody knows', without('who:', 'colour: red\nwho:'), /colour/],
    ['nobody to act', without('who: customer', 'who: neighbour'), /faulty front matter/],
    ['a long title', without('Something is wrong', 'x'.repeat(61)), /faulty front matter/],
    ['a source without encryption', without('https:', 'http:'), /faulty front matter/],
    ['no source', without(/sources:.*/, 'sources: []'), /faulty front matter/],
    ['another name', SOUND.replace('id: my-article', 'id: other'), /its id other is not its file name/],
    ['a missing section', without('## Who acts', '## Who pays'), /“Who acts” is missing.*“Who pays” has no place/],
    ['an empty section', without('It fails.'), /“Symptom” is missing/],
    [
      'sections out of order',
      without('## Symptom\n\nIt fails.\n\n').replace('## Who acts', '## Symptom\n\nx\n\n## Who acts'),
      /out of order/,
    ],
    ['steps out of order', without('2. Second', '3. Second'), /not numbered 1, 2, 3/],
    ['words before the steps', without('1. First', 'Please:\n\n1. First'), /not numbered 1, 2, 3/],
    ['a placeholder nobody fills', without('{tenantName}', '{customerName}'), /unknown placeholder \{customerName\}/],
  ])('refuses %s, naming the file', (_what, text, fault) => {
    expect(() => parse(text)).toThrow(fault);
    expect(() => parse(text)).toThrow(/^The article my-article\.md /);
  });

  it('tells everything wrong with the sections at once', () => {
    const text = without('## Who acts', '## Who pays').replace('2. Second', '4. Second').replace('{tenantName}', '{x}');
    expect(() => parse(text)).toThrow(/Who acts.*Who pays.*numbered.*\{x\}/);
  });
});

describe('the product’s own articles', () => {
  const library = loadArticles();

  it.each(CAUSE_IDS)('have steps for %s', (cause) => {
    expect(library.forCause(cause).steps.length).toBeGreaterThan(0);
  });

  it('say that a customer can act only together with what to write to them', () => {
    const silent = library.all().filter((article) => article.who === 'customer' && !article.customerMessage);
    expect(silent.map((article) => article.id)).toEqual([]);
  });
});
