import { formatMoment } from '../model/time/format-moment.ts';
import type { Block, Card } from './card.ts';
import { type Line, line, plain, toPlainLine } from './inline.ts';

/** The last step of `reduceCard`: nothing plainer can be said. */
export const PLAINEST = 3;

const NOTE = 'The chat refused the whole message, so that it is shortened here.';
const PLAIN_LINES = 10;
const PLAIN_LENGTH = 160;

/**
 * A card whose form a chat refused, one step plainer each time: 1 without pictures, links and choices, 2 its words alone,
 * 3 those without any form and short. Who and what it is about is in every step.
 */
export function reduceCard(card: Card, step: number): Card {
  if (step <= 0) return card;
  const note: Block = { kind: 'text', line: plain(NOTE), subtle: true };
  if (step === 1) {
    const blocks = card.blocks.filter(({ kind }) => kind !== 'picture' && kind !== 'bar');
    return { ...card, blocks: [...blocks, note], actions: card.actions.filter(({ kind }) => kind === 'button') };
  }
  const words = card.blocks.flatMap(linesOf);
  if (step === 2) return { ...card, blocks: [...words.map(toText), note], actions: [] };
  const { tone, status, summary } = card;
  // The end names the incident and its connection.
  const shown = words.length > PLAIN_LINES ? [...words.slice(0, PLAIN_LINES - 1), ...words.slice(-1)] : words;
  const short = shown.map((one) => plain(toPlainLine(one, (at) => formatMoment(at)).slice(0, PLAIN_LENGTH)));
  return { tone, status, title: plain(summary), blocks: [...short.map(toText), note], actions: [], summary };
}

/** An answer, plainer and plainer while its form is refused: what stands there is true no more. Gives the last fault, if any is left. */
export async function showPlainer<Fault>(
  card: Card,
  refusal: Fault | undefined,
  isOfForm: (fault: Fault) => boolean,
  show: (plainer: Card) => Promise<Fault | undefined>,
): Promise<Fault | undefined> {
  let fault = refusal;
  for (let step = 1; step <= PLAINEST && fault !== undefined && isOfForm(fault); step += 1)
    fault = await show(reduceCard(card, step));
  return fault;
}

function toText(content: Line): Block {
  return { kind: 'text', line: content };
}

function linesOf(block: Block): Line[] {
  switch (block.kind) {
    case 'text':
      return [unlinked(block.line)];
    case 'list':
      return block.items.map(unlinked);
    case 'facts':
      return block.facts.map(({ label, value }) => line(`${label}: `, ...unlinked(value)));
    case 'copy':
      return [plain(`${block.label}: ${block.text}`)];
    case 'section':
      return [unlinked(block.section.title), ...block.section.lines.map(unlinked)];
    case 'bar':
    case 'picture':
      return [];
  }
}

function unlinked(parts: Line): Line {
  return parts.map((part) => (part.kind === 'link' ? { kind: 'text', text: `${part.text} (${part.url})` } : part));
}
