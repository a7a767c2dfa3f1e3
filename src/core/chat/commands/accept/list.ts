import { type Line, line, strong, time } from '../../../cards/inline.ts';
import { toListCard } from '../../../cards/plain-cards.ts';
import { toSafeText } from '../../../model/text/safe-text.ts';
import { defineCommand, problem, watchOf } from '../../calls/command.ts';
import { connectionNamed, tenantName } from '../../calls/watch-parts.ts';
import { connection as connectionArgument } from '../common-arguments.ts';

export const acceptList = defineCommand({
  name: 'accept list',
  role: 'admin',
  forPrograms: true,
  summary: 'Show which failures are accepted.',
  arguments: [connectionArgument],
  audience: 'private',
  answer: async (question, values) => {
    const parts = watchOf(question);
    const connection = connectionNamed(parts, values.connection);
    if ('problem' in connection) return problem(connection.problem);
    const all = await parts.accepted.accepted(connection.name);
    const now = parts.clock.now();
    const items: Line[] = [];
    for (const one of all) {
      const label = await tenantName(parts.runs, connection.name, one.tenantId);
      const end = one.until === null ? [] : [one.until <= now ? ', ended ' : ', until ', time(one.until)];
      const reason = toSafeText(one.reason, { maxLength: 120 });
      items.push(
        line(strong(label), ` ${one.checkId ?? 'every check'}: ${reason}, since `, time(one.acceptedAt), ...end),
      );
    }
    const title = all.length === 0 ? 'No failure is accepted' : 'Failures that are accepted';
    return { card: toListCard('accepted', title, items), json: { accepted: all } };
  },
});
