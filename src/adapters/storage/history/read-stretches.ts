import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Stretch } from '../../../core/watch/history/history-store.ts';
import type { Schema } from '../engine/schema.ts';

const ROWS_A_QUERY = 1000;

/** See `HistoryStore.stretches`. */
export async function readStretches(
  db: Kysely<Schema>,
  connection: string,
  tenantId: string,
  from: number,
  to: number,
): Promise<Stretch[]> {
  const touching = db
    .selectFrom('check_states')
    .select(['id', 'check_id', 'status', 'cause', 'owner', 'reason', 'since_at', 'since_run_id'])
    .select(['until_at', 'failing_since'])
    .where('connection', '=', connection)
    .where('tenant_id', '=', tenantId)
    .where('since_at', '<', to);
  // The open ones first: one that ends meanwhile comes again among the closed, which then count.
  const rows = new Map((await touching.where('until_at', 'is', null).execute()).map((row) => [row.id, row]));
  const closed = touching.orderBy('until_at').orderBy('id').limit(ROWS_A_QUERY);
  let page = closed.where('until_at', '>', from);
  for (;;) {
    const found = await page.execute();
    for (const row of found) rows.set(row.id, row);
    const last = found.at(-1);
    if (!last || found.length < ROWS_A_QUERY) break;
    page = closed.where((where) =>
      where(where.refTuple('until_at', 'id'), '>', where.tuple(last.until_at ?? 0, last.id)),
    );
    await setImmediate();
  }
  return [...rows.values()]
    .sort((one, other) => one.since_at - other.since_at || one.id - other.id)
    .map((row) => ({
      checkId: row.check_id,
      status: row.status,
      cause: row.cause,
      owner: row.owner,
      reason: row.reason,
      since: row.since_at,
      sinceRunId: row.since_run_id,
      until: row.until_at,
      failingSince: row.failing_since,
    }));
}
