import type { Card } from '../../../core/cards/card.ts';
import { plain } from '../../../core/cards/inline.ts';
import { internalReason } from '../../../core/model/text/reference.ts';

/** The few things that Discord itself makes the bot say. Everything else is worded in core. */

export function foreignGuildCard(): Card {
  return notice('warn', 'not served', 'Samaritan doesn’t serve this server.', [
    'It answers only in the servers it is configured for (DISCORD_GUILD_IDS). Nothing was run.',
  ]);
}

/** On the message that can't be edited any more. */
export function movedCard(where: 'below' | 'direct'): Card {
  const place = where === 'below' ? 'in a new message below' : 'in a direct message to you';
  return notice('neutral', 'continued', `This continues ${place}.`, [
    'Discord lets an answer be edited for 15 minutes only.',
  ]);
}

/** In public, where the answer is for the person alone. */
export function answeredPrivatelyCard(): Card {
  return notice('neutral', 'answered', 'The answer is shown only to the person who asked.', []);
}

export function failureCard(reference: string): Card {
  return notice('unknown', 'failed', internalReason(reference), ['The same reference is in the log.']);
}

export function withSentence(card: Card, sentence: string): Card {
  return { ...card, blocks: [{ kind: 'text', line: plain(sentence) }, ...card.blocks] };
}

function notice(tone: Card['tone'], status: string, title: string, lines: readonly string[]): Card {
  return {
    tone,
    status,
    title: plain(title),
    blocks: lines.map((text) => ({ kind: 'text', line: plain(text) })),
    actions: [],
    summary: title,
  };
}
