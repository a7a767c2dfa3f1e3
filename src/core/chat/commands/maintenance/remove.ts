import { toNoticeCard } from '../../../cards/plain-cards.ts';
import { toSafeText } from '../../../model/text/safe-text.ts';
import { operand } from '../../calls/arguments.ts';
import { defineCommand, watchOf } from '../../calls/command.ts';

export const maintenanceRemove = defineCommand({
  name: 'maintenance remove',
  role: 'admin',
  summary: 'End a maintenance window now.',
  arguments: [operand('window', 'id', 'Its id, as maintenance list shows it.', { maximumLength: 40 })],
  examples: ['maintenance remove 01JX3C8E0000000000000000AA'],
  audience: 'private',
  target: (values) => values.window,
  answer: async (question, { window: id }) => {
    const parts = watchOf(question);
    const had = await parts.accepted.removeWindow(id.trim());
    const title = had
      ? 'The maintenance window is over.'
      : `There is no maintenance window “${toSafeText(id, { maxLength: 40 })}”.`;
    const more = had ? [] : ['maintenance list shows their ids.'];
    return {
      card: toNoticeCard(had ? 'good' : 'warn', had ? 'ended' : 'not found', title, more),
      json: { id, had },
      failed: !had,
    };
  },
});
