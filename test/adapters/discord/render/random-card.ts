import type { Action, Block, Card, CardFile, CardTone, Section } from '../../../../src/core/cards/card.ts';
import type { Inline, Line } from '../../../../src/core/cards/inline.ts';
import { HOSTILE_TEXTS } from './hostile.ts';

const TONES: readonly CardTone[] = ['good', 'warn', 'bad', 'unknown', 'neutral'];

/** The same numbers from 0 to 1 for the same seed. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** A card such as no command of ours makes: any text anywhere, any number of parts, ids that collide or are too long. */
export function randomCard(random: () => number): { card: Card; files: CardFile[] } {
  const upTo = (most: number): number => Math.floor(random() * (most + 1));
  const pick = <T>(list: readonly T[]): T => list[Math.min(list.length - 1, upTo(list.length - 1))] as T;
  const many = <T>(most: number, make: () => T): T[] => Array.from({ length: upTo(most) }, make);
  const size = pick([1, 4, 40]);
  const text = (): string => pick([pick(HOSTILE_TEXTS), '', ' ', many(size * 10, () => pick(HOSTILE_TEXTS)).join(' ')]);

  const inline = (): Inline => {
    const kind = pick(['text', 'text', 'strong', 'code', 'link', 'time'] as const);
    if (kind === 'time') return { kind, at: pick([0, 1_700_000_000_000, Number.NaN, 1e300]) };
    if (kind === 'link')
      return { kind, text: text(), url: pick(['https://entra.microsoft.com/x', 'javascript:1', text()]) };
    return { kind, text: text() };
  };
  const line = (): Line => many(4, inline);
  const action = (): Action => {
    const id = pick([`s1~help~${upTo(30)}`, `s1~fix~${upTo(30)}`, '', 'x'.repeat(101)]);
    const label = text();
    switch (pick(['button', 'link', 'choice'] as const)) {
      case 'button':
        return { kind: 'button', label, id, ...(random() < 0.3 ? { look: 'danger' as const } : {}) };
      case 'link':
        return { kind: 'link', label, url: pick(['https://contoso.com/', 'http://contoso.com', text()]) };
      case 'choice':
        return {
          kind: 'choice',
          id,
          placeholder: text(),
          options: many(40, () => ({ label: text(), value: pick(['a', 'b', text()]), description: text() })),
        };
    }
  };
  const section = (): Section => ({
    tone: pick(TONES),
    status: text(),
    title: line(),
    aside: line(),
    lines: many(size, line),
    actions: many(7, action),
  });
  const block = (): Block => {
    switch (pick(['text', 'list', 'facts', 'bar', 'copy', 'section', 'picture'] as const)) {
      case 'text':
        return { kind: 'text', line: line(), subtle: random() < 0.3 };
      case 'list':
        return { kind: 'list', items: many(size, line), numbered: random() < 0.5 };
      case 'facts':
        return { kind: 'facts', facts: many(size, () => ({ label: text(), value: line() })) };
      case 'bar':
        return { kind: 'bar', share: pick([-1, 0, 0.5, 2, Number.NaN]) };
      case 'copy':
        return { kind: 'copy', label: text(), text: text() };
      case 'section':
        return { kind: 'section', section: section() };
      case 'picture':
        return { kind: 'picture', file: pick(['picture.png', 'ünknown.png']), description: text() };
    }
  };
  const file = (): CardFile => ({
    name: pick(['picture.png', '../ä b.csv', '', '.']),
    type: 'text/csv',
    content: new Uint8Array(1),
  });
  return {
    card: {
      tone: pick(TONES),
      status: text(),
      title: line(),
      aside: line(),
      blocks: many(size * 3, block),
      actions: many(size * 2, action),
      summary: text(),
    },
    files: many(12, file),
  };
}
