import type { Block, Card, CardFile } from '../../../core/cards/card.ts';
import { plain } from '../../../core/cards/inline.ts';
import { type RenderCardOptions, renderCard } from '../cards/render-card.ts';
import type { AdaptiveCardJson } from '../outbound/outgoing-message.ts';

/**
 * A card as it is sent. The summary is what notifications show; the same words as the message's text would stand in a
 * bubble of their own above the card that begins with them.
 */
export interface CardMessage {
  card: AdaptiveCardJson;
  summary: string;
}

/**
 * A bot of Teams can't attach a file: it could only ask leave to put it into the person's OneDrive. So the way to the
 * same file is said instead.
 */
const NO_FILES =
  'Teams takes no files from this bot. The same files come from the terminal: samaritan testtokens --format csv --output report.csv, or html.';

/** A card with the files that were handed over with it: pictures are shown, for all others the way to them is said. */
export function renderAnswer(card: Card, options: RenderCardOptions): CardMessage {
  const left = (options.files ?? []).filter((file) => !isPicture(file, card));
  const blocks: Block[] = left.length === 0 ? [] : [{ kind: 'text', line: plain(NO_FILES) }];
  const rendered = renderCard({ ...card, blocks: [...card.blocks, ...blocks] }, options);
  return { card: rendered.card, summary: rendered.summary };
}

/** Whether the card itself shows the file, so that whoever may see the card may see it. */
export function isPicture({ name }: CardFile, { blocks }: Card): boolean {
  return blocks.some((block) => block.kind === 'picture' && block.file === name);
}
