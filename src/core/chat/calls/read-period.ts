import { describeTagChoice } from '../../model/tenants/tag.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import type { Period } from '../../watch/reports/period.ts';
import { type PeriodReport, toPeriodReport } from '../../watch/reports/period-report.ts';
import type { StandingReport } from '../../watch/reports/standing-report.ts';
import type { CommandParts } from './chat-parts.ts';
import { chooseTagged, taggedIds } from './tagged.ts';

/** What of a standing report says what is in it. */
export type PeriodWish = Pick<StandingReport, 'connection' | 'tenantId' | 'tagged' | 'audience' | 'every' | 'timeZone'>;

const MOST_INCIDENTS = 500;

/** What a period was like for whom these parts are, or one sentence on why that can't be said. */
export async function readPeriod(
  { past, watch, reach, clock }: Pick<CommandParts, 'past' | 'watch' | 'reach' | 'clock'>,
  { connection, tenantId, tagged, audience, every, timeZone }: PeriodWish,
  period: Period,
): Promise<PeriodReport | { problem: string }> {
  if (!past || !watch) throw new Error('the parts were put together without a history');
  if (!past.connections.some(({ name }) => name === connection))
    return { problem: 'Its connection does not exist, or may not be seen where it was set up.' };
  const tenant: Tenant | null = tenantId === null ? null : ((await past.runs.tenant(connection, tenantId)) ?? null);
  if (tenantId !== null && !tenant)
    return { problem: 'Its tenant was never seen, or may not be seen by whoever set it up.' };
  const chosen =
    tagged && (await chooseTagged(watch, connection, { tag: tagged.tags, 'without-tag': tagged.withoutTags }));
  if (chosen && 'problem' in chosen) return chosen;
  const whom = {
    ...(tenantId !== null && { tenantId }),
    ...(chosen && { tenantIds: await taggedIds(past.runs, connection, chosen) }),
  };
  const among = tagged ?? (reach && { tags: reach, withoutTags: [] });
  const now = clock.now();
  const { history, incidentHistory } = past;
  const asked = { connection, ...whom, details: true };
  return toPeriodReport({
    ...{ connection, audience, every, tenant, madeAt: now, period: { ...period, timeZone } },
    ...(among && !tenant && { among: `tagged ${describeTagChoice(among)}` }),
    daily: await history.daily(connection, { ...whom, ...period, timeZone }),
    record: await incidentHistory.incidents({ ...asked, ...period, limit: MOST_INCIDENTS }),
    open: (await incidentHistory.incidents({ ...asked, from: now, to: now + 1, limit: MOST_INCIDENTS })).incidents,
  });
}
