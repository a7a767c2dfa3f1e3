import { encodeAction } from '../../cards/action-id.ts';
import { toProblemCard } from '../../cards/plain-cards.ts';
import { chooseConnection } from '../../credentials/connection-book.ts';
import { causeAt, checksHere } from '../../diagnosis/report/fix-card.ts';
import { subjectOf } from '../../diagnosis/report/report-card.ts';
import { toRetestCard } from '../../diagnosis/report/retest-card.ts';
import { sweepAction } from '../../diagnosis/report/sweep-action.ts';
import type { TestTarget } from '../../diagnosis/sweep/test-tenants.ts';
import { groupToTest } from '../../model/checks/check.ts';
import { toTenantRef } from '../../model/tenants/tenant-ref.ts';
import { answer, type CallContext } from '../calls/chat-parts.ts';
import { isOfGroup, readFailingElsewhere, readFailingSince } from '../calls/failing-since.ts';
import { giveAnswer } from '../calls/give-answer.ts';
import { showSweep } from '../calls/show-sweep.ts';
import { proveOne } from '../commands/diagnosis/check.ts';
import { type FoundCause, findCause } from './find-report.ts';

/**
 * Tests again only what was broken, and what hangs on it: the broken groups of the tenants of a cause. On the partner
 * connection everything hangs, so that is a whole sweep.
 */
export async function retestCause(context: CallContext, args: readonly string[]): Promise<void> {
  const found = await findCause(context, args);
  if (!found) return;
  const { parts } = context;
  const { report, index, tenants, tenant } = found;
  const entry = chooseConnection(parts.connections, report.run.connection);
  if ('problem' in entry) return answer(context, toProblemCard([entry.problem]));
  const cause = causeAt(report, index);
  if (tenants.length === 0) {
    const { only } = report.run;
    return showSweep(context, {
      order: { connection: entry.name, tenants: [], only },
      again: sweepAction(entry.name, only),
    });
  }
  const [proved] = tenants;
  // What was proved is proved again: a sweep's checks know nothing of most of its links.
  if (report.run.proof && proved)
    return giveAnswer(context, proveOne(parts, { connection: entry.name, tenant: proved.tenantId }));
  const targets = targetsOf(found);
  const groups = new Map(targets.map((target) => [target.tenant.tenantId, target.only]));
  // Read before anything is tested: what is mended has no such date any more.
  const failingSince = await readFailingSince(parts, entry.name, [...groups.keys()], (checkId, tenantId) =>
    isOfGroup(checkId, groups.get(tenantId)),
  );
  const labels = tenants.map((one) => toTenantRef(one).label);
  const where = tenant === undefined ? [] : [tenant];
  await showSweep(context, {
    order: { connection: entry.name, tenants: [], retest: { partnerTenantId: report.partner.tenantId, targets } },
    title: `Testing ${subjectOf(labels)} again`,
    again: encodeAction('again', report.run.id, index, ...where),
    toResult: async (fresh) =>
      toRetestCard({
        report: fresh,
        cause: cause.id,
        from: { runId: report.run.id, index, ...(tenant === undefined ? {} : { tenant }) },
        failingSince,
        elsewhere: await readFailingElsewhere(parts, entry.name, groups),
      }),
  });
}

function targetsOf({ report, index, tenants }: FoundCause): TestTarget[] {
  return tenants.map((tenant) => {
    const only = groupToTest(checksHere({ report, index, tenants: [tenant] }).map((check) => check.id));
    const { tenantId, displayName, defaultDomainName } = tenant;
    return { tenant: { tenantId, displayName, defaultDomainName }, only };
  });
}
