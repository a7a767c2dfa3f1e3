import { chooseConnection } from '../../../credentials/connection-book.ts';
import { sweepAction } from '../../../diagnosis/report/sweep-action.ts';
import type { TenantGroup } from '../../../model/checks/check.ts';
import type { OfflineParts } from '../../calls/chat-parts.ts';
import { type AnyAnswer, defineCommand, problem } from '../../calls/command.ts';
import { connection, only, tenants } from '../common-arguments.ts';

export const REPORT_FORMATS = ['text', 'json', 'csv', 'html', 'junit'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Most requests in flight at once that can be asked for. */
const MOST_CONCURRENCY = 512;

const terminalOnly = ['terminal'] as const;

/** The sweep, and its report. */
export const testtokens = defineCommand({
  name: 'testtokens',
  role: 'technician',
  summary: 'Test the tokens and every tenant, and say what is broken, why and who must act.',
  details:
    'Tests the partner connection first, then Graph and Exchange in every customer tenant, and compares with the last run.',
  surfaces: ['terminal', 'chat'],
  arguments: [
    { ...tenants, help: 'Only this tenant: its id, domain or name.' },
    only,
    connection,
    {
      name: 'concurrency',
      help: 'Most requests in flight at once.',
      kind: 'number',
      minimum: 1,
      maximum: MOST_CONCURRENCY,
      placeholder: 'number',
      surfaces: terminalOnly,
    },
    { name: 'format', help: 'What to print.', kind: 'choice', choices: REPORT_FORMATS, surfaces: terminalOnly },
    {
      name: 'output',
      help: 'Write the report to this file.',
      kind: 'text',
      placeholder: 'file',
      surfaces: terminalOnly,
    },
  ],
  examples: [
    'testtokens',
    'testtokens --tenant contoso.onmicrosoft.com',
    'testtokens --only exchange --format html --output report.html',
  ],
  sweeps: true,
  audience: 'results',
  target: ({ tenant = [] }) => tenant.join(', ').slice(0, 200) || null,
  answer: ({ parts }, values) => sweepTenants(parts, values),
});

/** Sweeps a connection: everything, one pair, or the tenants named. */
export function sweepTenants(
  { connections }: Pick<OfflineParts, 'connections'>,
  wish: { connection?: string | undefined; tenant?: readonly string[] | undefined; only?: TenantGroup | undefined },
): AnyAnswer {
  const entry = chooseConnection(connections, wish.connection);
  if ('problem' in entry) return problem(entry.problem);
  const tenants = [...(wish.tenant ?? [])];
  return {
    order: { connection: entry.name, tenants, only: wish.only },
    again: sweepAction(entry.name, wish.only, tenants),
  };
}
