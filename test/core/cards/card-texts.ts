import type { Action, Card, Section } from '../../../src/core/cards/card.ts';
import { type Line, toPlainLine } from '../../../src/core/cards/inline.ts';

const words = (line: Line): string => toPlainLine(line, (at) => new Date(at).toISOString());

function sectionsOf(card: Card): Section[] {
  return card.blocks.flatMap((block) => (block.kind === 'section' ? [block.section] : []));
}

/** Every button, link and list of a card. */
export function actionsOf(card: Card): Action[] {
  return [...sectionsOf(card).flatMap((section) => section.actions), ...card.actions];
}

/** The labels of a card's buttons, in their order. */
export function labelsOf(card: Card): string[] {
  return actionsOf(card).flatMap((action) => (action.kind === 'choice' ? [] : [action.label]));
}

/** What the button of that label carries; the first one where several have it. */
export function buttonOf(card: Card, label: string): string {
  for (const action of actionsOf(card)) if (action.kind === 'button' && action.label === label) return action.id;
  throw new Error(`no button “${label}” among: ${labelsOf(card).join(', ')}`);
}

export function choiceOf(card: Card): Extract<Action, { kind: 'choice' }> {
  const found = actionsOf(card).find((action) => action.kind === 'choice');
  if (!found) throw new Error('the card has no choice');
  return found;
}

/** Every line of a card's own text, and of its sections. Copied text stands as it is, line breaks and all. */
export function linesOf(card: Card): string[] {
  const lines = [words(card.title), ...(card.aside ? [words(card.aside)] : [])];
  for (const block of card.blocks) {
    if (block.kind === 'text') lines.push(words(block.line));
    if (block.kind === 'list') lines.push(...block.items.map(words));
    if (block.kind === 'facts') lines.push(...block.facts.map(({ label, value }) => `${label}: ${words(value)}`));
    if (block.kind === 'copy') lines.push(block.label, block.text);
    if (block.kind === 'picture') lines.push(block.description);
    if (block.kind === 'section') {
      const { title, aside, lines: own, status } = block.section;
      lines.push(
        [words(title), ...(status === undefined ? [] : [status])].join(' · '),
        ...(aside ? [words(aside)] : []),
        ...own.map(words),
      );
    }
  }
  return lines;
}

/** All that a card says, for looking for words. */
export function textOf(card: Card): string {
  return linesOf(card).join('\n');
}

/** Every string anywhere in a card: also those of its buttons. */
export function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(stringsOf);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

/** Every address that can be followed. */
export function linksOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(linksOf);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'url' in value && typeof value.url === 'string' ? [value.url] : [];
  return [...own, ...Object.values(value).flatMap(linksOf)];
}
