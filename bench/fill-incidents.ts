import { ulid } from 'ulid';
import { cron } from '../src/adapters/cron/create-cron.ts';
import { openStorage } from '../src/adapters/storage/open-storage.ts';
import type { Report } from '../src/core/diagnosis/report/report.ts';
import type { Check, TenantResult } from '../src/core/model/checks/check.ts';
import { Watch } from '../src/core/watch/watch.ts';
import { tenantIdOf, totalsOf } from './history-fleet.ts';

export interface FillIncidentsOptions {
  tenants: number;
  days: number;
  /** When the last day ends; milliseconds since the epoch. */
  end: number;
  incidentsADay: number;
  places: readonly string[];
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const CAUSES = ['access.conditional-access', 'mfa.required', 'license.missing', 'gdap.expired'] as const;

/**
 * Fills a database with the incidents of a time through the watch itself: each day some customers begin to fail, are
 * confirmed, acknowledged, and work again hours later. The deliveries are taken for made.
 */
export async function fillIncidents(file: string, options: FillIncidentsOptions): Promise<number> {
  const { tenants, days, end, incidentsADay, places } = options;
  let now = end - days * 24 * HOUR_MS;
  let runs = 0;
  const clock = { now: () => now, monotonicMs: () => now };
  const storage = await openStorage({ file, clock, cron });
  const { incidents, outbox, subscriptions, accepted } = storage;
  const newId = (): string => ulid(now);
  const watch = new Watch({
    mayHear: () => true,
    readTags: () => Promise.reject(new Error('nobody here is told by tags')),
    incidents,
    outbox,
    subscriptions,
    accepted,
    clock,
    newId,
  });
  for (const place of places) {
    await subscriptions.put({ place, workspace: null, ...EVERYTHING, createdAt: now });
  }
  const sweep = async (found: TenantResult[]): Promise<void> => {
    runs += 1;
    await watch.recordSweep(reportOf({ id: `incidents-${runs}`, at: now, tenants: found }));
  };
  for (let day = 0; day < days; day += 1) {
    const dayEnds = now + 24 * HOUR_MS;
    const chosen = Array.from({ length: incidentsADay }, (_, index) => (day * 37 + index * 61) % tenants);
    const failing = chosen.map((tenant) => resultOf(tenant, CAUSES[tenant % CAUSES.length]));
    await sweep(failing);
    now += 3 * MINUTE_MS;
    await sweep(failing);
    const { groups } = await incidents.loadNotifications(now);
    for (const { id } of groups) await watch.respond(id, { kind: 'acknowledge', by: 'Ada Admin', reason: 'mailed' });
    now += 5 * HOUR_MS;
    await sweep(chosen.map((tenant) => resultOf(tenant)));
    now += 3 * MINUTE_MS;
    await sweep(chosen.map((tenant) => resultOf(tenant)));
    for (;;) {
      const due = await outbox.due({ now, limit: 64, exceptPlaces: [] });
      if (due.length === 0) break;
      for (const { id } of due) await outbox.complete({ id, at: now, address: id, covers: { kinds: [], readUpTo: 0 } });
    }
    now = dayEnds;
  }
  await storage.close();
  return days * incidentsADay;
}

const EVERYTHING = {
  connections: [],
  causes: [],
  owners: [],
  minimumSeverity: 'notice',
  quietHours: null,
  remindAfterMs: null,
  createdBy: 'benchmark',
  broken: null,
} as const;

/** A tenant whose Graph token is refused for a cause; one that works without. */
export function resultOf(index: number, cause?: Check['cause']): TenantResult {
  const check: Check =
    cause === undefined
      ? { id: 'graph.token', status: 'pass', durationMs: 200, attempts: 1 }
      : { id: 'graph.token', status: 'fail', cause, owner: 'customer', durationMs: 200, attempts: 1, reason: REASON };
  const tenantId = tenantIdOf(index);
  const names = { displayName: `Contoso ${index}`, defaultDomainName: `contoso${index}.example` };
  return { tenantId, ...names, status: check.status, checks: [check] };
}

const REASON = 'A policy of the customer refuses the sign-in of the service account.';

export interface RunOf {
  id: string;
  at: number;
  tenants: TenantResult[];
  connection?: string;
  scope?: 'all' | 'named';
  /** A cause that the run takes for each customer's own, however many have it. */
  theirs?: NonNullable<Check['cause']>;
}

/** A run of those tenants, that ends at a moment. */
export function reportOf({ id, at, tenants, connection = 'default', scope = 'named', theirs }: RunOf): Report {
  const list: Check = { id: 'partner.customers', status: 'pass', durationMs: 300, attempts: 1 };
  const token: Check = { id: 'partner.token', status: 'pass', durationMs: 200, attempts: 1 };
  const tenantIds = tenants.map(({ tenantId }) => tenantId);
  return {
    run: { id, kind: 'testtokens', connection, startedAt: at - MINUTE_MS, finishedAt: at, status: 'completed', scope },
    partner: { tenantId: tenantIdOf(0xffff), status: 'pass', checks: [token, list] },
    totals: totalsOf(tenants.length),
    tenants,
    causes: theirs === undefined ? [] : [{ id: theirs, title: theirs, owner: 'customer', tenantIds, article: 'x' }],
  };
}
