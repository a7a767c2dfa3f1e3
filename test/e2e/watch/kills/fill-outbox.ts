import Database from 'better-sqlite3';
import { ulid } from 'ulid';
import { cron } from '../../../../src/adapters/cron/create-cron.ts';
import { openStorage } from '../../../../src/adapters/storage/open-storage.ts';
import type { EntryContent } from '../../../../src/core/watch/incidents/message.ts';
import { Watch } from '../../../../src/core/watch/watch.ts';
import { failing, report, working } from '../../../core/fixtures.ts';
import { okPartner, subscription } from '../../../core/watch/harness.ts';

const MINUTE = 60_000;
const CAUSES = ['access.conditional-access', 'mfa.required', 'license.missing'] as const;

/** A delivery that the outbox holds: its key, and where in which order it belongs. */
export interface Written {
  key: string;
  place: string;
  orderKey: string;
  kind: EntryContent['kind'];
  /** The incident that every message of this order names. */
  reference: string;
  /** Whether the incident is over. */
  over: boolean;
}

/**
 * Writes incidents through the watch itself, each in all places: every other one has ended since, the others were
 * acknowledged and have become more. Gives what is to be delivered, in the order in which it was written.
 */
export async function fillOutbox(file: string, places: readonly string[], count: number): Promise<Written[]> {
  let now = Date.now() - count * 15 * MINUTE;
  const storage = await openStorage({ file, clock: { now: () => now, monotonicMs: () => now }, cron });
  const { incidents, outbox, subscriptions, accepted } = storage;
  const watch = new Watch({
    mayHear: () => true,
    readTags: () => Promise.reject(new Error('nobody here is told by tags')),
    incidents,
    outbox,
    subscriptions,
    accepted,
    clock: { now: () => now, monotonicMs: () => now },
    newId: () => ulid(now),
    breathe: async () => {},
  });
  for (const place of places) await subscriptions.put(subscription({ place }));
  // Large enough that no cause is so frequent that it counts as the partner's.
  const fleet = Array.from({ length: 20 + 3 * count }, (_, index) => working(index));
  let runs = 0;
  const sweep = async (minutes: number): Promise<void> => {
    now += minutes * MINUTE;
    runs += 1;
    const run = { id: `run-${runs}`, startedAt: now, finishedAt: now, scope: 'all' } as const;
    await watch.recordSweep(report({ partner: okPartner(), tenants: fleet, run }));
  };
  const groups = async () => (await incidents.loadNotifications(0)).groups;
  for (let index = 0; index < count; index += 1) {
    const known = new Set((await groups()).map(({ id }) => id));
    fleet[index] = failing(index, CAUSES[index % CAUSES.length] ?? 'mfa.required');
    await sweep(5);
    await sweep(3);
    const group = (await groups()).find(({ id }) => !known.has(id));
    if (!group) throw new Error('no incident was opened');
    await watch.respond(group.id, { kind: 'acknowledge', by: 'Ada Admin', reason: 'mailed' });
    if (index % 2 === 0) fleet[index] = working(index);
    await sweep(3);
    await sweep(3);
  }
  await storage.close();
  return readOutbox(file);
}

/** The outbox itself lets nobody see behind the first of an order. */
function readOutbox(file: string): Written[] {
  const database = new Database(file, { readonly: true });
  const rows = database
    .prepare(
      `select key, outbox.place, order_key as orderKey, kind, group_id as reference, closed_at is not null as over
       from outbox join alert_message_groups on alert_message_groups.message_id = outbox.message_id
         join incident_groups on incident_groups.id = group_id
       order by outbox.seq`,
    )
    .all() as (Omit<Written, 'over'> & { over: number })[];
  database.close();
  return rows.map((row) => ({ ...row, over: row.over === 1 }));
}
