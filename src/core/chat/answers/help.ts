import { toProblemCard } from '../../cards/plain-cards.ts';
import { answer } from '../calls/chat-parts.ts';
import { type CommandHandler, textOf } from '../calls/handler.ts';
import { toHelpCard } from '../commands/help-card.ts';
import { toHelpView } from '../commands/help-view.ts';

/** `/help`: only what this person may run. */
export const help: CommandHandler = {
  audience: 'private',
  run: (context, values) => {
    const view = toHelpView('chat', context.role, textOf(values, 'command'));
    return answer(
      context,
      'problem' in view ? toProblemCard([view.problem]) : toHelpCard(view, { hasRole: context.role !== 'anyone' }),
    );
  },
};
