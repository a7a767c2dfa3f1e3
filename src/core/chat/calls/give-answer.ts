import type { CallContext } from './chat-parts.ts';
import type { AnyAnswer } from './command.ts';
import { showSweep } from './show-sweep.ts';

/** Shows an answer in chat: the card, or the sweep and what comes of it. */
export async function giveAnswer(context: CallContext, answer: AnyAnswer): Promise<void> {
  if ('order' in answer) return await showSweep(context, answer);
  const { card, files, end } = answer;
  await context.reply.show(card, { ...(files ? { files } : {}), final: !end });
  if (end) await context.reply.show(await end, { final: true });
}
