import { chooseConnection } from '../../../credentials/connection-book.ts';
import { sweepAction } from '../../../diagnosis/report/sweep-action.ts';
import { toTenantCard } from '../../../diagnosis/report/tenant-card.ts';
import { cardContext } from '../../calls/chat-parts.ts';
import { defineCommand, problem } from '../../calls/command.ts';
import { readFailingSince } from '../../calls/failing-since.ts';
import { connection, tenant } from '../common-arguments.ts';

/** One tenant's chain, with the evidence of each check and what is known about the tenant. */
export const check = defineCommand({
  name: 'check',
  role: 'technician',
  summary: 'Test one tenant and show each check with its evidence.',
  details: 'A sweep of one tenant, with what is known about it: since when it fails, and when it was last fine.',
  surfaces: ['terminal', 'chat'],
  arguments: [tenant, connection],
  examples: ['check contoso.onmicrosoft.com'],
  sweeps: true,
  audience: 'results',
  target: (values) => values.tenant,
  answer: ({ parts }, values) => {
    const entry = chooseConnection(parts.connections, values.connection);
    if ('problem' in entry) return problem(entry.problem);
    const { name } = entry;
    return {
      order: { connection: name, tenants: [values.tenant] },
      title: `Testing one tenant · connection ${name}`,
      again: sweepAction(name, undefined, [values.tenant]),
      toResult: async (report) => {
        const [found] = report.tenants;
        const known = found ? await parts.runs.tenant(name, found.tenantId) : undefined;
        const failingSince = await readFailingSince(parts, name, found ? [found.tenantId] : []);
        return toTenantCard({ report, failingSince, known }, cardContext(parts, name));
      },
    };
  },
});
