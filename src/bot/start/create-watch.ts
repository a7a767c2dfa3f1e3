import { setImmediate } from 'node:timers/promises';
import { ulid } from 'ulid';
import type { Storage } from '../../adapters/storage/open-storage.ts';
import { Watch } from '../../core/watch/watch.ts';
import { systemClock } from '../system-clock.ts';

/** The watch over a storage. `onCommit`: something was written that may be due. */
export function createWatch(
  { incidents, outbox, subscriptions, accepted }: Storage,
  onCommit: () => void = () => {},
): Watch {
  return new Watch({
    incidents,
    outbox,
    subscriptions,
    accepted,
    clock: systemClock,
    newId: () => ulid(),
    breathe: async () => void (await setImmediate()),
    onCommit,
  });
}
