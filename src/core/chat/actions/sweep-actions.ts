import { encodeAction } from '../../cards/action-id.ts';
import { button, type Card } from '../../cards/card.ts';
import { line, time } from '../../cards/inline.ts';
import { toNoticeCard, toProblemCard } from '../../cards/plain-cards.ts';
import { chooseConnection } from '../../credentials/connection-book.ts';
import { causeAt, checksHere } from '../../diagnosis/report/fix-card.ts';
import type { Report } from '../../diagnosis/report/report.ts';
import { subjectOf } from '../../diagnosis/report/report-card.ts';
import { toRetestCard } from '../../diagnosis/report/retest-card.ts';
import type { RunSummary } from '../../diagnosis/report/run-store.ts';
import { sweepAction } from '../../diagnosis/report/sweep-action.ts';
import type { TestTarget } from '../../diagnosis/sweep/test-tenants.ts';
import { groupToTest, toTenantGroup } from '../../model/checks/check.ts';
import { choiceOfKey } from '../../model/tenants/tag.ts';
import { toTenantRef } from '../../model/tenants/tenant.ts';
import { answer, type CallContext, type CommandParts } from '../calls/chat-parts.ts';
import type { ActionHandler } from '../calls/command.ts';
import { isOfGroup, readFailingElsewhere, readFailingSince } from '../calls/failing-since.ts';
import { giveAnswer } from '../calls/give-answer.ts';
import { showSweep } from '../calls/show-sweep.ts';
import { proveOne } from '../commands/diagnosis/check.ts';
import { sweepTenants } from '../commands/diagnosis/testtokens.ts';
import { type FoundCause, findCause, findReport } from './find-report.ts';

/**
 * Tests again only what was broken, and what hangs on it: the broken groups of the tenants of a cause. On the partner
 * connection everything hangs, so that is a whole sweep.
 */
async function retestCause(context: CallContext, args: readonly string[]): Promise<void> {
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

export const cancel: ActionHandler = {
  role: 'technician',
  effect: 'replace',
  // Shows nothing of its own, so it works in a channel that is bound no more too.
  audience: 'private',
  run: async ({ parts, reply }, [runId = '']) => {
    const sweep = parts.desk.find(runId);
    if (sweep) return sweep.cancel();
    const title = 'This sweep is not under way any more.';
    const run = await findEnded(parts, runId);
    // The card that was pressed still says that it runs, after a kill that left it where nobody finds it again.
    if (run) return reply.show(toEndedCard(run, title, await parts.reports.read(runId)), { final: true });
    await reply.showPrivately(toNoticeCard('neutral', 'ended', title), { final: true });
  },
};

/** A press may cross the result on its way, which must not be taken for a card that was left. */
const LEFT_AFTER_MS = 2 * 60_000;
const MOST_LOOKED_AT = 50;

async function findEnded({ connections, runs, clock }: CommandParts, runId: string): Promise<RunSummary | undefined> {
  const before = clock.now() - LEFT_AFTER_MS;
  for (const { name } of connections) {
    const run = (await runs.latestRuns(name, MOST_LOOKED_AT)).find(({ id }) => id === runId);
    if (run) return run.status !== 'running' && (run.finishedAt ?? run.startedAt) < before ? run : undefined;
  }
  return undefined;
}

function toEndedCard({ id, startedAt, status }: RunSummary, title: string, report: Report | undefined): Card {
  const what = status === 'interrupted' ? 'It was interrupted' : 'It has ended';
  const card = toNoticeCard('neutral', status === 'interrupted' ? 'interrupted' : 'ended', title);
  return {
    ...card,
    blocks: [{ kind: 'text', line: line(`${what}. Started `, time(startedAt), '.') }],
    actions: report ? [button('Show the report', encodeAction('report', id, '0'), true)] : [],
  };
}

/** Sweeps a connection: everything, one group of checks, one tenant, or those of tags. */
export const sweep: ActionHandler = {
  role: 'technician',
  effect: 'new',
  audience: 'results',
  run: async (context, [connection = '', group, subject]) => {
    const tagged = subject === undefined ? undefined : choiceOfKey(subject);
    const wish = {
      connection: connection || undefined,
      only: toTenantGroup(group),
      tenant: subject === undefined || tagged ? [] : [subject],
      tagged,
    };
    await giveAnswer(context, await sweepTenants(context.parts, wish));
  },
};

/** Proves one tenant's way in, link by link. */
export const proveAgain: ActionHandler = {
  role: 'technician',
  effect: 'new',
  audience: 'results',
  run: (context, [connection = '', tenant = '']) =>
    giveAnswer(context, proveOne(context.parts, { connection: connection || undefined, tenant })),
};

/** Tests again what a report found broken: the tenants of one cause, or all that the run was about. */
export const again: ActionHandler = {
  role: 'technician',
  effect: 'new',
  audience: 'results',
  run: async (context, args) => {
    const [runId, what] = args;
    if (what !== 'all') return retestCause(context, args);
    const report = await findReport(context, runId);
    if (!report) return;
    const { connection, only, proof } = report.run;
    const tenant = report.tenants.map(({ tenantId }) => tenantId);
    const [first] = tenant;
    if (proof && first) return giveAnswer(context, proveOne(context.parts, { connection, tenant: first }));
    await giveAnswer(context, await sweepTenants(context.parts, { connection, tenant, only }));
  },
};

/** Tests again on a card of guidance, which changes into what came of it. */
export const retest: ActionHandler = {
  role: 'technician',
  effect: 'replace',
  audience: 'results',
  run: retestCause,
};
