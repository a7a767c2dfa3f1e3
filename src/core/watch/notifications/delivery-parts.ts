import type { Messenger } from '../../cards/messenger.ts';
import type { Platform } from '../../model/people/person.ts';
import type { Clock, Timers } from '../../model/time/clock.ts';
import type { Outbox } from '../incidents/outbox.ts';
import type { CardSource, ReportMaker } from './deliver-entry.ts';
import type { RouteParts } from './event-sink.ts';
import type { SubscriptionStore } from './subscription.ts';

/** What happened to deliveries, for the log and metrics. Static words; data in fields. */
export type DeliveryEvent =
  | { kind: 'delivered' | 'moot'; place: string; content: string }
  | { kind: 'postponed' | 'given up' | 'place gone'; place: string; content: string; problem: string; attempts: number }
  | { kind: 'fault'; place: string; error: unknown };

export interface DeliveryParts {
  outbox: Outbox;
  subscriptions: Pick<SubscriptionStore, 'list'>;
  messengers: ReadonlyMap<Platform, Messenger>;
  cards: CardSource;
  /** Absent where no reports are made. */
  reports?: ReportMaker;
  /** Absent where nothing is sent to routes. */
  routes?: RouteParts;
  clock: Clock;
  timers: Timers;
  newId: () => string;
  /** 0 to 1. */
  random: () => number;
  onEvent?: (event: DeliveryEvent) => void;
}
