import type { Logger } from 'pino';
import type { Storage } from '../../adapters/storage/open-storage.ts';
import type { Messenger } from '../../core/cards/messenger.ts';
import { markInterrupted, type OwedAnswers } from '../../core/chat/calls/mark-interrupted.ts';
import type { Clock, Timers } from '../../core/model/time/clock.ts';
import type { ClockWatch } from '../../core/watch/schedules/clock-watch.ts';
import type { StartConfig } from '../config/start-config.ts';
import { systemClock } from '../system-clock.ts';
import { systemTimers } from '../system-timers.ts';
import { repeat } from './repeat.ts';
import type { Stops } from './stops.ts';

const MINUTE_MS = 60_000;
const AUDIT_DAYS = 400;

export interface House {
  storage: Pick<Storage, 'messages' | 'prune'>;
  limits: Pick<StartConfig['limits'], 'historyDays' | 'reportDays'>;
  chat: OwedAnswers;
  messengers: readonly Messenger[];
  clockWatch: Pick<ClockWatch, 'isSettled'>;
  log: Logger;
  stops: Pick<Stops, 'add'>;
  clock?: Pick<Clock, 'now'>;
  timers?: Timers;
}

/** What has to be done again and again: messages of processes that were killed, and what is too old to keep. */
export function keepHouse(house: House): void {
  const {
    storage,
    limits,
    chat,
    messengers,
    clockWatch,
    log,
    stops,
    clock = systemClock,
    timers = systemTimers,
  } = house;
  const { historyDays, reportDays } = limits;
  const minutely = { everyMs: MINUTE_MS, timers, log };
  const onUnshown = (err: unknown): void => log.error({ err }, 'a completed answer could not be shown');
  const orphans = repeat({ ...minutely, name: 'mark interrupted messages' }, async () => {
    for (const messenger of messengers) await markInterrupted(storage.messages, messenger, chat, onUnshown);
  });
  stops.add('messages', () => orphans.stop());
  const pruning = repeat({ ...minutely, name: 'prune' }, async () => {
    // What is old is told by the clock: it is asked twice, an hour apart, before anything is deleted.
    if (!clockWatch.isSettled) return;
    await storage.prune({ now: clock.now(), historyDays, reportDays, auditDays: AUDIT_DAYS });
  });
  stops.add('pruning', () => pruning.stop());
}
