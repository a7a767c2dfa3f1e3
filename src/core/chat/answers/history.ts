import type { CallContext } from '../calls/chat-parts.ts';
import { type CommandHandler, textOf } from '../calls/handler.ts';
import { answerHistory } from '../commands/answer-history.ts';

/** `/history`: a picture of the past days, and the incidents behind it. */
export const history: CommandHandler = {
  audience: 'results',
  target: (values) => textOf(values, 'tenant') ?? null,
  run: (context, values) => {
    const { days } = values;
    const wish = { tenant: textOf(values, 'tenant'), connection: textOf(values, 'connection') };
    return showHistory(context, { ...wish, days: typeof days === 'number' ? days : undefined });
  },
};

export async function showHistory(
  { parts, reply }: CallContext,
  wish: Parameters<typeof answerHistory>[1],
): Promise<void> {
  if (!parts.past) throw new Error('the chat was put together without a history');
  const { card, files } = await answerHistory(parts.past, wish);
  await reply.show(card, { files, final: true });
}
