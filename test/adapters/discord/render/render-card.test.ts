import { MessageCreateRequestSchema } from 'discord-api-spec/zod';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { renderCard } from '../../../../src/adapters/discord/render/render-card.ts';
import { encodeAction } from '../../../../src/core/cards/action-id.ts';
import type { Action, Card, Section } from '../../../../src/core/cards/card.ts';
import { line, plain, strong } from '../../../../src/core/cards/inline.ts';
import { measureMessage } from './measure-message.ts';
import { createRandom, randomCard } from './random-card.ts';
import { readMarkdown } from './read-markdown.ts';

const button = (label: string, ...args: string[]): Action => ({
  kind: 'button',
  label,
  id: encodeAction('fix', ...args),
});

const base: Card = {
  tone: 'bad',
  status: 'failing',
  title: plain('9 of 412 tenants fail'),
  aside: plain('4.8 s'),
  blocks: [],
  actions: [],
  summary: '9 of 412 tenants fail',
};

const section = (index: number, actions = 3): Section => ({
  tone: 'bad',
  status: 'failing',
  title: plain(`Cause ${index}`),
  aside: plain('theirs · 4 tenants'),
  lines: [plain('Contoso, Fabrikam, Litware, Woodgrove and 12 more')],
  actions: Array.from({ length: actions }, (_, at) => button(`Action ${at}`, `${index}`, `${at}`)),
});

describe('renderCard', () => {
  it('keeps every limit for any card, and shows no markup of others', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const { card, files } = randomCard(createRandom(seed));
      const body = renderCard(card, files);
      const measures = measureMessage(body);
      const context = `seed ${seed}`;
      expect(measures.count, context).toBeLessThanOrEqual(40);
      expect(measures.textLength, context).toBeLessThanOrEqual(4000);
      expect(
        measures.texts.every((text) => text.trim() !== ''),
        context,
      ).toBe(true);
      expect(new Set(measures.customIds).size, context).toBe(measures.customIds.length);
      expect(
        measures.labels.every((label) => label.length >= 1 && label.length <= 80),
        context,
      ).toBe(true);
      const sent = body.attachments.map(({ filename }) => `attachment://${filename}`);
      expect(new Set(sent).size, context).toBe(sent.length);
      expect(
        measures.attachmentUrls.filter((url) => !sent.includes(url)),
        context,
      ).toEqual([]);
      const parsed = z.safeParse(MessageCreateRequestSchema, body);
      expect(parsed.error?.issues ?? [], context).toEqual([]);
      const allowed = ['heading', 'subtext', 'strong', 'list', 'code', 'code block', 'time', 'masked link'];
      const found = measures.texts.flatMap((text) => readMarkdown(text).found);
      expect(
        found.filter(({ kind }) => !allowed.includes(kind)),
        context,
      ).toEqual([]);
      for (const { raw } of found.filter(({ kind }) => kind === 'masked link')) {
        expect(raw, context).toMatch(/\]\(<https:\/\/entra\.microsoft\.com\/x>\)$/);
      }
      expect(body.allowed_mentions).toEqual({ parse: [] });
    }
  });

  it('shows the verdict first, and the status in words where the verdict does not say it', () => {
    const [container] = renderCard(base).components;
    expect(container).toMatchObject({
      type: 17,
      accent_color: 0xd83c3e,
      components: [{ type: 10, content: '### 9 of 412 tenants fail\n-# 4.8 s' }],
    });
    const running = { ...base, status: 'running', title: plain('Testing tokens') };
    expect(measureMessage(renderCard(running)).texts[0]).toBe('### Testing tokens\n-# running · 4.8 s');
  });

  it('shows a report of four causes whole', () => {
    const card: Card = {
      ...base,
      blocks: [
        { kind: 'text', line: plain('Graph 405 of 412 · Exchange 407 of 412') },
        ...[1, 2, 3, 4].map((index) => ({ kind: 'section' as const, section: section(index) })),
        { kind: 'text', line: plain('Run 01JX · connection default'), subtle: true },
      ],
      actions: [button('Test everything again', 'all'), button('Download', 'd'), button('History', 'h')],
    };
    const { count, labels, texts, all } = measureMessage(renderCard(card));
    expect(count).toBeLessThanOrEqual(40);
    expect(labels).toHaveLength(15);
    expect(all.filter(({ type }) => type === 14)).toHaveLength(5);
    expect(texts[1]).toBe(
      '**Cause 1** · failing · theirs · 4 tenants\nContoso, Fabrikam, Litware, Woodgrove and 12 more',
    );
    expect(texts.at(-1)).toBe('-# Run 01JX · connection default');
  });

  it('keeps what is bold in a heading apart from code in it', () => {
    const title = line('Role ', { kind: 'code', text: 'a ** b' }, ' is missing');
    const card: Card = { ...base, blocks: [{ kind: 'section', section: { ...section(1, 0), title } }] };
    expect(measureMessage(renderCard(card)).texts[1]).toContain('**Role** `a ** b` **is missing** · failing');
  });

  it('puts the only button of a section beside its text', () => {
    const card: Card = { ...base, blocks: [{ kind: 'section', section: section(1, 1) }] };
    expect(measureMessage(renderCard(card)).all.filter(({ type }) => type === 9)).toHaveLength(1);
  });

  it('puts what is below a heading across the whole card, as far as there is room for that', () => {
    const sectionsOf = (count: number): [string, boolean][] => {
      const blocks = Array.from({ length: count }, (_, at) => ({ kind: 'section' as const, section: section(at, 1) }));
      const { all } = measureMessage(renderCard({ ...base, blocks }));
      return all.flatMap(({ type, components, accessory }): [string, boolean][] =>
        type === 9 ? [[components?.[0]?.content ?? '', accessory !== undefined]] : [],
      );
    };
    expect(sectionsOf(1)).toEqual([['**Cause 0** · failing · theirs · 4 tenants', true]]);
    const many = sectionsOf(12);
    expect(many).toHaveLength(12);
    expect(many.every(([, hasButton]) => hasButton)).toBe(true);
    expect(many.at(-1)?.[0]).toContain('\nContoso, Fabrikam');
  });

  it('keeps the actions of the card where sections have too many', () => {
    const card: Card = {
      ...base,
      blocks: Array.from({ length: 20 }, (_, index) => ({ kind: 'section' as const, section: section(index, 5) })),
      actions: [button('Test everything again', 'all')],
    };
    const { labels, texts } = measureMessage(renderCard(card));
    expect(labels.at(-1)).toBe('Test everything again');
    expect(labels.slice(0, 5)).toEqual(['Action 0', 'Action 1', 'Action 2', 'Action 3', 'Action 4']);
    expect(texts.join('\n')).toContain('Cause 19');
  });

  it('uses the room that Discord gives, and never more', () => {
    const counts: number[] = [];
    for (let sections = 1; sections <= 20; sections++) {
      for (let inEach = 0; inEach <= 5; inEach++) {
        for (let below = 0; below <= 12; below++) {
          const card: Card = {
            ...base,
            blocks: Array.from({ length: sections }, (_, at) => ({ kind: 'section', section: section(at, inEach) })),
            actions: Array.from({ length: below }, (_, at) => button('Below', 'below', `${at}`)),
          };
          counts.push(measureMessage(renderCard(card)).count);
        }
      }
    }
    expect(Math.max(...counts)).toBe(40);
  });

  it('cuts the longest of the least important texts, and never the title or the status', () => {
    const long = 'word '.repeat(900);
    const card: Card = {
      ...base,
      blocks: [
        { kind: 'text', line: plain(`First ${long}`) },
        { kind: 'copy', label: 'Message', text: long },
        { kind: 'text', line: plain(`Small ${long}`), subtle: true },
      ],
      actions: [button('Test again', 'all')],
    };
    const { texts, textLength, labels } = measureMessage(renderCard(card));
    const text = texts.join('\n');
    expect(textLength).toBeLessThanOrEqual(4000);
    expect(text).toContain('### 9 of 412 tenants fail\n-# 4.8 s');
    expect(text).toMatch(/-# Small word [^\n]{1,80}…/);
    expect(text.match(/First [^\n]*/)?.[0].length).toBeGreaterThan(3000);
    expect(labels).toEqual(['Test again']);
  });

  it('says that something was left out', () => {
    const items = Array.from({ length: 900 }, (_, index) => plain(`Tenant number ${index}`));
    const { texts, textLength } = measureMessage(
      renderCard({ ...base, blocks: [{ kind: 'list', items, numbered: true }] }),
    );
    expect(textLength).toBeLessThanOrEqual(4000);
    expect(textLength).toBeGreaterThan(3500);
    expect(texts.at(-1)).toMatch(/\n-# … more than fits here$/);
  });

  it('leaves out the later of two buttons with one id', () => {
    const card: Card = { ...base, actions: [button('One', 'x'), button('Two', 'x'), button('Three', 'y')] };
    expect(measureMessage(renderCard(card)).labels).toEqual(['One', 'Three']);
  });

  it('gives every choice its own row and options that can be told apart', () => {
    const options = Array.from({ length: 30 }, (_, index) => ({ label: 'x'.repeat(120), value: `${index % 28}` }));
    const choice: Action = { kind: 'choice', id: encodeAction('pick', 'a'), placeholder: 'p'.repeat(200), options };
    const { all } = measureMessage(renderCard({ ...base, actions: [button('One', 'x'), choice, button('Two', 'y')] }));
    expect(
      all.filter(({ type }) => type === 1).map(({ components = [] }) => components.map(({ type }) => type)),
    ).toEqual([[2], [3], [2]]);
    expect(all.find(({ type }) => type === 3)?.options).toHaveLength(25);
  });

  it('shows facts, lists, bars and texts to copy', () => {
    const card: Card = {
      ...base,
      tone: 'neutral',
      status: 'running',
      blocks: [
        { kind: 'facts', facts: [{ label: 'Tenant', value: line('Contoso ', strong('GmbH')) }] },
        { kind: 'list', items: [plain('one'), plain('# two')], numbered: true },
        { kind: 'bar', share: 0.5 },
        { kind: 'copy', label: 'Message', text: 'Hello\n```\nbye' },
      ],
    };
    expect(measureMessage(renderCard(card)).texts.join('\n').split('\n').slice(2)).toEqual([
      '**Tenant\\:** Contoso **GmbH**',
      '1. one',
      '2. \\# two',
      '▰▰▰▰▰▰▰▰▰▰▱▱▱▱▱▱▱▱▱▱',
      '**Message**',
      '```',
      'Hello',
      '`\u200b``',
      'bye',
      '```',
    ]);
  });

  it('shows a picture among its files, offers other files, and describes a picture that is missing', () => {
    const png = { name: 'häufig.png', type: 'image/png', content: new Uint8Array(3) };
    const csv = { name: 'report.csv', type: 'text/csv', content: new Uint8Array(3) };
    const card: Card = { ...base, blocks: [{ kind: 'picture', file: 'häufig.png', description: 'Failures by day' }] };
    const body = renderCard(card, [png, csv]);
    expect(body.attachments).toEqual([
      { id: '0', filename: 'h_ufig.png' },
      { id: '1', filename: 'report.csv' },
    ]);
    expect(measureMessage(body).attachmentUrls).toEqual(['attachment://h_ufig.png', 'attachment://report.csv']);
    expect(measureMessage(renderCard(card)).texts[0]).toMatch(/\n-# Failures by day$/);
  });
});
