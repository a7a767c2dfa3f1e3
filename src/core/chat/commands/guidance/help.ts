import { defineCommand, problem } from '../../calls/command.ts';
import { toHelpCard } from './help-card.ts';
import { toHelpView } from './help-view.ts';

/** Only what this person may run. */
export const help = defineCommand({
  name: 'help',
  role: 'anyone',
  summary: 'Show the commands you may run, or how to use one of them.',
  arguments: [
    {
      name: 'command',
      help: 'The command to explain.',
      kind: 'text',
      positional: true,
      repeatable: true,
      maximumLength: 100,
      suggest: 'command',
    },
  ],
  examples: ['help testtokens'],
  inDirectMessages: true,
  offline: true,
  audience: 'private',
  answer: async ({ parts, request, role }, { command }) => {
    const surface = request.place.platform === 'terminal' ? 'terminal' : 'chat';
    const view = toHelpView(await parts.commands(), surface, role, command);
    if ('problem' in view) return problem(view.problem);
    return { card: toHelpCard(view, { prefix: parts.prefix, surface, hasRole: role !== 'anyone' }), json: view };
  },
});
