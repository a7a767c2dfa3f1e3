import { type Kysely, type NotNull, type Selectable, sql } from 'kysely';
import type { NotificationState, WatchState } from '../../../core/watch/incidents/incident-store.ts';
import type { WatchedTenant } from '../../../core/watch/incidents/tenant-list.ts';
import { inPages } from '../engine/in-turns.ts';
import type { Schema } from '../engine/schema.ts';
import { anyOf } from '../engine/sqlite-sql.ts';
import type { IncidentRow, TrackRow } from '../engine/watch-schema.ts';
import { toGroup, toIncident } from './incident-rows.ts';
import { toAlertMessage, toHeldItem } from './message-rows.ts';
import { toRecheck, toTrack } from './state-rows.ts';

/** See `IncidentStore.load`. To be read in one snapshot. */
export async function readWatchState(db: Kysely<Schema>, connection: string, since: number): Promise<WatchState> {
  const { next_number: nextNumber } = await db
    .selectFrom('watch_state')
    .select('next_number')
    .executeTakeFirstOrThrow();
  const about = await db
    .selectFrom('watch_connections')
    .selectAll()
    .where('connection', '=', connection)
    .executeTakeFirst();
  const recheck = await db.selectFrom('rechecks').selectAll().where('connection', '=', connection).executeTakeFirst();
  const recent = await db
    .selectFrom('incidents')
    .select(['key', 'opened_at as openedAt'])
    .where('connection', '=', connection)
    .where('opened_at', '>=', since)
    .execute();
  return {
    ...(await readNotificationState(db, since, connection)),
    nextNumber,
    connection: {
      connection,
      sharedCauses: about ? JSON.parse(about.shared_causes) : [],
      listReadAt: about?.list_read_at ?? null,
    },
    tracks: (await readTracks(db, connection)).map(toTrack),
    incidents: (await readOpenIncidents(db, connection)).map(toIncident),
    recent,
    tenants: await readTenants(db, connection),
    recheck: recheck ? toRecheck(recheck) : null,
  };
}

/** See `IncidentStore.loadNotifications`; with a connection the groups are that one's alone. */
export async function readNotificationState(
  db: Kysely<Schema>,
  since: number,
  connection?: string,
): Promise<NotificationState> {
  const { revision } = await db.selectFrom('watch_state').select('revision').executeTakeFirstOrThrow();
  const held = await db.selectFrom('held_alerts').selectAll().orderBy('at').orderBy('id').execute();
  // Sets of ids: asked with "or", SQLite would look at everything that was ever told.
  const wanted = sql<string>`(
    select id from incident_groups where closed_at is null
    union all select group_id from held_alerts where group_id is not null)`;
  let all = db.selectFrom('incident_groups').selectAll().where('id', 'in', wanted);
  if (connection !== undefined) all = all.where('connection', '=', connection);
  const groups = await all.orderBy('seq').execute();
  const shown = sql<string>`(
    select id from alert_messages where created_at >= ${since}
    union all select message_id from alert_message_groups where group_id in ${anyOf(groups.map(({ id }) => id))})`;
  const messages = await db
    .selectFrom('alert_messages')
    .selectAll()
    .where('id', 'in', shown)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return { revision, groups: groups.map(toGroup), messages: messages.map(toAlertMessage), held: held.map(toHeldItem) };
}

function readTracks(db: Kysely<Schema>, connection: string): Promise<TrackRow[]> {
  const rows = db.selectFrom('tracks').selectAll().where('connection', '=', connection);
  const after = ({ subject, cause }: TrackRow) =>
    rows.where((where) => where(where.refTuple('subject', 'cause'), '>', where.tuple(subject, cause)));
  return inPages((limit, last) =>
    (last ? after(last) : rows).orderBy('subject').orderBy('cause').limit(limit).execute(),
  );
}

function readOpenIncidents(db: Kysely<Schema>, connection: string): Promise<Selectable<IncidentRow>[]> {
  const rows = db
    .selectFrom('incidents')
    .selectAll()
    .where('connection', '=', connection)
    .where('closed_at', 'is', null);
  return inPages((limit, last) => (last ? rows.where('id', '>', last.id) : rows).orderBy('id').limit(limit).execute());
}

async function readTenants(db: Kysely<Schema>, connection: string): Promise<WatchedTenant[]> {
  const rows = db
    .selectFrom('tenants')
    .select(['tenant_id as tenantId', 'display_name as displayName', 'default_domain_name as defaultDomainName'])
    .select(['missing', 'missing_at as missingAt', 'gone_at as goneAt'])
    .where('connection', '=', connection)
    .where('missing', 'is not', null)
    .$narrowType<{ missing: NotNull }>();
  return await inPages((limit, last) =>
    (last ? rows.where('tenant_id', '>', last.tenantId) : rows).orderBy('tenant_id').limit(limit).execute(),
  );
}
