import { setImmediate } from 'node:timers/promises';
import { inChunks } from '../../../core/diagnosis/report/in-chunks.ts';
import { PARTNER_STATE_KEY } from '../../../core/diagnosis/report/run-store.ts';
import { toDayBounds } from '../../../core/model/time/day-bounds.ts';
import type { DailyHistory, DailyQuery, DailyRow } from '../../../core/watch/history/history-store.ts';
import { among } from '../engine/dialect-sql.ts';
import type { CheckStateRow, Db } from '../engine/schema.ts';
import { type CellSpan, toDayCells } from './day-cells.ts';

// Some 5 ms between two turns of the event loop, for a year of a fleet that flaps.
const TENANTS_A_QUERY = 50;

type Named = Pick<DailyRow, 'tenantId' | 'displayName' | 'defaultDomainName'>;

/** See `HistoryStore.daily`. What lasts is counted until `now` at most. */
export async function readDaily(db: Db, connection: string, query: DailyQuery, now: number): Promise<DailyHistory> {
  const bounds = toDayBounds(query.from, query.to, query.timeZone);
  const history: DailyHistory = { days: bounds.slice(0, -1), rows: [] };
  if (bounds.length === 0) return history;
  const subjects = await readSubjects(db, connection, query);
  for (const chunk of inChunks(subjects, TENANTS_A_QUERY)) {
    await setImmediate();
    const tenantIds = chunk.map(({ tenantId }) => tenantId);
    const spans = Map.groupBy(await readSpans(db, connection, tenantIds, bounds, now), (span) => span.tenantId);
    for (const named of chunk) {
      const ofTenant = spans.get(named.tenantId) ?? [];
      const add = (checkId: string | null, own: readonly CellSpan[]): void => {
        const cells = toDayCells(own, bounds);
        if (cells.worst.some((status) => status !== null)) history.rows.push({ ...named, checkId, ...cells });
      };
      add(null, ofTenant);
      if (query.tenantId === undefined) continue;
      for (const [checkId, own] of Map.groupBy(ofTenant, (span) => span.checkId)) add(checkId, own);
    }
  }
  return history;
}

/** The partner first, then by name. */
async function readSubjects(db: Db, connection: string, { tenantId, tenantIds }: DailyQuery): Promise<Named[]> {
  let query = db
    .selectFrom('tenants')
    .select(['tenantId', 'displayName', 'defaultDomainName'])
    .where('connection', '=', connection)
    .orderBy('searchText');
  if (tenantId !== undefined) query = query.where('tenantId', '=', tenantId);
  const tenants = await query.execute();
  if (tenantIds !== undefined) {
    const wanted = new Set(tenantIds);
    return tenants.filter((one) => wanted.has(one.tenantId));
  }
  if (tenantId !== undefined && tenantId !== PARTNER_STATE_KEY) return tenants;
  return [{ tenantId: PARTNER_STATE_KEY, displayName: null, defaultDomainName: null }, ...tenants];
}

type StateSpan = CellSpan & Pick<CheckStateRow, 'tenantId' | 'checkId'>;

/** By check, in the order of time. One statement, so that no writer can come between the newest stretches and the others. */
async function readSpans(
  db: Db,
  connection: string,
  tenantIds: readonly string[],
  bounds: readonly number[],
  now: number,
): Promise<StateSpan[]> {
  const [from = 0, end = 0] = [bounds[0], bounds.at(-1)];
  // An observation of this moment has taken no time yet and counts all the same.
  const to = Math.min(end, now + 1);
  const touching = db
    .selectFrom('checkStates')
    .select(['tenantId', 'checkId', 'status', 'sinceAt as since'])
    .where('connection', '=', connection)
    .where(among(db, 'tenantId', tenantIds))
    .where('sinceAt', '<', to);
  const rows = await touching
    .select('untilAt as until')
    .where('untilAt', '>', from)
    .unionAll(touching.select('freshUntil as until').where('untilAt', 'is', null))
    .orderBy('tenantId')
    .orderBy('checkId')
    .orderBy('since')
    .execute();
  return rows.map((row, index) => {
    const next = rows[index + 1];
    const isSameCheck = next?.tenantId === row.tenantId && next.checkId === row.checkId;
    const heldUntil = isSameCheck ? next.since : to;
    const until = Math.min(Math.max(row.until ?? 0, row.since + 1), heldUntil);
    return { ...row, since: Math.max(row.since, from), until, heldUntil };
  });
}
