import { toProblemCard } from '../../cards/plain-cards.ts';
import { chooseConnection } from '../../credentials/connection-book.ts';
import { sweepAction } from '../../diagnosis/report/sweep-action.ts';
import { toTenantCard } from '../../diagnosis/report/tenant-card.ts';
import { answer, cardContext } from '../calls/chat-parts.ts';
import { readFailingSince } from '../calls/failing-since.ts';
import { type CommandHandler, textOf } from '../calls/handler.ts';
import { showSweep } from '../calls/show-sweep.ts';

/** `/check`: one tenant's chain, with the evidence of each check and what is known about the tenant. */
export const check: CommandHandler = {
  audience: 'results',
  target: (values) => textOf(values, 'tenant') ?? null,
  run: async (context, values) => {
    const { parts } = context;
    const entry = chooseConnection(parts.connections, textOf(values, 'connection'));
    if ('problem' in entry) return answer(context, toProblemCard([entry.problem]));
    const tenant = textOf(values, 'tenant') ?? '';
    await showSweep(
      context,
      { connection: entry.name, tenants: [tenant] },
      {
        title: `Testing one tenant · connection ${entry.name}`,
        again: sweepAction(entry.name, undefined, [tenant]),
        toResult: async (report) => {
          const [found] = report.tenants;
          const ids = found ? [found.tenantId] : [];
          const known = found ? await parts.runs.tenant(entry.name, found.tenantId) : undefined;
          const failingSince = await readFailingSince(parts, entry.name, ids);
          return toTenantCard({ report, failingSince, known }, cardContext(parts, entry.name));
        },
      },
    );
  },
};
