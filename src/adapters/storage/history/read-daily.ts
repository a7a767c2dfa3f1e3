import { setImmediate } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { PARTNER_STATE_KEY } from '../../../core/diagnosis/report/run-store.ts';
import type { DailyHistory, DailyQuery, DailyRow } from '../../../core/watch/history/history-store.ts';
import { anyOf } from '../engine/any-of.ts';
import { inChunks } from '../engine/in-chunks.ts';
import type { CheckStateRow, Schema } from '../engine/schema.ts';
import { type RunDays, readRunDays, readSetsOf } from './covered-days.ts';
import { toDayBounds } from './day-bounds.ts';
import { dayOf, type Span, toDayCells } from './day-cells.ts';

// Some 5 ms between two turns of the event loop, for a year of a fleet that flaps.
const TENANTS_A_QUERY = 50;

type Named = Pick<DailyRow, 'tenantId' | 'displayName' | 'defaultDomainName'>;

/** Null for the partner, who is in no list. */
type Seen = { firstSeenAt: number; lastSeenAt: number } | null;

/** See `HistoryStore.daily`. What lasts is counted until `now` at most. */
export async function readDaily(
  db: Kysely<Schema>,
  connection: string,
  query: DailyQuery,
  now: number,
): Promise<DailyHistory> {
  const bounds = toDayBounds(query.from, query.to, query.timeZone);
  const history: DailyHistory = { days: bounds.slice(0, -1), rows: [] };
  if (bounds.length === 0) return history;
  const days = await readRunDays(db, connection, bounds);
  const subjects = await readSubjects(db, connection, query.tenantId);
  for (const chunk of inChunks(subjects, TENANTS_A_QUERY)) {
    await setImmediate();
    const tenantIds = chunk.map(({ named }) => named.tenantId);
    const sets = await readSetsOf(db, tenantIds, days);
    const states = Map.groupBy(await readSpans(db, connection, tenantIds, bounds, now), (row) => row.tenant_id);
    for (const { named, seen } of chunk) {
      const ofTenant = states.get(named.tenantId) ?? [];
      const covered = toCovered(days, sets.get(named.tenantId) ?? [], seen, ofTenant, bounds);
      const byCheck = Map.groupBy(ofTenant, (row) => (query.tenantId === undefined ? null : row.check_id));
      for (const [checkId, spans] of byCheck) {
        const cells = toDayCells(spans, bounds, covered);
        if (query.tenantId !== undefined || cells.worst.some((status) => status !== null)) {
          history.rows.push({ ...named, checkId, ...cells });
        }
      }
    }
  }
  return history;
}

/** The partner first, then by name. */
async function readSubjects(
  db: Kysely<Schema>,
  connection: string,
  tenantId: string | undefined,
): Promise<{ named: Named; seen: Seen }[]> {
  let query = db
    .selectFrom('tenants')
    .select(['tenant_id', 'display_name', 'default_domain_name', 'first_seen_at', 'last_seen_at'])
    .where('connection', '=', connection)
    .orderBy('search_text');
  if (tenantId !== undefined) query = query.where('tenant_id', '=', tenantId);
  const tenants = (await query.execute()).map((row) => ({
    named: { tenantId: row.tenant_id, displayName: row.display_name, defaultDomainName: row.default_domain_name },
    seen: { firstSeenAt: row.first_seen_at, lastSeenAt: row.last_seen_at },
  }));
  if (tenantId !== undefined && tenantId !== PARTNER_STATE_KEY) return tenants;
  const partner = { tenantId: PARTNER_STATE_KEY, displayName: null, defaultDomainName: null };
  return [{ named: partner, seen: null }, ...tenants];
}

type StateSpan = Span & Pick<CheckStateRow, 'tenant_id' | 'check_id'>;

/** One statement, so that no writer can come between the open stretches and the closed ones. */
async function readSpans(
  db: Kysely<Schema>,
  connection: string,
  tenantIds: readonly string[],
  bounds: readonly number[],
  now: number,
): Promise<StateSpan[]> {
  const [from = 0, to = 0] = [bounds[0], Math.min(bounds.at(-1) ?? 0, now)];
  const touching = db
    .selectFrom('check_states')
    .select(['tenant_id', 'check_id', 'status', 'since_at as since'])
    .where('connection', '=', connection)
    .where('tenant_id', 'in', anyOf(tenantIds))
    .where('since_at', '<', to);
  return await touching
    .select(sql<number>`min(until_at, ${to})`.as('until'))
    .where('until_at', '>', from)
    .unionAll(touching.select(sql<number>`${to}`.as('until')).where('until_at', 'is', null))
    .orderBy('check_id')
    .execute();
}

/** On which days the tenant was tested. A stretch that begins or ends is an observation too. */
function toCovered(
  days: RunDays,
  sets: readonly Uint8Array[],
  seen: Seen,
  spans: readonly Span[],
  bounds: readonly number[],
): Uint8Array {
  if (!seen) return days.partner;
  const covered = days.all.slice();
  const left = seen.lastSeenAt < (bounds[0] ?? 0) ? 0 : dayOf(seen.lastSeenAt, bounds) + 1;
  covered.fill(0, 0, dayOf(seen.firstSeenAt, bounds)).fill(0, left);
  for (const set of sets) {
    for (let day = 0; day < covered.length; day += 1) if (set[day]) covered[day] = 1;
  }
  const end = bounds.at(-1) ?? 0;
  for (const { since } of spans) if (since >= (bounds[0] ?? 0) && since < end) covered[dayOf(since, bounds)] = 1;
  return covered;
}
