import { chooseConnection } from '../../../credentials/connection-book.ts';
import { sweepAction } from '../../../diagnosis/report/sweep-action.ts';
import type { TenantGroup } from '../../../model/checks/check.ts';
import { describeTagChoice, type TagChoice } from '../../../model/tenants/tag.ts';
import { choice, number, text } from '../../calls/arguments.ts';
import type { CommandParts } from '../../calls/chat-parts.ts';
import { type AnyAnswer, defineCommand, problem } from '../../calls/command.ts';
import { toTagChoice } from '../../calls/tagged.ts';
import { connection, only, tag, tenants, withoutTag } from '../common-arguments.ts';

export const REPORT_FORMATS = ['text', 'json', 'csv', 'html', 'junit'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Most requests in flight at once that can be asked for. */
const MOST_CONCURRENCY = 512;

const terminalOnly = ['terminal'] as const;

export const testtokens = defineCommand({
  name: 'testtokens',
  role: 'technician',
  summary: 'Test the tokens and every tenant, and say what is broken, why and who must act.',
  details:
    'Tests the partner connection first, then Graph and Exchange in every customer tenant, and compares with the last run.',
  arguments: [
    { ...tenants, help: 'Only this tenant: its id, domain or name.' },
    only,
    connection,
    tag,
    withoutTag,
    number('concurrency', 'number', 'Most requests in flight at once.', {
      minimum: 1,
      maximum: MOST_CONCURRENCY,
      surfaces: terminalOnly,
    }),
    choice('format', REPORT_FORMATS, 'What to print.', { surfaces: terminalOnly }),
    text('output', 'file', 'Write the report to this file.', { surfaces: terminalOnly }),
  ],
  examples: [
    'testtokens',
    'testtokens --tenant contoso.onmicrosoft.com',
    'testtokens --tag emea --without-tag test',
    'testtokens --only exchange --format html --output report.html',
  ],
  sweeps: true,
  audience: 'results',
  target: ({ tenant = [], tag = [] }) =>
    [...tenant, ...tag.map((one) => `tag ${one}`)].join(', ').slice(0, 200) || null,
  answer: async ({ parts }, values) => {
    const tagged = toTagChoice(values);
    if (tagged && 'problem' in tagged) return problem(tagged.problem);
    return await sweepTenants(parts, { ...values, tagged });
  },
});

/** Sweeps a connection: everything, one pair, the tenants named, or those of a choice of tags. */
export async function sweepTenants(
  { connections, watch }: Pick<CommandParts, 'connections' | 'watch'>,
  wish: {
    connection?: string | undefined;
    tenant?: readonly string[] | undefined;
    tagged?: TagChoice | undefined;
    only?: TenantGroup | undefined;
  },
): Promise<AnyAnswer> {
  const entry = chooseConnection(connections, wish.connection);
  if ('problem' in entry) return problem(entry.problem);
  const { name } = entry;
  const { only, tagged } = wish;
  const tenants = [...(wish.tenant ?? [])];
  const again = sweepAction(name, only, tenants, tagged);
  if (!tagged) return { order: { connection: name, tenants, only }, again };
  // Said before anything is asked of Microsoft; the sweep looks again with the customer list before it.
  const unknown = (await watch?.readTags(name))?.problemOf(tagged);
  if (unknown !== undefined) return problem(unknown);
  const title = `Testing the tenants tagged ${describeTagChoice(tagged)} · connection ${name}`;
  return { order: { connection: name, tenants, tagged, only }, title, again };
}
