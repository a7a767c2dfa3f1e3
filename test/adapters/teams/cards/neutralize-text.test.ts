import { describe, expect, it } from 'vitest';
import {
  cutText,
  guardLineStart,
  toLiteral,
  toPlainMarkdown,
} from '../../../../src/adapters/teams/cards/neutralize-text.ts';
import { renderLine, toAddress } from '../../../../src/adapters/teams/cards/render-line.ts';
import { toOneLine } from '../../../../src/core/model/text/format.ts';
import { HOSTILE_TEXTS } from './hostile.ts';

/** What some client of Teams would read as more than text, inside a line. */
const CARD_MARKS = [
  /\{\{(?:DATE|TIME)\(/,
  /\$\{/,
  /<\/?at\b/i,
  /\b[a-z][a-z\d+.-]*:\/\//i,
  /\b(?:mailto|tel|sip|callto|msteams):/i,
  /\bwww\./i,
  /[\p{L}\d]@[\p{L}\d]/u,
  /\n/,
];
/** And in Markdown, by CommonMark and by the looser parsers of the phone clients. */
const MARKDOWN_MARKS = [
  /[*`~]/,
  /(?:^|[^\p{L}\d])_|_(?:[^\p{L}\d]|$)/u,
  /\]\s*[([:]/,
  /\\[!-/:-@[-`{-~]/,
  /&(?:#\d+|#x[\da-f]+|\w+);/i,
  /<[a-z/!?]/i,
];
const LINE_START = /^\s*(?:#|>|[-+*]\s|\d{1,9}[.)]\s|={2,}|-{2,})/;

describe('toLiteral', () => {
  it.each(HOSTILE_TEXTS)('leaves nothing that calls, links or computes in %j', (text) => {
    for (const mark of CARD_MARKS) expect(toLiteral(text)).not.toMatch(mark);
  });

  it.each(HOSTILE_TEXTS)('shows %j as it is', (text) => {
    expect(toLiteral(text).replaceAll('\u200b', '')).toBe(toOneLine(text));
  });
});

describe('toPlainMarkdown', () => {
  it.each(HOSTILE_TEXTS)('leaves no mark of Markdown in %j', (text) => {
    const safe = guardLineStart(toPlainMarkdown(text));
    for (const mark of [...CARD_MARKS, ...MARKDOWN_MARKS]) expect(safe).not.toMatch(mark);
    expect(safe).not.toMatch(LINE_START);
  });

  it('keeps what is copied from an error', () => {
    for (const text of [
      'invalid_grant',
      'AADSTS53003',
      '0a1b2c3d-0000-4000-8000-00000000abcd',
      'contoso.onmicrosoft.com',
    ])
      expect(toPlainMarkdown(text)).toBe(text);
  });
});

describe('renderLine', () => {
  it.each(HOSTILE_TEXTS)('makes no Markdown of %j beside a link', (text) => {
    const line = [
      { kind: 'text', text },
      { kind: 'strong', text },
      { kind: 'link', text, url: 'https://entra.microsoft.com/#x' },
    ] as const;
    const { text: markdown } = renderLine(line, { now: 0, max: 1000 }) as unknown as { text: string };
    const outside = markdown.replace(/\[[^\][]*\]\(https:\/\/entra\.microsoft\.com\/#x\)$/, '').replaceAll('**', '');
    expect(markdown).toMatch(/\(https:\/\/entra\.microsoft\.com\/#x\)$/);
    for (const mark of [...CARD_MARKS, ...MARKDOWN_MARKS]) expect(outside).not.toMatch(mark);
  });

  it('uses no Markdown at all where there is no link', () => {
    expect(renderLine([{ kind: 'strong', text: 'a *b*' }], { now: 0, max: 100 })).toEqual({
      type: 'RichTextBlock',
      inlines: [{ type: 'TextRun', text: 'a *b*', weight: 'Bolder' }],
    });
  });

  it('lets a phone break a domain that is longer than its line', () => {
    const line = [
      { kind: 'strong', text: 'Contoso *Ltd*' },
      { kind: 'text', text: ' (consolidatedmessenger.onmicrosoft.com)' },
    ] as const;
    expect(renderLine(line, { now: 0, max: 100 })).toEqual({
      ...{ type: 'TextBlock', wrap: true },
      text: '**Contoso ∗Ltd∗\u200b** (consolidatedmessenger.onmicrosoft.com)',
    });
  });

  it('keeps strong text strong next to punctuation', () => {
    const line = [
      { kind: 'strong', text: 'Symptom: ' },
      { kind: 'link', text: 'x', url: 'https://a.example/' },
    ] as const;
    expect(renderLine(line, { now: 0, max: 100 })).toMatchObject({
      text: '**Symptom:\u200b** [x](https://a.example/)',
    });
  });

  it('cuts a line and says so', () => {
    const line = [
      { kind: 'text', text: 'abcdef' },
      { kind: 'strong', text: 'ghi' },
    ] as const;
    expect(renderLine(line, { now: 0, max: 6 })).toMatchObject({ inlines: [{ text: 'abcdef…' }] });
    expect(renderLine(line, { now: 0, max: 4 })).toMatchObject({ inlines: [{ text: 'abc…' }] });
    expect(renderLine([{ kind: 'text', text: ' ' }], { now: 0, max: 4 })).toBeUndefined();
  });
});

describe('toAddress', () => {
  it('takes https addresses alone, without anything that could end a link or compute', () => {
    expect(toAddress('https://a.example/x(1)?y={{z}}#[v](w)*')).toBe(
      'https://a.example/x%281%29?y=%7B%7Bz%7D%7D#%5Bv%5D%28w%29%2A',
    );
    for (const url of [
      'http://a.example',
      'javascript:x',
      'https://u:p@a.example',
      'x',
      `https://a.example/${'x'.repeat(600)}`,
    ])
      expect(toAddress(url)).toBeUndefined();
  });
});

describe('cutText', () => {
  it('never parts a character', () => {
    expect(cutText('a😀😀', 3)).toBe('a…');
    expect(cutText('abc', 3)).toBe('abc');
  });
});
