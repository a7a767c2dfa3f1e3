import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Incident, IncidentGroup, IncidentMember } from '../../../core/watch/incidents/incident.ts';
import type { GroupFacts, GroupRoster } from '../../../core/watch/incidents/incident-store.ts';
import type { Db } from '../engine/schema.ts';
import { toGroup, toIncident } from './read-watch-state.ts';

/** How many incidents and names a card shows. */
const SHOWN = 5;

/** See `IncidentStore.facts`; undefined for an unknown group. To be read in one snapshot. */
export async function readGroupFacts(db: Db, groupId: string): Promise<GroupFacts | undefined> {
  const group = await db.selectFrom('incidentGroups').selectAll().where('id', '=', groupId).executeTakeFirst();
  if (!group) return undefined;
  const incidents = await readIncidents(db, groupId);
  const counts = await countTenants(db, group);
  await setImmediate();
  const names = await readNames(db, group);
  await setImmediate();
  const { listed } = await db
    .selectFrom('tenants')
    .select((select) => select.fn.countAll<number>().as('listed'))
    .where('connection', '=', group.connection)
    .where('missing', 'is not', null)
    .where('goneAt', 'is', null)
    .executeTakeFirstOrThrow();
  const { newest, openTenants, everTenants } = counts;
  const lastJoined = newest === null ? null : { at: newest, count: await countJoined(db, groupId, newest) };
  const likely = await isLikely(db, group);
  return {
    group: toGroup(group),
    incidents,
    openTenants,
    everTenants,
    names,
    lastJoined,
    listed,
    likely,
  };
}

/** See `IncidentStore.roster`. To be read in one snapshot. */
export async function readGroupRoster(db: Db, groupId: string): Promise<GroupRoster> {
  const incidents = await db.selectFrom('incidents').selectAll().where('groupId', '=', groupId).orderBy('id').execute();
  await setImmediate();
  const stays = await db
    .selectFrom('incidents')
    .innerJoin('incidentMembers', 'incidentMembers.reference', 'incidents.reference')
    .selectAll('incidentMembers')
    .where('groupId', '=', groupId)
    .orderBy('joinedAt')
    .orderBy('tenantId')
    .execute();
  return { incidents: incidents.map(toIncident), stays };
}

async function isLikely(db: Db, { connection, cause }: IncidentGroup): Promise<boolean> {
  const unsure = await db
    .selectFrom('checkStates')
    .select('id')
    .where('connection', '=', connection)
    .where('untilAt', 'is', null)
    .where('status', 'in', ['fail', 'unknown'])
    .where('cause', '=', cause)
    .where('confidence', '=', 'likely')
    .limit(1)
    .executeTakeFirst();
  return unsure !== undefined;
}

async function readIncidents(db: Db, groupId: string): Promise<Incident[]> {
  const rows = db.selectFrom('incidents').selectAll().where('groupId', '=', groupId).orderBy('id');
  const open = await rows.where('closedAt', 'is', null).limit(SHOWN).execute();
  const rest = SHOWN - open.length;
  const closed = rest > 0 ? await rows.where('closedAt', 'is not', null).limit(rest).execute() : [];
  return [...open, ...closed].map(toIncident);
}

interface TenantCounts {
  everTenants: number;
  openTenants: number;
  /** When somebody last joined after the group opened. */
  newest: number | null;
}

async function countTenants(db: Db, { id, openedAt }: IncidentGroup): Promise<TenantCounts> {
  const { rows } = await sql<TenantCounts>`
    select count(distinct tenant_id) as ever_tenants,
      count(distinct case when left_at is null and incidents.closed_at is null then tenant_id end) as open_tenants,
      max(case when joined_at > ${openedAt} then joined_at end) as newest
    from incidents join incident_members on incident_members.reference = incidents.reference
    where group_id = ${id}`.execute(db);
  return rows[0] ?? { everTenants: 0, openTenants: 0, newest: null };
}

async function countJoined(db: Db, groupId: string, joinedAt: number): Promise<number> {
  const { count } = await db
    .selectFrom('incidents')
    .innerJoin('incidentMembers', 'incidentMembers.reference', 'incidents.reference')
    .select((select) => select.fn.count<number>('tenantId').distinct().as('count'))
    .where('groupId', '=', groupId)
    .where('joinedAt', '=', joinedAt)
    .executeTakeFirstOrThrow();
  return count;
}

async function readNames(db: Db, { id, closedAt }: IncidentGroup): Promise<IncidentMember[]> {
  const here = closedAt === null ? sql`left_at is null and incidents.closed_at is null` : sql`true`;
  const { rows } = await sql<IncidentMember>`
    select reference, tenant_id, display_name, default_domain_name, joined_at from (
      select incident_members.reference, tenant_id, display_name, default_domain_name, joined_at,
        row_number() over (partition by tenant_id order by joined_at, incidents.id) as stay
      from incidents join incident_members on incident_members.reference = incidents.reference
      where group_id = ${id} and ${here}
    ) as stays
    where stay = 1 order by joined_at, tenant_id limit ${SHOWN}`.execute(db);
  return rows;
}
