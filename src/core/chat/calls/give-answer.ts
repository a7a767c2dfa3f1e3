import type { Card } from '../../cards/card.ts';
import type { NameChoice } from '../../cards/plain-cards.ts';
import type { CallContext } from './chat-parts.ts';
import type { AnyAnswer } from './command.ts';
import { showSweep } from './show-sweep.ts';

/** Shows an answer in chat: the card, or the sweep and what comes of it. `toChoiceCard`: where a command can be asked back about. */
export async function giveAnswer(
  context: CallContext,
  answer: AnyAnswer,
  toChoiceCard?: (choice: NameChoice) => Card,
): Promise<void> {
  if ('order' in answer) return await showSweep(context, answer, toChoiceCard);
  const { files, end, choice, json, failed } = answer;
  const card = choice && toChoiceCard ? toChoiceCard(choice) : answer.card;
  await context.reply.show(card, {
    ...(files ? { files } : {}),
    ...(failed ? { unanswered: 'invalid' } : {}),
    json,
    final: !end,
  });
  if (end) await context.reply.show(await end, { final: true });
}
