import { setImmediate } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { inChunks } from '../../../core/diagnosis/report/in-chunks.ts';
import { type CurrentState, PARTNER_STATE_KEY } from '../../../core/diagnosis/report/run-store.ts';
import type { Schema } from '../engine/schema.ts';
import { anyOf } from '../engine/sqlite-sql.ts';

// Some 5 ms of reading between two turns of the event loop.
const ROWS_A_QUERY = 1000;
const TENANTS_A_QUERY = 200;

interface Options {
  tenantIds?: readonly string[];
  onlyBad?: boolean;
}

/** See `RunStore.currentStates`. */
export async function readCurrentStates(
  db: Kysely<Schema>,
  connection: string,
  { tenantIds, onlyBad = false }: Options,
): Promise<CurrentState[]> {
  const states: CurrentState[] = [];
  if (tenantIds) {
    for (const chunk of inChunks([...new Set(tenantIds)].sort(), TENANTS_A_QUERY)) {
      const rows = await openStates(db, connection, onlyBad).where('state.tenant_id', 'in', anyOf(chunk)).execute();
      for (const row of rows) states.push(toCurrentState(row));
      await setImmediate();
    }
    return states;
  }
  let last = { tenant_id: '', check_id: '' };
  for (;;) {
    const rows = await openStates(db, connection, onlyBad)
      .where((where) =>
        where(where.refTuple('state.tenant_id', 'state.check_id'), '>', where.tuple(last.tenant_id, last.check_id)),
      )
      .limit(ROWS_A_QUERY)
      .execute();
    for (const row of rows) states.push(toCurrentState(row));
    const end = rows.at(-1);
    if (!end || rows.length < ROWS_A_QUERY) return states;
    last = end;
    await setImmediate();
  }
}

function openStates(db: Kysely<Schema>, connection: string, onlyBad: boolean) {
  // The words of the partial indexes, so that SQLite takes them.
  const kept = sql<boolean>`state.until_at is null`;
  const bad = sql<boolean>`state.until_at is null and state.status in ('fail', 'unknown')`;
  return db
    .selectFrom('check_states as state')
    .leftJoin('tenants as tenant', (join) =>
      join
        .onRef('tenant.connection', '=', 'state.connection')
        .onRef('tenant.tenant_id', '=', 'state.tenant_id')
        .on('state.tenant_id', '!=', PARTNER_STATE_KEY),
    )
    .select(['state.tenant_id', 'state.check_id', 'state.status', 'state.cause', 'state.owner', 'state.reason'])
    .select(['state.evidence', 'state.confidence', 'state.held_since', 'state.failing_since'])
    .select(['state.tested_at', 'state.fresh_until'])
    .select(['tenant.display_name', 'tenant.default_domain_name', 'tenant.last_seen_at'])
    .where('state.connection', '=', connection)
    .where(onlyBad ? bad : kept)
    .orderBy('state.tenant_id')
    .orderBy('state.check_id');
}

type Row = Awaited<ReturnType<ReturnType<typeof openStates>['execute']>>[number];

function toCurrentState(row: Row): CurrentState {
  return {
    tenantId: row.tenant_id,
    displayName: row.display_name,
    defaultDomainName: row.default_domain_name,
    lastSeenAt: row.last_seen_at,
    checkId: row.check_id,
    status: row.status,
    cause: row.cause,
    owner: row.owner,
    reason: row.reason,
    evidence: row.evidence === null ? null : JSON.parse(row.evidence),
    confidence: row.confidence,
    since: row.held_since,
    failingSince: row.failing_since,
    testedAt: row.tested_at,
    freshUntil: row.fresh_until,
  };
}
