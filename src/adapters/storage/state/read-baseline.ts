import { setImmediate } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import {
  type Baseline,
  type EarlierState,
  type NewRun,
  PARTNER_STATE_KEY,
} from '../../../core/diagnosis/report/run-store.ts';
import { anyOf } from '../engine/any-of.ts';
import { inChunks } from '../engine/in-chunks.ts';
import type { Schema } from '../engine/schema.ts';

const KIND: NewRun['kind'] = 'testtokens';
// Some 10 ms of reading between two turns of the event loop.
const TENANTS_A_QUERY = 500;

/** See `RunStore.baseline`. */
export async function readBaseline(
  db: Kysely<Schema>,
  connection: string,
  wanted: readonly string[] | 'all',
): Promise<Baseline | undefined> {
  const run = await lastCovering(db, connection, wanted);
  if (!run) return undefined;
  const names = await readNames(db, connection, wanted);
  const tenantIds = new Set([PARTNER_STATE_KEY, ...(wanted === 'all' ? names.keys() : wanted)]);
  const states: EarlierState[] = [];
  for (const chunk of inChunks([...tenantIds], TENANTS_A_QUERY)) {
    for (const row of await readStatesAt(db, connection, chunk, run.finishedAt)) {
      states.push({
        tenantId: row.tenant_id,
        displayName: names.get(row.tenant_id) ?? null,
        checkId: row.check_id,
        status: row.status,
        failingSince: row.failing_since,
      });
    }
    await setImmediate();
  }
  return { ...run, states };
}

type FinishedRun = Pick<Baseline, 'runId' | 'finishedAt'>;

/** The later of: the last completed run over all tenants, the last completed one that covered each tenant named. */
async function lastCovering(
  db: Kysely<Schema>,
  connection: string,
  wanted: readonly string[] | 'all',
): Promise<FinishedRun | undefined> {
  const completed = db
    .selectFrom('runs')
    .select(['id', 'finished_at'])
    .where('connection', '=', connection)
    .where('kind', '=', KIND)
    .where('status', '=', 'completed')
    .orderBy('finished_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1);
  const all = toFinishedRun(await completed.where('scope', '=', 'all').executeTakeFirst());
  if (wanted === 'all') return all;
  const named = toFinishedRun(await lastOfNamed(db, connection, [...new Set(wanted)]));
  if (!all || !named) return named ?? all;
  return named.finishedAt > all.finishedAt ? named : all;
}

/** Looks at the newest run of each set that holds all of them: there are as many sets as different choices were made. */
async function lastOfNamed(db: Kysely<Schema>, connection: string, tenantIds: readonly string[]) {
  const { rows } = await sql<{ id: string; finished_at: number }>`
    with covering as (
      select set_id from tenant_set_members where tenant_id in ${anyOf(tenantIds)}
      group by set_id having count(*) = ${tenantIds.length}
    )
    select runs.id, runs.finished_at from covering join runs on runs.id = (
      select id from runs as newest
      where tenant_set = set_id and connection = ${connection} and kind = ${KIND} and status = 'completed'
      order by finished_at desc, id desc limit 1
    )
    order by runs.finished_at desc, runs.id desc limit 1`.execute(db);
  return rows[0];
}

function toFinishedRun(row: { id: string; finished_at: number | null } | undefined): FinishedRun | undefined {
  if (!row || row.finished_at === null) return undefined;
  return { runId: row.id, finishedAt: row.finished_at };
}

async function readNames(
  db: Kysely<Schema>,
  connection: string,
  wanted: readonly string[] | 'all',
): Promise<Map<string, string | null>> {
  let query = db.selectFrom('tenants').select(['tenant_id', 'display_name']).where('connection', '=', connection);
  if (wanted !== 'all') query = query.where('tenant_id', 'in', anyOf(wanted));
  return new Map((await query.execute()).map((row) => [row.tenant_id, row.display_name]));
}

/** One statement, so that no writer can come between the open stretches and the closed ones. */
function readStatesAt(db: Kysely<Schema>, connection: string, tenantIds: readonly string[], at: number) {
  const begun = db
    .selectFrom('check_states')
    .select(['tenant_id', 'check_id', 'status', 'failing_since'])
    .where('connection', '=', connection)
    .where('tenant_id', 'in', anyOf(tenantIds))
    .where('since_at', '<=', at);
  return begun
    .where('until_at', 'is', null)
    .unionAll(begun.where('until_at', '>', at))
    .execute();
}
