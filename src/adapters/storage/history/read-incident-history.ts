import { setImmediate } from 'node:timers/promises';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import { PARTNER_STATE_KEY } from '../../../core/diagnosis/report/run-store.ts';
import type { Tenant } from '../../../core/model/tenants/tenant.ts';
import type { Outcome } from '../../../core/watch/incidents/incident.ts';
import type { IncidentQuery, IncidentRecord, PastIncident } from '../../../core/watch/incidents/incident-history.ts';
import { among, anyOf } from '../engine/dialect-sql.ts';
import { inSnapshot } from '../engine/in-snapshot.ts';
import type { Db, Schema } from '../engine/schema.ts';
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
export async function readIncidentHistory(db: Db, query: IncidentQuery): Promise<IncidentRecord> {
  return await inSnapshot(db, (snapshot) => readRecord(snapshot, query));
}

async function readRecord(db: Db, query: IncidentQuery): Promise<IncidentRecord> {
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
  const told = query.details ? await withDetails(db, query, incidents) : incidents;
  return { incidents: told, ...counts, mended: mendedParts };
}

type Member = Tenant & { reference: string; place: number; count: number };

/** As many names as a line has room for. */
const NAMED = 3;

/** The same with who was in each, of those that were asked for, and who had it. */
async function withDetails(
  db: Db,
  { tenantId, tenantIds }: IncidentQuery,
  incidents: readonly PastIncident[],
): Promise<PastIncident[]> {
  if (incidents.length === 0) return [];
  const only = tenantIds ?? (tenantId === undefined || tenantId === PARTNER_STATE_KEY ? undefined : [tenantId]);
  const some = only === undefined ? sql`` : sql`and tenant_id in ${anyOf(db, only)}`;
  const references = anyOf(db, [...new Set(incidents.map(({ reference }) => reference))]);
  const { rows } = await sql<Member>`
    select * from (
      select reference, tenant_id, display_name, default_domain_name,
        row_number() over (partition by reference order by joined_at, tenant_id) as place,
        count(*) over (partition by reference) as count
      from (
        select reference, tenant_id, min(display_name) as display_name, min(default_domain_name) as default_domain_name,
          min(joined_at) as joined_at
        from incident_members where reference in ${references} ${some} group by reference, tenant_id
      ) as members
    ) as placed where place <= ${NAMED} order by reference, place`.execute(db);
  const groups = await db
    .selectFrom('incidentGroups')
    .select(['id', 'acknowledged'])
    .where(among(db, 'id', [...new Set(incidents.map(({ groupId }) => groupId))]))
    .execute();
  const members = Map.groupBy(rows, ({ reference }) => reference);
  const had = new Map(groups.map(({ id, acknowledged }) => [id, acknowledged?.by ?? null]));
  return incidents.map((incident) => {
    const own = members.get(incident.reference) ?? [];
    const tenants = own.map(({ reference: _, place, count, ...tenant }) => tenant);
    const details = { tenants, tenantCount: own[0]?.count ?? 0, hadBy: had.get(incident.groupId) ?? null };
    return { ...incident, details };
  });
}

const MENDED = sql`outcome = 'mended' and reading = 0`;

/** Rows of `Part` with `reading`: whole incidents, or the stays of a tenant in them. */
function partsOf(db: Db, { connection, tenantId, tenantIds, from, to }: IncidentQuery): RawBuilder<unknown> {
  const lasted = sql`first_failed_at < ${to} and (closed_at is null or closed_at > ${from})`;
  const part = sql`id, first_failed_at, reading, case when closed_at <= ${to} then closed_at end as closed_at,
      case when closed_at <= ${to} then outcome end as outcome`;
  if (tenantId === undefined || tenantId === PARTNER_STATE_KEY) {
    const partner = tenantId === undefined ? sql`` : sql`and partner_level = 1`;
    const some = sql`and reference in (select reference from incident_members where tenant_id in ${anyOf(db, tenantIds ?? [])})`;
    return sql`
      select ${part} from incidents
      where connection = ${connection} and ${lasted} ${partner} ${tenantIds === undefined ? sql`` : some}`;
  }
  // Who was there from the start failed as early as the incident; who came later, when it came.
  return sql`
    select ${part} from (
      select incidents.id, case when joined_at = opened_at then first_failed_at else joined_at end as first_failed_at,
        left_at as closed_at, incident_members.outcome, reading
      from incident_members join incidents on incidents.reference = incident_members.reference
      where tenant_id = ${tenantId} and connection = ${connection}
    ) as stays where ${lasted}`;
}

function toPastIncident(row: Selectable<Schema['incidents']>): PastIncident {
  const { key: _, members, cycles, flapping, ...past } = toIncident(row);
  return past.closedAt === null ? { ...past, mendedBy: null } : past;
}
