import type { Logger } from 'pino';
import type { Storage } from '../../adapters/storage/open-storage.ts';
import { DeliveryError } from '../../core/cards/messenger.ts';
import type { SecretBox } from '../../core/credentials/secret-store.ts';
import type { Clock, Timers } from '../../core/model/time/clock.ts';
import type { Lookout } from '../../core/model/time/lookout.ts';
import { isTicketKind, routePlace } from '../../core/watch/notifications/route.ts';
import type { RouteBook } from '../../core/watch/notifications/route-book.ts';
import { acknowledgeClosed } from '../../core/watch/notifications/tickets/acknowledge-closed.ts';
import type { OpenDesk } from '../../core/watch/notifications/tickets/ticket-desk.ts';
import type { Watch } from '../../core/watch/watch.ts';
import { repeat } from './repeat.ts';

export interface TicketWatchOptions {
  storage: Pick<Storage, 'incidents'>;
  watch: Pick<Watch, 'respond'>;
  book: RouteBook;
  box: SecretBox;
  openDesk: OpenDesk;
  clock: Clock;
  timers: Timers;
  log: Logger;
}

const EVERY_MS = 5 * 60_000;
/** Of one system in one look: none of them is asked more than a few hundred times in five minutes. */
const MOST_READ = 50;

/** Looks now and then which tickets were closed by hand: none of the systems tells us without an address of ours. */
export function watchTickets(options: TicketWatchOptions): Lookout {
  const { storage, watch, book, box, openDesk, clock, timers, log } = options;
  const readAt = new Map<string, Map<string, number>>();
  return repeat({ name: 'tickets', everyMs: EVERY_MS, timers, log }, async () => {
    const routes = (await book.list()).filter(({ kind }) => isTicketKind(kind));
    if (routes.length === 0) return;
    const now = clock.now();
    const { groups, messages } = await storage.incidents.loadNotifications(now);
    for (const { name, kind } of routes) {
      const sealed = await book.open(name, box);
      if (!sealed) continue;
      const known = readAt.get(name) ?? new Map<string, number>();
      readAt.set(name, known);
      const own = messages.filter(({ place }) => place === routePlace(name));
      const acknowledge = (groupId: string, reason: string) =>
        watch.respond(groupId, { kind: 'acknowledge', by: kind, reason });
      try {
        const seen = { groups, messages: own, desk: openDesk(sealed), acknowledge };
        await acknowledgeClosed({ ...seen, limit: MOST_READ, readAt: known, now });
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error;
        log.warn({ route: name, problem: error.message }, 'tickets could not be read');
      }
    }
  });
}
