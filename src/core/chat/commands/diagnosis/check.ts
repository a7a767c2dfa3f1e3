import { chooseConnection } from '../../../credentials/connection-book.ts';
import { checkAction } from '../../../diagnosis/report/sweep-action.ts';
import { toTenantCard } from '../../../diagnosis/report/tenant-card.ts';
import { type CommandParts, cardContext } from '../../calls/chat-parts.ts';
import { type AnyAnswer, defineCommand, problem } from '../../calls/command.ts';
import { readFailingSince } from '../../calls/failing-since.ts';
import { missingProblem } from '../../calls/read-values.ts';
import { connection, tenant } from '../common-arguments.ts';

export const check = defineCommand({
  name: 'check',
  role: 'technician',
  summary: 'Prove why one tenant can or can’t be reached, link by link.',
  details:
    'Reads the service account, delegated access, the app and its consent, the live tokens and the policies; names the first broken link, who acts and the one next step.',
  arguments: [{ ...tenant, required: false, own: true }, connection],
  examples: ['check contoso.onmicrosoft.com', 'check --connection reader'],
  sweeps: true,
  audience: 'results',
  target: (values) => values.tenant ?? null,
  answer: ({ parts }, values) => proveOne(parts, values),
});

/** The proof of one tenant, and its card. */
export function proveOne(
  parts: CommandParts,
  wish: { connection?: string | undefined; tenant?: string | undefined },
): AnyAnswer {
  const entry = chooseConnection(parts.connections, wish.connection);
  if ('problem' in entry) return problem(entry.problem);
  const { name } = entry;
  const asked = wish.tenant ?? (entry.kind === 'app-only' ? entry.tenant : undefined);
  if (asked === undefined) return problem(missingProblem(tenant));
  return {
    order: { connection: name, tenants: [asked], proof: true },
    title: `Testing one tenant · connection ${name}`,
    again: checkAction(name, asked),
    toResult: async (report) => {
      const [found] = report.tenants;
      const known = found ? await parts.runs.tenant(name, found.tenantId) : undefined;
      const failingSince = await readFailingSince(parts, name, found ? [found.tenantId] : []);
      return toTenantCard({ report, failingSince, known }, cardContext(parts, name));
    },
  };
}
