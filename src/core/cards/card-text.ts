import { formatMoment } from '../model/time/format-moment.ts';
import type { Block, Card } from './card.ts';
import { type Line, toPlainLine } from './inline.ts';

/** A card as lines of plain text, for whoever shows no cards. Buttons and pictures are left out; times are in the zone of the program. */
export function toCardText({ title, blocks }: Pick<Card, 'title' | 'blocks'>): string {
  return [title, ...blocks.flatMap(linesOf)].map((one) => (typeof one === 'string' ? one : toText(one))).join('\n');
}

function linesOf(block: Block): (Line | string)[] {
  switch (block.kind) {
    case 'text':
      return [block.line];
    case 'list':
      return block.items.map((item, index) => `${block.numbered ? `${index + 1}.` : '-'} ${toText(item)}`);
    case 'facts':
      return block.facts.map(({ label, value }) => `${label}: ${toText(value)}`);
    case 'copy':
      return [`${block.label}:`, block.text];
    case 'section':
      return [block.section.title, ...block.section.lines];
    case 'bar':
    case 'picture':
      return [];
  }
}

function toText(one: Line): string {
  return toPlainLine(one, (at) => formatMoment(at));
}
