import { type Block, button, type Card, type CardFile } from '../../../core/cards/card.ts';
import { plain } from '../../../core/cards/inline.ts';
import { isPictureType } from '../cards/elements.ts';
import { type RenderCardOptions, renderCard } from '../cards/render-card.ts';
import { renderPicture } from '../outbound/message-attachment.ts';
import type { AdaptiveCardJson, OutgoingMessage } from '../outbound/outgoing-message.ts';

/**
 * A card as it is sent. The summary is for notifications alone: a text beside the card would make Teams split the
 * message, and no edit would reach it any more.
 */
export interface CardMessage {
  card: AdaptiveCardJson;
  summary: string;
  /** Pictures that the card has no room for, as messages that follow it. The card says the same in words. */
  pictures: readonly OutgoingMessage[];
}

export interface RenderAnswerOptions extends RenderCardOptions {
  /** The person is asked, for each other file, whether it may be saved. */
  offered?: boolean | undefined;
}

/**
 * Largest picture of a message. Pictures don't count towards the size of a message (learn.microsoft.com: Send and receive
 * messages, "Use picture messages"; Format your bot messages, 2026). The heat map of a history has 30 to 210 KB, which no card holds.
 */
const MOST_PICTURE_BYTES = 1_000_000;

const TERMINAL = 'samaritan testtokens --format html --output report.html';

const AGAIN = 'Newest page and table';

/** What is said in place of files. Some clients don't show the question, and nobody can tell which. */
function noteOn({ command, again }: CardFile, offered: boolean): string {
  if (command === null)
    return offered
      ? 'In your personal chat Teams asks for each file whether it may be saved to your OneDrive.'
      : 'No files can be handed over here.';
  const does = command === undefined ? 'tests again and writes a new report' : 'writes it';
  const terminal = command ?? TERMINAL;
  if (again !== undefined && !offered)
    return `A channel takes no files from this bot. “${AGAIN}” brings them to your personal chat; on the terminal, ${terminal} ${does}.`;
  return offered
    ? `In your personal chat Teams asks for each file whether it may be saved to your OneDrive. If no question appears, run ${terminal} on the terminal: it ${does}.`
    : `No files can be handed over here. On the terminal, ${terminal} ${does}${command === undefined ? '; csv works too' : ''}.`;
}

/** A card with the files that were handed over with it: pictures are shown, for all others the way to them is said. */
export function renderAnswer(card: Card, { offered = false, ...options }: RenderAnswerOptions): CardMessage {
  const files = options.files ?? [];
  const other = files.find((file) => !isPicture(file, card));
  const blocks: Block[] = other ? [{ kind: 'text', line: plain(noteOn(other, offered)), subtle: true }] : [];
  const again = other?.again === undefined || offered ? [] : [button(AGAIN, other.again)];
  const whole = { ...card, blocks: [...card.blocks, ...blocks], actions: [...card.actions, ...again] };
  const rendered = renderCard(whole, options);
  const { summary, hasPictures } = rendered;
  const beside = hasPictures ? [] : files.filter((file) => isPicture(file, card) && isShowable(file));
  const pictures = beside.map((file) => ({ attachment: renderPicture(file), summary }));
  return { card: rendered.card, summary, pictures };
}

function isShowable({ type, content }: CardFile): boolean {
  return isPictureType(type) && content.byteLength <= MOST_PICTURE_BYTES;
}

/** Whether the card itself shows the file, so that whoever may see the card may see it. */
export function isPicture({ name }: CardFile, { blocks }: Card): boolean {
  return blocks.some((block) => block.kind === 'picture' && block.file === name);
}
