import { sql } from 'kysely';
import { byTenantId } from '../../../core/model/tenants/tenant.ts';
import type { MemberLeft } from '../../../core/watch/incidents/incident.ts';
import type { WatchChange } from '../../../core/watch/incidents/incident-store.ts';
import type { HeldItem } from '../../../core/watch/incidents/message.ts';
import type { WatchedTenant } from '../../../core/watch/incidents/tenant-list.ts';
import type { Track } from '../../../core/watch/incidents/track.ts';
import { among, bigint } from '../engine/dialect-sql.ts';
import { inTurns } from '../engine/in-turns.ts';
import type { Trx } from '../engine/schema.ts';
import { toSearchText } from '../engine/search-text.ts';
import { upsert } from '../engine/upsert.ts';
import { raiseTagRevision } from '../state/tag-revision.ts';
import { toOutboxRow } from './outbox-row.ts';
import { takeRevision } from './revision.ts';

/** See `IncidentStore.commit`. The event loop turns within the transaction, as often as the size asks for it. */
export async function writeWatchChange(trx: Trx, change: WatchChange): Promise<'committed' | 'conflict' | 'repeated'> {
  const { run } = change;
  if (run) {
    const judged = await trx.selectFrom('watchRuns').select('at').where('runId', '=', run.id).executeTakeFirst();
    if (judged) return 'repeated';
  }
  if (!(await takeRevision(trx, change.revision, change.nextNumber))) return 'conflict';
  if (run) {
    const row = { runId: run.id, connection: run.connection, at: run.at };
    await trx.insertInto('watchRuns').values(row).execute();
  }
  await writeIncidents(trx, change);
  await writeState(trx, change);
  await writeTelling(trx, change);
  if (change.tenants.length > 0) await raiseTagRevision(trx, ownerOf(change), 'tenants');
  for (const connection of new Set(change.incidents.map((one) => one.connection).sort()))
    await raiseTagRevision(trx, connection, 'causes');
  return 'committed';
}

async function writeIncidents(trx: Trx, change: WatchChange): Promise<void> {
  // What ended first: a key that is open again is free by then.
  const incidents = [...change.incidents].sort((a, b) => Number(a.closedAt === null) - Number(b.closedAt === null));
  await inTurns(incidents, (chunk) => upsert(trx, 'incidents', ['reference'], chunk));
  await inTurns(change.groups, (chunk) => upsert(trx, 'incidentGroups', ['id'], chunk));
  await inTurns(change.left, (chunk) => writeLeft(trx, chunk));
  await inTurns(change.joined, (chunk) =>
    upsert(
      trx,
      'incidentMembers',
      ['reference', 'tenantId', 'joinedAt'],
      chunk.map((member) => ({ ...member, leftAt: null, outcome: null })),
    ),
  );
}

async function writeLeft(trx: Trx, left: readonly MemberLeft[]): Promise<void> {
  const rows = left.map(
    ({ reference, tenantId, leftAt, outcome }) => sql`(${reference}, ${tenantId}, ${bigint(leftAt)}, ${outcome})`,
  );
  await sql`
    with gone (reference, tenant_id, left_at, outcome) as (values ${sql.join(rows)})
    update incident_members set left_at = gone.left_at, outcome = gone.outcome
    from gone
    where incident_members.reference = gone.reference and incident_members.tenant_id = gone.tenant_id
      and incident_members.left_at is null`.execute(trx);
}

async function writeState(trx: Trx, change: WatchChange): Promise<void> {
  const { connection, recheck } = change;
  if (connection) await upsert(trx, 'watchConnections', ['connection'], [connection]);
  await inTurns(change.tracks, (chunk) => upsert(trx, 'tracks', ['connection', 'subject', 'cause'], chunk));
  await inTurns(change.tracksRemoved, (chunk) => removeTracks(trx, chunk));
  const at = change.run?.at ?? connection?.listReadAt ?? 0;
  await inTurns(change.tenants.toSorted(byTenantId), (chunk) => writeTenants(trx, ownerOf(change), chunk, at));
  if (recheck) {
    const row = { ...recheck, targets: JSON.stringify(recheck.targets) };
    await upsert(trx, 'rechecks', ['connection'], [row]);
  }
}

function ownerOf({ run, connection }: WatchChange): string {
  const owner = run?.connection ?? connection?.connection;
  if (owner === undefined) throw new Error('tenants of no connection');
  return owner;
}

/** A tenant that no run has kept, such as one that was never reached, gets its row here. */
async function writeTenants(
  trx: Trx,
  connection: string,
  tenants: readonly WatchedTenant[],
  at: number,
): Promise<void> {
  const rows = tenants.map((tenant) => {
    const seen = { firstSeenAt: at, lastSeenAt: at, searchText: toSearchText(tenant) };
    return { connection, ...tenant, ...seen };
  });
  await upsert(trx, 'tenants', ['connection', 'tenantId'], rows, ['missing', 'missingAt', 'goneAt']);
}

async function removeTracks(
  trx: Trx,
  tracks: readonly Pick<Track, 'connection' | 'subject' | 'cause'>[],
): Promise<void> {
  const keys = tracks.map(({ connection, subject, cause }) => sql`(${connection}, ${subject}, ${cause})`);
  await sql`delete from tracks where (connection, subject, cause) in (values ${sql.join(keys)})`.execute(trx);
}

async function writeTelling(trx: Trx, change: WatchChange): Promise<void> {
  await inTurns(change.messages, (chunk) => trx.insertInto('alertMessages').values(chunk).execute());
  const shown = change.messages.flatMap(({ id, groupIds }) =>
    [...new Set(groupIds)].map((groupId) => ({ messageId: id, groupId })),
  );
  await inTurns(shown, (chunk) => trx.insertInto('alertMessageGroups').values(chunk).execute());
  await inTurns(change.notified, async (chunk) => {
    for (const { messageId, at } of chunk) {
      await trx.updateTable('alertMessages').set({ notifiedAt: at }).where('id', '=', messageId).execute();
    }
  });
  await inTurns(change.held, (chunk) => upsert(trx, 'heldAlerts', ['id'], chunk.map(toHeldRow)));
  await inTurns(change.heldRemoved, (chunk) =>
    trx
      .deleteFrom('heldAlerts')
      .where(among(trx, 'id', chunk))
      .execute(),
  );
  const looks = Object.groupBy(change.looks, ({ mark }) => (mark === '' ? 'none' : 'some'));
  await inTurns(looks.some ?? [], (chunk) => upsert(trx, 'placeLooks', ['place', 'groupId'], chunk));
  await inTurns(looks.none ?? [], async (chunk) => {
    const keys = chunk.map(({ place, groupId }) => sql`(${place}, ${groupId})`);
    await sql`delete from place_looks where (place, group_id) in (values ${sql.join(keys)})`.execute(trx);
  });
  await inTurns(change.outbox, (chunk) => trx.insertInto('outbox').values(chunk.map(toOutboxRow)).execute());
}

function toHeldRow(item: HeldItem) {
  return { ...item, groupId: 'groupId' in item.what ? item.what.groupId : null };
}
