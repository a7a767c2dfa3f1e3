import type { RawFile } from 'discord.js';
import type { Card, CardFile } from '../../../core/cards/card.ts';
import { plain } from '../../../core/cards/inline.ts';
import type { MessageBody } from '../render/message-body.ts';
import { renderCard } from '../render/render-card.ts';

export interface OutgoingMessage {
  body: MessageBody;
  files: RawFile[];
}

/** What Discord takes for one file, unless an interaction says otherwise (its documentation, reference). */
const DEFAULT_FILE_LIMIT = 10 * 1024 * 1024;

/** The card as a message. A file that Discord would refuse is named instead of sent. */
export function toMessage(
  card: Card,
  files: readonly CardFile[] = [],
  fileLimit = DEFAULT_FILE_LIMIT,
  mark?: number,
): OutgoingMessage {
  const fitting = files.filter(({ content }) => content.byteLength <= fileLimit);
  const tooLarge = files.filter((file) => !fitting.includes(file));
  const notes = tooLarge.map(({ name }) => ({
    kind: 'text' as const,
    line: plain(`${name} is larger than Discord takes here, so that it is not attached.`),
  }));
  const body = renderCard(notes.length > 0 ? { ...card, blocks: [...card.blocks, ...notes] } : card, fitting, mark);
  return {
    body,
    files: body.attachments.flatMap(({ filename }, index) => {
      const file = fitting[index];
      return file ? [{ name: filename, data: file.content, contentType: file.type }] : [];
    }),
  };
}
