import { ulid } from 'ulid';
import type { Storage } from '../../adapters/storage/open-storage.ts';
import { type ConnectionEntry, mayUse } from '../../core/credentials/connection-book.ts';
import type { Clock } from '../../core/model/time/clock.ts';
import type { ReadTags } from '../../core/watch/create-tag-reader.ts';
import { routeOfPlace } from '../../core/watch/notifications/route.ts';
import { Watch, type WatchParts } from '../../core/watch/watch.ts';
import { systemClock } from '../system-clock.ts';

/** The watch over a storage. `onCommit`: something was written that may be due. `onEvents`: what was written, for metrics. */
export function createWatch(
  storage: Storage,
  connections: readonly ConnectionEntry[],
  readTags: ReadTags,
  onCommit: () => void = () => {},
  clock: Clock = systemClock,
  onEvents: NonNullable<WatchParts['onEvents']> = () => {},
): Watch {
  const { incidents, outbox, subscriptions, accepted } = storage;
  return new Watch({
    incidents,
    outbox,
    subscriptions,
    accepted,
    readTags,
    // A route was made by whoever runs this machine.
    mayHear: ({ place, workspace }, connection) =>
      routeOfPlace(place) !== undefined || mayUse(connections, connection, workspace),
    clock,
    newId: () => ulid(),
    onCommit,
    onEvents,
  });
}
