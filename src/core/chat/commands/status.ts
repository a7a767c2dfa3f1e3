import { answerStatus } from '../../status/answer-status.ts';
import { toProgressView } from '../../sweep/progress.ts';
import { answer } from '../chat-parts.ts';
import { type CommandHandler, textOf } from '../handler.ts';

/** `/status`: how things stand, from what was found last. */
export const status: CommandHandler = {
  audience: 'results',
  run: async (context, values) => {
    const { parts } = context;
    const running = parts.desk.running().map((sweep) => {
      const { line } = toProgressView(sweep.progress());
      return `connection ${sweep.order.entry.name}, ${line}`;
    });
    await answer(context, (await answerStatus({ ...parts, running }, textOf(values, 'connection'))).card);
  },
};
