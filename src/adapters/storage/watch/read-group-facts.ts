import { setImmediate } from 'node:timers/promises';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Incident, IncidentMember } from '../../../core/watch/incidents/incident.ts';
import type { GroupFacts } from '../../../core/watch/incidents/incident-store.ts';
import type { Schema } from '../engine/schema.ts';
import type { GroupRow } from '../engine/watch-schema.ts';
import { toGroup, toIncident } from './incident-rows.ts';

/** How many incidents and names a card shows. */
const SHOWN = 5;

/** See `IncidentStore.facts`; undefined for an unknown group. To be read in one snapshot. */
export async function readGroupFacts(db: Kysely<Schema>, groupId: string): Promise<GroupFacts | undefined> {
  const group = await db.selectFrom('incident_groups').selectAll().where('id', '=', groupId).executeTakeFirst();
  if (!group) return undefined;
  const incidents = await readIncidents(db, groupId);
  const counts = await countTenants(db, group);
  await setImmediate();
  const names = await readNames(db, group);
  await setImmediate();
  const { incidentCount } = await db
    .selectFrom('incidents')
    .select((select) => select.fn.countAll<number>().as('incidentCount'))
    .where('group_id', '=', groupId)
    .executeTakeFirstOrThrow();
  const { listed } = await db
    .selectFrom('tenants')
    .select((select) => select.fn.countAll<number>().as('listed'))
    .where('connection', '=', group.connection)
    .where('missing', 'is not', null)
    .where('gone_at', 'is', null)
    .executeTakeFirstOrThrow();
  const { newest, openTenants, everTenants } = counts;
  const lastJoined = newest === null ? null : { at: newest, count: await countJoined(db, groupId, newest) };
  return { group: toGroup(group), incidents, incidentCount, openTenants, everTenants, names, lastJoined, listed };
}

async function readIncidents(db: Kysely<Schema>, groupId: string): Promise<Incident[]> {
  const rows = db.selectFrom('incidents').selectAll().where('group_id', '=', groupId).orderBy('id');
  const open = await rows.where('closed_at', 'is', null).limit(SHOWN).execute();
  const rest = SHOWN - open.length;
  const closed = rest > 0 ? await rows.where('closed_at', 'is not', null).limit(rest).execute() : [];
  return [...open, ...closed].map(toIncident);
}

interface TenantCounts {
  everTenants: number;
  openTenants: number;
  /** When somebody last joined after the group opened. */
  newest: number | null;
}

async function countTenants(db: Kysely<Schema>, { id, opened_at }: Selectable<GroupRow>): Promise<TenantCounts> {
  const { rows } = await sql<TenantCounts>`
    select count(distinct tenant_id) as everTenants,
      count(distinct case when left_at is null and incidents.closed_at is null then tenant_id end) as openTenants,
      max(case when joined_at > ${opened_at} then joined_at end) as newest
    from incidents join incident_members on incident_members.reference = incidents.reference
    where group_id = ${id}`.execute(db);
  return rows[0] ?? { everTenants: 0, openTenants: 0, newest: null };
}

async function countJoined(db: Kysely<Schema>, groupId: string, joinedAt: number): Promise<number> {
  const { count } = await db
    .selectFrom('incidents')
    .innerJoin('incident_members', 'incident_members.reference', 'incidents.reference')
    .select((select) => select.fn.count<number>('tenant_id').distinct().as('count'))
    .where('group_id', '=', groupId)
    .where('joined_at', '=', joinedAt)
    .executeTakeFirstOrThrow();
  return count;
}

async function readNames(db: Kysely<Schema>, { id, closed_at }: Selectable<GroupRow>): Promise<IncidentMember[]> {
  const here = closed_at === null ? sql`left_at is null and incidents.closed_at is null` : sql`true`;
  const { rows } = await sql<IncidentMember>`
    select reference, "tenantId", "displayName", "defaultDomainName", "joinedAt" from (
      select incident_members.reference, tenant_id as "tenantId", display_name as "displayName",
        default_domain_name as "defaultDomainName", joined_at as "joinedAt",
        row_number() over (partition by tenant_id order by joined_at, incidents.id) as stay
      from incidents join incident_members on incident_members.reference = incidents.reference
      where group_id = ${id} and ${here}
    ) as stays
    where stay = 1 order by "joinedAt", "tenantId" limit ${SHOWN}`.execute(db);
  return rows;
}
