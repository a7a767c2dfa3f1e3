import { sql } from 'kysely';
import { inChunks } from '../../../core/diagnosis/report/in-chunks.ts';
import { type CurrentState, PARTNER_STATE_KEY } from '../../../core/diagnosis/report/run-store.ts';
import { nextTurn } from '../../../core/model/time/next-turn.ts';
import { among } from '../engine/dialect-sql.ts';
import type { Db } from '../engine/schema.ts';

// Some 5 ms of reading between two turns of the event loop.
const ROWS_A_QUERY = 1000;
const TENANTS_A_QUERY = 200;

interface Options {
  tenantIds?: readonly string[];
  onlyBad?: boolean;
}

/** See `RunStore.currentStates`. */
export async function readCurrentStates(
  db: Db,
  connection: string,
  { tenantIds, onlyBad = false }: Options = {},
): Promise<CurrentState[]> {
  const states: CurrentState[] = [];
  if (tenantIds) {
    for (const chunk of inChunks([...new Set(tenantIds)].sort(), TENANTS_A_QUERY)) {
      const rows = await openStates(db, connection, onlyBad)
        .where(among(db, 'state.tenantId', chunk))
        .execute();
      states.push(...rows);
      await nextTurn();
    }
    return states;
  }
  let last = { tenantId: '', checkId: '' };
  for (;;) {
    const rows = await openStates(db, connection, onlyBad)
      .where((where) =>
        where(where.refTuple('state.tenantId', 'state.checkId'), '>', where.tuple(last.tenantId, last.checkId)),
      )
      .limit(ROWS_A_QUERY)
      .execute();
    states.push(...rows);
    const end = rows.at(-1);
    if (!end || rows.length < ROWS_A_QUERY) return states;
    last = end;
    await nextTurn();
  }
}

function openStates(db: Db, connection: string, onlyBad: boolean) {
  // The words of the partial indexes, so that SQLite takes them.
  const kept = sql<boolean>`state.until_at is null`;
  const bad = sql<boolean>`state.until_at is null and state.status in ('fail', 'unknown')`;
  return db
    .selectFrom('checkStates as state')
    .leftJoin('tenants as tenant', (join) =>
      join
        .onRef('tenant.connection', '=', 'state.connection')
        .onRef('tenant.tenantId', '=', 'state.tenantId')
        .on('state.tenantId', '!=', PARTNER_STATE_KEY),
    )
    .select(['state.tenantId', 'state.checkId', 'state.status', 'state.cause', 'state.owner', 'state.reason'])
    .select(['state.evidence', 'state.confidence', 'state.heldSince as since', 'state.failingSince'])
    .select(['state.testedAt', 'state.freshUntil'])
    .select(['tenant.displayName', 'tenant.defaultDomainName', 'tenant.lastSeenAt'])
    .where('state.connection', '=', connection)
    .where(onlyBad ? bad : kept)
    .orderBy('state.tenantId')
    .orderBy('state.checkId');
}
