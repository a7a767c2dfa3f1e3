import Database from 'better-sqlite3';
import { ulid } from 'ulid';
import { cron } from '../../../../src/adapters/cron/create-cron.ts';
import type { ServerAddress } from '../../../../src/adapters/storage/engine/server-address.ts';
import { openStorage, type Storage } from '../../../../src/adapters/storage/open-storage.ts';
import { systemClock } from '../../../../src/bot/system-clock.ts';
import type { EntryContent } from '../../../../src/core/watch/incidents/message.ts';
import { Watch } from '../../../../src/core/watch/watch.ts';
import { failing, report, working } from '../../../core/fixtures.ts';
import { okPartner, subscription } from '../../../core/watch/harness.ts';

const MINUTE = 60_000;
const CAUSES = ['access.conditional-access', 'mfa.required', 'license.missing'] as const;

/** A delivery that the outbox holds: its key, and where in which order it belongs. */
export interface Written {
  key: string;
  /** What a route knows it by. */
  id: string;
  place: string;
  orderKey: string;
  kind: EntryContent['kind'];
  /** The incident that every message of this order names. */
  reference: string;
  /** Whether the incident is over. */
  over: boolean;
}

interface FillOptions {
  rows?: (sql: string) => Promise<unknown[]>;
  /** When the last sweep is at the latest. A second round begins with all tenants mended. */
  until?: number;
}

/**
 * Writes incidents through the watch itself, each in all places: every other one has ended since, the others were
 * acknowledged and have become more. Gives what is to be delivered, in the order in which it was written.
 */
export async function fillOutbox(
  file: string | ServerAddress,
  places: readonly string[],
  count: number,
  { rows = readFile(file), until = Date.now() }: FillOptions = {},
): Promise<Written[]> {
  let now = until - count * 15 * MINUTE;
  const storage = await openStorage({ file, clock: { now: () => now, monotonicMs: () => now }, cron });
  const { incidents, subscriptions } = storage;
  const watch = watchOver(storage, () => now);
  for (const place of places) await subscriptions.put(subscription({ place }));
  // Large enough that no cause is so frequent that it counts as the partner's.
  const fleet = Array.from({ length: 20 + 3 * count }, (_, index) => working(index));
  const sweep = async (minutes: number): Promise<void> => {
    now += minutes * MINUTE;
    const run = { id: `run-${now}`, startedAt: now, finishedAt: now, scope: 'all' } as const;
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
    await watch.respond(group.id, ACKNOWLEDGED);
    if (index % 2 === 0) fleet[index] = working(index);
    await sweep(3);
    await sweep(3);
  }
  await storage.close();
  const written = (await rows(OUTBOX)) as (Omit<Written, 'over'> & { over: boolean | number })[];
  return written.map((row) => ({ ...row, over: Boolean(row.over) }));
}

/** Somebody presses Acknowledge on each of these messages, of which the outbox may not know where they stand. */
export async function pressCopies(
  file: string,
  copies: readonly { reference: string; place: string; address: string }[],
): Promise<void> {
  const storage = await openStorage({ file, clock: systemClock, cron });
  const watch = watchOver(storage, systemClock.now);
  for (const { reference, ...seen } of copies) await watch.respond(reference, ACKNOWLEDGED, seen);
  await storage.close();
}

/** Where each message about incidents is known to stand. */
export function knownPlaces(file: string): string[][] {
  const database = new Database(file, { readonly: true });
  const rows = database.prepare('select address, copies from alert_messages').all() as {
    address: string | null;
    copies: string;
  }[];
  database.close();
  return rows.map(({ address, copies }) => [...(address === null ? [] : [address]), ...JSON.parse(copies)]);
}

function watchOver({ incidents, outbox, subscriptions, accepted }: Storage, now: () => number): Watch {
  return new Watch({
    mayHear: () => true,
    readTags: () => Promise.reject(new Error('nobody here is told by tags')),
    ...{ incidents, outbox, subscriptions, accepted },
    clock: { now, monotonicMs: now },
    newId: () => ulid(now()),
  });
}

const ACKNOWLEDGED = { kind: 'acknowledge', by: 'Ada Admin', reason: 'mailed' } as const;

/** The outbox itself lets nobody see behind the first of an order. */
const OUTBOX = `select key, outbox.id, outbox.place, order_key as "orderKey", kind, group_id as reference, closed_at is not null as over
  from outbox join alert_message_groups on alert_message_groups.message_id = outbox.message_id
    join incident_groups on incident_groups.id = group_id
  order by outbox.seq`;

function readFile(file: string | ServerAddress): (sql: string) => Promise<unknown[]> {
  return async (sql) => {
    const database = new Database(String(file), { readonly: true });
    const rows = database.prepare(sql).all();
    database.close();
    return rows;
  };
}
