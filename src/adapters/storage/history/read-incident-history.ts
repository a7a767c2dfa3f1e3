import { setImmediate } from 'node:timers/promises';
import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import { PARTNER_STATE_KEY } from '../../../core/diagnosis/report/run-store.ts';
import type { Outcome } from '../../../core/watch/incidents/incident.ts';
import type { IncidentQuery, IncidentRecord, PastIncident } from '../../../core/watch/incidents/incident-history.ts';
import { anyOf } from '../engine/dialect-sql.ts';
import { inSnapshot } from '../engine/in-snapshot.ts';
import type { Schema } from '../engine/schema.ts';
import { toIncident } from '../watch/read-watch-state.ts';

interface Part {
  id: number;
  firstFailedAt: number;
  closedAt: number | null;
  outcome: Outcome | null;
}

interface Counts {
  count: number;
  open: number;
  /** Not by the name of a column: a result is read as the column of its name. */
  mendedParts: number;
  meanTimeToMendMs: number | null;
}

/** See `IncidentHistory`. */
export async function readIncidentHistory(db: Kysely<Schema>, query: IncidentQuery): Promise<IncidentRecord> {
  return await inSnapshot(db, (snapshot) => readRecord(snapshot, query));
}

async function readRecord(db: Kysely<Schema>, query: IncidentQuery): Promise<IncidentRecord> {
  const parts = partsOf(db, query);
  const counted = await sql<Counts>`
    select count(*) as count, count(*) filter (where closed_at is null) as open,
      count(*) filter (where ${MENDED}) as mended_parts,
      avg(closed_at - first_failed_at) filter (where ${MENDED}) as mean_time_to_mend_ms
    from (${parts}) as parts`.execute(db);
  const { mendedParts, ...counts } = counted.rows[0] ?? { count: 0, open: 0, mendedParts: 0, meanTimeToMendMs: null };
  await setImmediate();
  const newest = await sql<Part>`
    select id, first_failed_at, closed_at, outcome from (${parts}) as parts order by first_failed_at desc, id desc limit ${query.limit}`.execute(
    db,
  );
  const ids = [...new Set(newest.rows.map((part) => part.id))];
  const rows = ids.length === 0 ? [] : await db.selectFrom('incidents').selectAll().where('id', 'in', ids).execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  const incidents = newest.rows.flatMap(({ id, ...part }) => {
    const row = byId.get(id);
    return row ? [toPastIncident({ ...row, ...part })] : [];
  });
  return { incidents, ...counts, mended: mendedParts };
}

const MENDED = sql`outcome = 'mended' and reading = 0`;

/** Rows of `Part` with `reading`: whole incidents, or the stays of a tenant in them. */
function partsOf(
  db: Kysely<Schema>,
  { connection, tenantId, tenantIds, from, to }: IncidentQuery,
): RawBuilder<unknown> {
  const lasted = sql`first_failed_at < ${to} and (closed_at is null or closed_at > ${from})`;
  if (tenantId === undefined || tenantId === PARTNER_STATE_KEY) {
    const partner = tenantId === undefined ? sql`` : sql`and partner_level = 1`;
    const some = sql`and reference in (select reference from incident_members where tenant_id in ${anyOf(db, tenantIds ?? [])})`;
    return sql`
      select id, first_failed_at, closed_at, outcome, reading from incidents
      where connection = ${connection} and ${lasted} ${partner} ${tenantIds === undefined ? sql`` : some}`;
  }
  // Who was there from the start failed as early as the incident; who came later, when it came.
  return sql`
    select * from (
      select incidents.id, case when joined_at = opened_at then first_failed_at else joined_at end as first_failed_at,
        left_at as closed_at, incident_members.outcome, reading
      from incident_members join incidents on incidents.reference = incident_members.reference
      where tenant_id = ${tenantId} and connection = ${connection}
    ) as stays where ${lasted}`;
}

function toPastIncident(row: Selectable<Schema['incidents']>): PastIncident {
  const { key: _, members, cycles, flapping, ...past } = toIncident(row);
  return past;
}
