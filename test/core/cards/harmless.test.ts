import { describe, expect, it } from 'vitest';
import type { Card } from '../../../src/core/cards/card.ts';
import { tenantId } from '../fixtures.ts';
import { everyCard } from './all-cards.ts';
import { actionsOf, linesOf, linksOf, textOf } from './card-texts.ts';
import { BREAKS_LINE, HOSTILE_NAMES } from './hostile.ts';

/** Discord's own limits: 4,000 characters in all, 80 on a button, 100 in an option. */
const MOST_TEXT = 4000;
const LONGEST_LINE = 900;

/** Lines that people read; what is to be copied may have several. */
function readableLines(card: Card): string[] {
  const copied = new Set(card.blocks.flatMap((block) => (block.kind === 'copy' ? [block.text] : [])));
  return linesOf(card).filter((one) => !copied.has(one));
}

const lengthOf = (text: string): number => [...text].length;
const sizeOf = (card: Card): number => linesOf(card).join('\n').length;
const plainCards = everyCard({
  name: (number) => `Customer ${number}`,
  text: 'Access has been blocked by Conditional Access policies.',
  code: 'AADSTS53003',
});
/** Hostile is what tenants and services write: 200 articles are not made of that. */
const hostileCards = HOSTILE_NAMES.map(
  (text) =>
    [
      text.slice(0, 24),
      everyCard({ name: (number) => `${text}${number}`, text, code: text }).filter(
        ([kind]) => !kind.startsWith('article '),
      ),
    ] as const,
);

describe.each(hostileCards)('a card about what is named “%s”', (_name, cards) => {
  it('has it on one harmless, bounded line', () => {
    for (const [kind, card] of cards) {
      for (const line of readableLines(card)) {
        expect(line, kind).not.toMatch(BREAKS_LINE);
        expect(lengthOf(line), `${kind}: ${line.slice(0, 80)}`).toBeLessThanOrEqual(LONGEST_LINE);
      }
      expect(card.summary, kind).not.toMatch(BREAKS_LINE);
      expect(lengthOf(card.summary), kind).toBeLessThanOrEqual(300);
    }
  });

  it('has it in no link, and in no button beyond what fits there', () => {
    for (const [kind, card] of cards) {
      for (const link of linksOf(card)) {
        // A new mail has the message as its text, encoded, and goes to nobody.
        if (link.startsWith('mailto:'))
          expect(link, kind).toMatch(/^mailto:\?subject=[^&?#\s<>{}]*(?:&body=[^&?#\s<>{}]*)?$/);
        else expect(link, kind).not.toMatch(/evil|[{}\s<>]/);
      }
      for (const action of actionsOf(card)) {
        if (action.kind === 'choice') {
          expect(action.options.length).toBeLessThanOrEqual(25);
          for (const { label, description = ' ', value } of action.options) {
            for (const text of [label, description]) {
              expect(text, kind).not.toMatch(BREAKS_LINE);
              expect(text.length, kind).toBeGreaterThan(0);
              expect(lengthOf(text), kind).toBeLessThanOrEqual(100);
            }
            expect(value).toMatch(/^(?:\d+|INC-\w+)$/);
          }
        } else {
          expect(action.label.length, kind).toBeGreaterThan(0);
          expect(lengthOf(action.label), kind).toBeLessThanOrEqual(80);
          if (action.kind === 'button') expect(action.id.length, kind).toBeLessThanOrEqual(100);
        }
      }
    }
  });

  it('brings no time of its own', () => {
    for (const [kind, card] of cards) {
      const times = JSON.stringify(card).match(/"kind":"time","at":[^}]*/g) ?? [];
      for (const time of times) expect(time, kind).toMatch(/"at":1[67]\d{11}$/);
    }
  });

  it('has its id behind Details, and on no other card', () => {
    const ids = cards.filter(([, card]) => textOf(card).includes(tenantId(1))).map(([kind]) => kind);
    expect(ids).toContain('details, one');
    for (const kind of ids) expect(kind).toMatch(/^(?:details|message|article)/);
  });
});

describe('every card', () => {
  it('has at most one filled button: the next step', () => {
    for (const [kind, card] of plainCards) {
      const filled = actionsOf(card).filter((action) => action.kind === 'button' && action.look === 'primary');
      expect(filled.length, kind).toBeLessThanOrEqual(1);
    }
  });

  it('has one, but for what runs, has only ways back and on, or leaves the choice to the reader', () => {
    const without = plainCards.flatMap(([kind, card]) => {
      const buttons = actionsOf(card).filter((action) => action.kind === 'button');
      return buttons.length === 0 || buttons.some(({ look }) => look === 'primary') ? [] : [kind];
    });
    expect(without).toEqual([
      ...['asked', 'progress', 'report, last page', 'details', 'details, several', 'details, one'],
      ...['retest, one mended', 'retest, all mended', 'article choice'],
    ]);
  });

  it('fits on one message with ordinary names', () => {
    for (const [kind, card] of plainCards) expect(sizeOf(card), kind).toBeLessThanOrEqual(MOST_TEXT);
  });

  it('names at most five tenants and eight causes, but for pages of a list', () => {
    for (const [kind, card] of plainCards) {
      const sections = card.blocks.filter((block) => block.kind === 'section');
      expect(sections.length, kind).toBeLessThanOrEqual(8);
      const lists = kind.startsWith('tenants') || kind === 'retest, all broken';
      for (const line of lists ? [] : readableLines(card)) {
        expect(line.match(/Customer \d+/g)?.length ?? 0, kind).toBeLessThanOrEqual(5);
      }
    }
  });

  it('says its tone in words, has a title and a summary, and no empty list', () => {
    for (const [kind, card] of plainCards) {
      expect(card.status ?? 'none', kind).toMatch(/^[a-z][a-z ]+$/);
      expect(card.title.length, kind).toBeGreaterThan(0);
      expect(card.summary, kind).not.toBe('');
      for (const block of card.blocks) {
        if (block.kind === 'list') expect(block.items.length, kind).toBeGreaterThan(0);
        if (block.kind === 'facts') expect(block.facts.length, kind).toBeGreaterThan(0);
      }
      for (const line of readableLines(card)) expect(line.trim(), kind).not.toBe('');
    }
  });

  it('speaks plainly: no exclamation marks, no apologies, nobody blamed', () => {
    const wrong = /!|\b(?:oops|whoops|uh-oh|sorry|unfortunately|please note|obviously|successfully|awesome|stupid)\b/i;
    for (const [kind, card] of plainCards) {
      for (const line of readableLines(card)) expect(line, kind).not.toMatch(wrong);
    }
  });

  it('has colons, dots and separators where they belong', () => {
    for (const [kind, card] of plainCards) {
      if (kind.startsWith('article ')) continue;
      for (const line of readableLines(card)) {
        expect(line, kind).not.toMatch(/\.\.(?!\.)|: ?:|· ·|\(\)|\bundefined\b|\bnull\b|\bNaN\b|\[object/);
      }
    }
  });
});
