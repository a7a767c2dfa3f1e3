import type { Card, CardFile } from '../../cards/card.ts';
import { DeliveryError, type MessageAddress } from '../../cards/messenger.ts';
import type { GroupFacts } from '../incidents/incident-store.ts';
import type { RouteKind } from './route.ts';
import type { SealedRoute } from './route-book.ts';
import type { RouteEvent } from './route-event.ts';

export interface RouteTelling {
  route: string;
  /** The same at every try: what the other side knows a repetition by. */
  id: string;
  event: RouteEvent;
  /** The news as a chat would show it. */
  card: Card;
  /** For whoever can take them; absent for none. */
  files?: readonly CardFile[];
  /** What all tellings of one incident share, and where the first of them stands; null for what stands alone. */
  thread: { id: string; address: MessageAddress | null } | null;
}

export interface EventSink {
  /** Gives back where it stands now. Throws `DeliveryError`. */
  send(telling: RouteTelling): Promise<MessageAddress>;
}

/** Brings tellings to what a route of one kind leads to. Gives back where it stands, where that means something there. */
export type RouteCarrier = (telling: RouteTelling, sealed: SealedRoute) => Promise<MessageAddress | undefined>;

export interface RouteParts {
  sink: EventSink;
  /** What a place may be told of groups now. */
  facts: (groupIds: readonly string[], place: string) => Promise<GroupFacts[]>;
  now: () => number;
}

/** Each telling goes where its route leads. `open` gives undefined where there is no such route any more. */
export function createEventSink(
  open: (route: string) => Promise<SealedRoute | undefined>,
  carriers: Readonly<Record<RouteKind, RouteCarrier>>,
): EventSink {
  return {
    send: async (telling) => {
      const sealed = await open(telling.route);
      if (!sealed) throw new DeliveryError('gone', 'the route was removed');
      const address = await carriers[sealed.kind](telling, sealed);
      return address ?? telling.thread?.address ?? telling.id;
    },
  };
}
