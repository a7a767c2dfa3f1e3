import { toNoticeCard } from '../../cards/plain-cards.ts';
import { toTenantGroup } from '../../model/checks/check.ts';
import { tagOfKey } from '../../model/tenants/tag.ts';
import { giveAnswer } from '../calls/give-answer.ts';
import type { ActionHandler } from '../calls/handler.ts';
import { proveOne } from '../commands/diagnosis/check.ts';
import { sweepTenants } from '../commands/diagnosis/testtokens.ts';
import { findReport } from './find-report.ts';
import { retestCause } from './retest.ts';

/** Stops a sweep under way. Its card says so by itself. */
export const cancel: ActionHandler = {
  role: 'technician',
  effect: 'replace',
  // Shows nothing of its own, so it works in a channel that is bound no more too.
  audience: 'private',
  run: async ({ parts, reply }, [runId = '']) => {
    const sweep = parts.desk.find(runId);
    if (sweep) return sweep.cancel();
    const card = toNoticeCard('neutral', 'ended', 'This sweep is not under way any more.');
    await reply.showPrivately(card, { final: true });
  },
};

/** Sweeps a connection: everything, one group of checks, one tenant, or those of one tag. */
export const sweep: ActionHandler = {
  role: 'technician',
  effect: 'new',
  audience: 'results',
  run: async (context, [connection = '', group, subject]) => {
    const tag = subject === undefined ? undefined : tagOfKey(subject);
    const wish = {
      connection: connection || undefined,
      only: toTenantGroup(group),
      tenant: subject === undefined || tag !== undefined ? [] : [subject],
      tagged: tag === undefined ? undefined : { tags: [tag], withoutTags: [] },
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
