import { toProgressView } from '../../diagnosis/sweep/progress.ts';
import { answer } from '../calls/chat-parts.ts';
import { type CommandHandler, textOf } from '../calls/handler.ts';
import { answerStatus } from '../commands/answer-status.ts';

/** `/status`: how things stand, from what was found last. */
export const status: CommandHandler = {
  audience: 'results',
  run: async (context, values) => {
    const { parts } = context;
    const readAccepted = parts.watch && ((name: string) => parts.watch?.accepted.accepted(name) ?? Promise.resolve([]));
    const running = parts.desk.running().map((sweep) => {
      const { line } = toProgressView(sweep.progress());
      return `connection ${sweep.order.connection}, ${line}`;
    });
    await answer(context, (await answerStatus({ ...parts, running, readAccepted }, textOf(values, 'connection'))).card);
  },
};
