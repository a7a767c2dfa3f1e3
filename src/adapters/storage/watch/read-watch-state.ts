import { type NotNull, type Selectable, sql } from 'kysely';
import { PARTNER_STATE_KEY } from '../../../core/diagnosis/report/run-store.ts';
import type { Incident, IncidentGroup } from '../../../core/watch/incidents/incident.ts';
import type { NotificationState, WatchState } from '../../../core/watch/incidents/incident-store.ts';
import type { WatchedTenant } from '../../../core/watch/incidents/tenant-list.ts';
import type { Track } from '../../../core/watch/incidents/track.ts';
import { among, anyOf } from '../engine/dialect-sql.ts';
import { inPages } from '../engine/in-turns.ts';
import type { Db, Schema } from '../engine/schema.ts';
import { readRevision } from './revision.ts';

/** See `IncidentStore.load`. To be read in one snapshot. */
export async function readWatchState(db: Db, connection: string, since: number): Promise<WatchState> {
  const notifications = await readNotificationState(db, since, { connection });
  const about = await db
    .selectFrom('watchConnections')
    .select(['connection', 'sharedCauses', 'listReadAt'])
    .where('connection', '=', connection)
    .executeTakeFirst();
  const recheck = await db.selectFrom('rechecks').selectAll().where('connection', '=', connection).executeTakeFirst();
  const recent = await db
    .selectFrom('incidents')
    .select(['key', 'openedAt'])
    .where('connection', '=', connection)
    .where('openedAt', '>=', since)
    .execute();
  const partner = await db
    .selectFrom('checkStates')
    .select(['checkId', 'status'])
    .where('connection', '=', connection)
    .where('tenantId', '=', PARTNER_STATE_KEY)
    .where('untilAt', 'is', null)
    .orderBy('checkId')
    .execute();
  return {
    ...notifications,
    nextNumber: notifications.revision.nextNumber,
    connection: about ?? { connection, sharedCauses: [], listReadAt: null },
    tracks: await readTracks(db, connection),
    partner,
    incidents: (await readOpenIncidents(db, connection)).map(toIncident),
    recent,
    tenants: await readTenants(db, connection),
    recheck: recheck ?? null,
  };
}

/** See `IncidentStore.loadNotifications`; with a connection the groups are that one's alone. */
export async function readNotificationState(
  db: Db,
  since: number,
  { connection, groupId = '' }: { connection?: string; groupId?: string | undefined },
): Promise<NotificationState> {
  const revision = await readRevision(db, connection ?? null);
  const held = await db.selectFrom('heldAlerts').selectAll().orderBy('at').orderBy('id').execute();
  // Sets of ids: asked with "or", SQLite would look at everything that was ever told.
  const wanted = sql<string>`(
    select id from incident_groups where closed_at is null
    union all select group_id from held_alerts where group_id is not null)`;
  let all = db.selectFrom('incidentGroups').selectAll().where('id', 'in', wanted);
  if (connection !== undefined) all = all.where('connection', '=', connection);
  const groups = await all.orderBy('seq').execute();
  const shownGroups = [...groups.map(({ id }) => id), groupId];
  const shown = sql<string>`(
    select id from alert_messages where created_at >= ${since}
    union all select message_id from alert_message_groups where group_id in ${anyOf(db, shownGroups)})`;
  const messages = await db
    .selectFrom('alertMessages')
    .selectAll()
    .where('id', 'in', shown)
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  const looks = await db
    .selectFrom('placeLooks')
    .selectAll()
    .where(among(db, 'groupId', ['', ...shownGroups]))
    .orderBy('place')
    .orderBy('groupId')
    .execute();
  return { revision, groups: groups.map(toGroup), messages, looks, held: held.map(({ groupId: _, ...item }) => item) };
}

function readTracks(db: Db, connection: string): Promise<Track[]> {
  const rows = db.selectFrom('tracks').selectAll().where('connection', '=', connection);
  const after = ({ subject, cause }: Track) =>
    rows.where((where) => where(where.refTuple('subject', 'cause'), '>', where.tuple(subject, cause)));
  return inPages((limit, last) =>
    (last ? after(last) : rows).orderBy('subject').orderBy('cause').limit(limit).execute(),
  );
}

function readOpenIncidents(db: Db, connection: string): Promise<Selectable<Schema['incidents']>[]> {
  const rows = db
    .selectFrom('incidents')
    .selectAll()
    .where('connection', '=', connection)
    .where('closedAt', 'is', null);
  return inPages((limit, last) => (last ? rows.where('id', '>', last.id) : rows).orderBy('id').limit(limit).execute());
}

async function readTenants(db: Db, connection: string): Promise<WatchedTenant[]> {
  const rows = db
    .selectFrom('tenants')
    .select(['tenantId', 'displayName', 'defaultDomainName'])
    .select(['missing', 'missingAt', 'goneAt'])
    .where('connection', '=', connection)
    .where('missing', 'is not', null)
    .$narrowType<{ missing: NotNull }>();
  return await inPages((limit, last) =>
    (last ? rows.where('tenantId', '>', last.tenantId) : rows).orderBy('tenantId').limit(limit).execute(),
  );
}

export function toIncident({ id: _, reading, ...incident }: Selectable<Schema['incidents']>): Incident {
  return incident;
}

export function toGroup({ seq: _, ...group }: Selectable<Schema['incidentGroups']>): IncidentGroup {
  return group;
}
