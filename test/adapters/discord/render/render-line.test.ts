import { describe, expect, it } from 'vitest';
import { renderCode, renderCodeBlock } from '../../../../src/adapters/discord/render/escape-markdown.ts';
import { renderLine } from '../../../../src/adapters/discord/render/render-line.ts';
import { code, line, plain, strong, time } from '../../../../src/core/cards/inline.ts';
import { HOSTILE_TEXTS } from './hostile.ts';
import { MARKUP_KINDS, readMarkdown } from './read-markdown.ts';

/** What of a text is meant to be seen: one line without what can't be seen. */
function visible(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/(?!\u200d)[\p{Cf}\p{Co}]/gu, '')
      .replace(/[\p{Cc}\s]+/gu, ' ')
      // A closing bracket that none opened has a look-alike.
      .replace(/^\]+/, (all) => '］'.repeat(all.length))
      .trim()
  );
}

describe('the reading that judges the renderer', () => {
  it('finds every kind of markup in the texts that are not escaped', () => {
    const kinds = new Set(HOSTILE_TEXTS.flatMap((text) => readMarkdown(text).found.map(({ kind }) => kind)));
    expect([...kinds].sort()).toEqual([...MARKUP_KINDS].sort());
  });
});

describe('renderLine', () => {
  it.each(HOSTILE_TEXTS)('shows %j literally, without any markup', (text) => {
    const reading = readMarkdown(renderLine(plain(text)));
    expect(reading.found).toEqual([]);
    expect(reading.shown.replaceAll('\u200b', '')).toBe(visible(text));
  });

  it('keeps texts harmless that become markup only together', () => {
    const pairs = HOSTILE_TEXTS.flatMap((text) =>
      Array.from({ length: text.length }, (_, at) =>
        renderLine([
          { kind: 'text', text: text.slice(0, at) },
          { kind: 'strong', text: '' },
          { kind: 'text', text: text.slice(at) },
        ]),
      ),
    );
    for (const rendered of pairs) expect(readMarkdown(rendered).found).toEqual([]);
    expect(readMarkdown(renderLine(line('https:', strong('//evil.example')))).found.map(({ kind }) => kind)).toEqual([
      'strong',
    ]);
  });

  it.each(HOSTILE_TEXTS)('keeps %j harmless in bold and in code', (text) => {
    expect(readMarkdown(renderLine(line('a ', strong(text), ' b'))).found.map(({ kind }) => kind)).toEqual(['strong']);
    const inCode = readMarkdown(renderLine(line('a ', code(text), ' b')));
    expect(inCode.found.map(({ kind }) => kind)).toEqual(['code']);
    expect(inCode.shown).toMatch(/^a .* b$/);
  });

  it('keeps a word for many people from being read even where escapes are not', () => {
    expect(renderLine(plain('@everyone @here someone@contoso.com'))).not.toMatch(/@(everyone|here)/);
    expect(renderLine(plain('someone@contoso.com'))).toBe('someone\\@contoso.com');
  });

  it('shows times as Discord does, the relative one beside the absolute one', () => {
    expect(renderLine([time(1_700_000_000_999)])).toBe('<t:1700000000:f> (<t:1700000000:R>)');
    expect(renderLine([time(Number.NaN)])).toBe('at an unknown time');
  });

  it('links only https addresses', () => {
    const link = (url: string, text = 'Open [it]') => renderLine([{ kind: 'link', text, url }]);
    expect(link('https://entra.microsoft.com/a(b)')).toBe('[Open (it)](<https://entra.microsoft.com/a%28b%29>)');
    expect(link('javascript:alert(1)', 'x')).toBe('x');
    expect(link('http://contoso.com', 'x')).toBe('x');
    expect(link('https://user:word@contoso.com', 'x')).toBe('x');
    expect(link('not an address', 'x')).toBe('x');
  });

  it('keeps the blanks at the ends of bold text', () => {
    expect(renderLine(line('a', strong(' b '), 'c'))).toBe('a **b** c');
    expect(renderLine(line('a', strong(' '), 'c'))).toBe('a c');
  });

  it('keeps a stray bracket from joining two links', () => {
    const link = { kind: 'link', text: 'Open', url: 'https://contoso.com/' } as const;
    const { found } = readMarkdown(
      renderLine([link, { kind: 'text', text: 'a] [b] ]' }, link, ...line(code(']'), link)]),
    );
    expect(found.filter(({ kind }) => kind === 'masked link').map(({ raw }) => raw)).toEqual([
      '[Open](<https://contoso.com/>)',
      '[Open](<https://contoso.com/>)',
      '[Open](<https://contoso.com/>)',
    ]);
  });

  it('keeps neighbouring code spans one', () => {
    expect(renderLine(line(code('a'), code('b')))).toBe('`ab`');
  });

  it('cuts without leaving a mark open, at every length', () => {
    const hostile = HOSTILE_TEXTS.join(' ');
    const full = line(strong(hostile), ' ', code(hostile), ' ', hostile, ' ', {
      kind: 'link',
      text: 'x',
      url: 'https://contoso.com/',
    });
    for (let max = 10; max < 900; max += 7) {
      const text = renderLine(full, max);
      expect(text.length).toBeLessThanOrEqual(max);
      const { found } = readMarkdown(text);
      expect(found.filter(({ kind }) => kind !== 'strong' && kind !== 'code')).toEqual([]);
    }
  });
});

describe('renderCode', () => {
  it('is empty where nothing can be seen', () => {
    expect(renderCode(' \n ')).toBe('');
  });

  it('holds backticks inside', () => {
    expect(renderCode('Get-Mailbox `\n-Identity')).toBe('`Get-Mailbox ˋ -Identity`');
  });
});

describe('renderCodeBlock', () => {
  it.each(['a\n```\n@everyone', '````', '``', 'js\nx', '\n\nx', 'a`', '```js\nx```'])(
    'shows %j in one block',
    (text) => {
      const block = renderCodeBlock(text);
      const reading = readMarkdown(block);
      expect(reading.found.map(({ kind }) => kind)).toEqual(['code block']);
      expect(reading.found[0]?.raw).toBe(block);
      expect(reading.shown.replaceAll('\u200b', '')).toBe(text.trim());
    },
  );
});
