import { encodeAction, parseIndex } from '../../cards/action-id.ts';
import { button } from '../../cards/card.ts';
import { toNoticeCard } from '../../cards/plain-cards.ts';
import { causeIn, placeOfTenant, type Report, tenantIn } from '../../diagnosis/report/report.ts';
import type { TenantResult } from '../../model/checks/check.ts';
import { mayRun } from '../../model/people/role.ts';
import type { CallContext } from '../calls/chat-parts.ts';

/** A cause of a kept report, by its place there, and the tenants of it that a button is about. */
export interface FoundCause {
  report: Report;
  index: number;
  tenants: TenantResult[];
  /** The one tenant's place in the report, where the button names one. */
  tenant?: number;
}

/** The report a button names. Tells the person plainly where there is none any more. */
export async function findReport(
  { parts, reply, role }: CallContext,
  runId: string | undefined,
): Promise<Report | undefined> {
  const found = runId === undefined ? undefined : await parts.reports.read(runId);
  // A report of a connection that does not exist here was made elsewhere.
  const report = parts.connections.some(({ name }) => name === found?.run.connection) ? found : undefined;
  if (!report) {
    await reply.showPrivately(
      toNoticeCard(
        'warn',
        'not kept',
        'The report that this button belongs to is not kept any more.',
        ['Reports are kept for two weeks unless configured otherwise. Test again for a new one.'],
        mayRun(role, 'technician') ? [button('Test tokens now', encodeAction('sweep'), true)] : [],
      ),
      { final: true },
    );
  }
  return report;
}

/** What `runId~cause~tenant` names. Ids in a button may be forged, so each is looked up. */
export async function findCause(context: CallContext, args: readonly string[]): Promise<FoundCause | undefined> {
  const [runId, indexText, tenantText] = args;
  const report = await findReport(context, runId);
  if (!report) return undefined;
  const index = parseIndex(indexText);
  const cause = index === undefined ? undefined : causeIn(report, index);
  const tenant = parseIndex(tenantText);
  const named = tenant === undefined ? undefined : tenantIn(report, tenant);
  const one = named && cause?.tenantIds.includes(named.tenantId) ? named : undefined;
  if (index === undefined || !cause || (tenantText !== undefined && !one)) {
    await context.reply.showPrivately(
      toNoticeCard('warn', 'not found', 'This button names something that its report does not have.', [
        'Run the command again for a new card.',
      ]),
      { final: true },
    );
    return undefined;
  }
  if (tenant !== undefined && one) return { report, index, tenants: [one], tenant };
  const wanted = new Set(cause.tenantIds);
  const tenants = report.tenants.filter((each) => wanted.has(each.tenantId));
  const [only] = tenants;
  return tenants.length === 1 && only
    ? { report, index, tenants, tenant: placeOfTenant(report, only) }
    : { report, index, tenants };
}
