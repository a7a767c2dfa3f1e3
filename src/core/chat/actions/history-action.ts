import type { ActionHandler } from '../calls/command.ts';
import { giveAnswer } from '../calls/give-answer.ts';
import { showHistory } from '../commands/diagnosis/history.ts';

export const historyAction: ActionHandler = {
  role: 'viewer',
  effect: 'new',
  audience: 'results',
  run: async (context, [connection, tenant]) =>
    await giveAnswer(context, await showHistory(context.parts, { connection, tenant })),
};
