import { code, type Line, line, strong, time } from '../../../cards/inline.ts';
import { toListCard } from '../../../cards/plain-cards.ts';
import { toSafeText } from '../../../model/text/safe-text.ts';
import { defineCommand, problem, watchOf } from '../../calls/command.ts';
import { connectionNamed, tenantName } from '../../calls/watch-parts.ts';
import { connection as connectionArgument } from '../common-arguments.ts';

export const maintenanceList = defineCommand({
  name: 'maintenance list',
  role: 'admin',
  forPrograms: true,
  summary: 'Show the maintenance windows that have not ended.',
  arguments: [connectionArgument],
  audience: 'private',
  answer: async (question, values) => {
    const parts = watchOf(question);
    const connection = connectionNamed(parts, values.connection);
    if ('problem' in connection) return problem(connection.problem);
    const windows = await parts.accepted.windows(connection.name, parts.clock.now());
    const items: Line[] = [];
    for (const { id, tenantId, from, to, reason } of windows) {
      const label = tenantId === null ? 'Everything' : await tenantName(parts.runs, connection.name, tenantId);
      const why = reason === '' ? '' : `, ${toSafeText(reason, { maxLength: 120 })}`;
      items.push(line(strong(label), ' from ', time(from), ' to ', time(to), `${why} · `, code(id)));
    }
    const title = windows.length === 0 ? 'No maintenance is announced' : 'Maintenance';
    return { card: toListCard('maintenance', title, items), json: { windows } };
  },
});
