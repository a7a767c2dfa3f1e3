import type { Clock } from '../../core/model/time/clock.ts';
import { isTicketKind, type TicketKind } from '../../core/watch/notifications/route.ts';
import type { SealedRoute } from '../../core/watch/notifications/route-book.ts';
import type { OpenDesk, TicketDesk } from '../../core/watch/notifications/tickets/ticket-desk.ts';
import { createGuardedClient } from '../http/guarded-client.ts';
import { findAutotaskZone, openAutotask } from './autotask.ts';
import { openConnectWise } from './connectwise.ts';
import { openHaloPsa } from './halopsa.ts';
import type { DeskParts } from './ticket-http.ts';

const DESKS: Readonly<Record<TicketKind, (parts: DeskParts, sealed: SealedRoute) => TicketDesk>> = {
  halopsa: openHaloPsa,
  connectwise: openConnectWise,
  autotask: openAutotask,
};

const WITHIN_MS = 10_000;
/** A page of 50 tickets with their details. */
const MOST_BYTES = 4 * 1024 * 1024;

export interface Desks {
  open: OpenDesk;
  /** See `findAutotaskZone`. */
  findZone: (user: string) => Promise<string | undefined>;
  close: () => Promise<void>;
}

/** Ticket systems behind one guarded client. */
export function createDesks(clock: Clock): Desks {
  const client = createGuardedClient({ timeoutMs: WITHIN_MS, mostBytes: MOST_BYTES });
  const parts: DeskParts = { client, clock, tokens: new Map() };
  return {
    open: (sealed) => {
      if (!isTicketKind(sealed.kind)) throw new TypeError(`${sealed.kind} is no ticket system`);
      return DESKS[sealed.kind](parts, sealed);
    },
    findZone: (user) => findAutotaskZone(parts, user),
    close: client.close,
  };
}
