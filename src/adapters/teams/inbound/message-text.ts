import type { InboundActivity } from './activity-schema.ts';
import { decodeEntities } from './html-text.ts';

/**
 * What was typed: the mention of the bot removed, other people's mentions as their names, Teams' character references
 * decoded. Line breaks stay, since a pasted error message needs them.
 */
export function toMessageText({ text, entities = [], recipient }: InboundActivity): string {
  let typed = text ?? '';
  for (const { type, text: mark, mentioned } of entities) {
    if (type !== 'mention' || !mark || mentioned?.id !== recipient.id) continue;
    // As a string, not a pattern: whoever named the bot chose what is in it.
    typed = typed.replace(mark, () => ' ');
  }
  return decodeEntities(typed.replace(/<\/?at>/gi, ''))
    .replace(/[^\S\r\n]+/g, ' ')
    .trim();
}
