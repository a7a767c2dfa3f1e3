import type { Logger } from 'pino';
import { ulid } from 'ulid';
import { cron } from '../../adapters/cron/create-cron.ts';
import { StorageError } from '../../adapters/storage/engine/storage-error.ts';
import type { Storage } from '../../adapters/storage/open-storage.ts';
import type { Messenger } from '../../core/cards/messenger.ts';
import { type ConnectionEntry, mayUse, ownSubject } from '../../core/credentials/connection-book.ts';
import type { SweepDesk } from '../../core/diagnosis/sweep/sweep-desk.ts';
import type { ArticleLibrary } from '../../core/guidance/articles/article.ts';
import type { Platform } from '../../core/model/people/person.ts';
import type { Clock, Timers } from '../../core/model/time/clock.ts';
import type { ReadTags } from '../../core/watch/create-tag-reader.ts';
import { describeRestore, RestoreWatch } from '../../core/watch/incidents/restore-watch.ts';
import { createEntryCards } from '../../core/watch/notifications/cards/entry-cards.ts';
import type { ReportMaker } from '../../core/watch/notifications/deliver-entry.ts';
import { Delivery } from '../../core/watch/notifications/delivery.ts';
import type { EventSink } from '../../core/watch/notifications/event-sink.ts';
import { createPlaceFacts } from '../../core/watch/notifications/place-facts.ts';
import { routeOfPlace } from '../../core/watch/notifications/route.ts';
import { StoreAlarm } from '../../core/watch/notifications/store-alarm.ts';
import { tellReports } from '../../core/watch/reports/tell-reports.ts';
import { type ClockWatch, describeJump } from '../../core/watch/schedules/clock-watch.ts';
import { judgeWatch, toWatchReading, type WatchHealth } from '../../core/watch/schedules/judge-watch.ts';
import { Scheduler } from '../../core/watch/schedules/scheduler.ts';
import { sweepForSchedule } from '../../core/watch/sweep-for-schedule.ts';
import type { Watch } from '../../core/watch/watch.ts';
import { repeat } from './repeat.ts';

export interface WatchOptions {
  clock: Clock;
  clockWatch: ClockWatch;
  timers: Timers;
  storage: Storage;
  watch: Watch;
  readTags: ReadTags;
  desk: SweepDesk;
  connections: readonly ConnectionEntry[];
  reloadConnections: () => Promise<void>;
  library: ArticleLibrary;
  messengers: ReadonlyMap<Platform, Messenger>;
  /** Makes standing reports; absent where none are sent. */
  reports?: ReportMaker;
  /** Sends what routes are told; absent where nothing is sent to any. */
  sink?: EventSink;
  /** Called while the watch is healthy. */
  heartbeat?: () => Promise<void>;
  /** By how many milliseconds a scheduled sweep began later than it should have. */
  onLag?: ((lagMs: number) => void) | undefined;
  log: Logger;
}

export interface RunningWatch {
  /** Something was written that may be due. */
  wake(): void;
  health(): WatchHealth;
  /** When the scheduler last looked; null before the first time. */
  lastTick(): number | null;
  /** Starts no sweep any more; those under way are the desk's to end. */
  stopSchedules(): Promise<void>;
  /** Finishes deliveries under way within a limit. */
  stopDelivery(): Promise<void>;
}

const MINUTE_MS = 60_000;
/** A look that comes so late found the machine asleep or its clock set: the scheduler had no chance either. */
const ASLEEP_MS = 3 * MINUTE_MS;
const DELIVERIES_WITHIN_MS = 10_000;

export function startWatch(options: WatchOptions): RunningWatch {
  const { storage, watch, desk, connections, reloadConnections, library, messengers, clock, clockWatch, timers, log } =
    options;
  const { schedules, outbox, subscriptions, incidents } = storage;
  const facts = createPlaceFacts(incidents, options.readTags, clock);
  const subscriptionOf = async (place: string) => (await subscriptions.list()).find((one) => one.place === place);
  const subjectOf = (name: string) => ownSubject(connections, name);
  const delivery = new Delivery({
    outbox,
    subscriptions,
    messengers,
    ...(options.reports && { reports: options.reports }),
    ...(options.sink && {
      routes: {
        sink: options.sink,
        facts: async (ids, place) => facts(ids, (await subscriptionOf(place))?.tagged),
        now: () => clock.now(),
      },
    }),
    cards: createEntryCards({
      store: { facts },
      runs: storage.runs,
      clock,
      library,
      subjectOf,
      settings: storage.settings,
      subscriptionOf,
      mayHear: async (place, subscription) => {
        await reloadConnections();
        if (routeOfPlace(place) !== undefined) return () => true;
        return (connection) => mayUse(connections, connection, subscription?.workspace ?? null);
      },
    }),
    clock,
    timers,
    newId: () => ulid(),
    random: Math.random,
    onEvent: (event) => {
      if (event.kind === 'fault') log.error({ place: event.place, err: event.error }, 'a delivery failed');
      else log[event.kind === 'delivered' ? 'info' : 'warn']({ ...event }, 'delivery');
    },
  });
  const scheduler = new Scheduler({
    store: schedules,
    cron,
    clock,
    timers,
    busy: () => new Set(desk.running().map((sweep) => sweep.order.connection)),
    sweep: async (order) => {
      await reloadConnections();
      return await sweepForSchedule(order, {
        desk,
        connections,
        clock,
        watch,
        onLag: options.onLag,
        onLate: (schedule, late) => log.warn({ schedule, late }, 'a scheduled sweep is late'),
        onNotKept: (problem) => log.error({ err: problem }, 'a scheduled run could not be kept'),
      });
    },
    onFault: (what, error) => log.error({ err: error }, what),
    onProblem: (scheduleId, problem) => log.warn({ schedule: scheduleId, problem }, 'a schedule cannot be read'),
  });
  const alarm = new StoreAlarm({
    messengers,
    newId: () => ulid(),
    onFault: (place, error) => log.error({ place, err: error }, 'a chat could not be told of the database'),
  });
  const restores = new RestoreWatch(storage.settings, storage.witness);
  let health: WatchHealth = { kind: 'healthy' };
  let [lastLook, awakeSince] = [clock.now(), scheduler.startedAt];
  let retimed = false;
  const minutely = repeat({ name: 'watch', everyMs: MINUTE_MS, timers, log }, async () => {
    const now = clock.now();
    const problem = storage.problem();
    await alarm.look(problem, () => subscriptions.list(), { mayPass: mayPass(problem) });
    const jump = await clockWatch.look();
    if (jump) log.warn({ byMs: jump.byMs }, describeJump(jump));
    // At a start too: nobody knows what the clock was when the process before this one wrote.
    if (!retimed || (jump && jump.byMs < 0)) await outbox.retime(now);
    retimed = true;
    const lastFinished = await schedules.lastFinished(now);
    const restore = await restores.look(now, lastFinished);
    if (restore) {
      log.warn({ from: restore.from }, describeRestore(restore));
      for (const { name } of connections) await watch.recordRestore(name, describeRestore(restore));
    }
    if (now < lastLook || now - lastLook > ASLEEP_MS) awakeSince = now;
    lastLook = now;
    health = await judge(options, lastFinished, scheduler.lastTick, awakeSince);
    await watch.tick();
    await tellReports({ store: storage.standingReports, clock, newId: () => ulid() });
    delivery.wake();
    if (health.kind === 'healthy') await options.heartbeat?.();
  });
  void scheduler.wake();
  delivery.wake();
  return {
    wake: () => {
      delivery.wake();
      void scheduler.wake();
    },
    health: () => health,
    lastTick: () => scheduler.lastTick,
    stopSchedules: async () => {
      await minutely.stop();
      await scheduler.stop();
    },
    stopDelivery: async () => {
      if (!(await delivery.stop(DELIVERIES_WITHIN_MS))) log.warn('stopped before every delivery was finished');
    },
  };
}

/** Whether a database may come back by itself. */
function mayPass(problem: Error | undefined): boolean {
  return problem instanceof StorageError && !['deleted', 'replaced', 'linked', 'in-use'].includes(problem.code);
}

/** The dead man's switch: sweeps that don't finish become an incident like any other. */
async function judge(
  { storage, watch, clock }: WatchOptions,
  lastFinished: ReadonlyMap<string, number>,
  lastTick: number | null,
  awakeSince: number,
): Promise<WatchHealth> {
  const now = clock.now();
  const schedules = await storage.schedules.list();
  const health = judgeWatch({ now, awakeSince, schedules, lastFinished, lastTick, cron });
  for (const connection of new Set(schedules.map((schedule) => schedule.connection))) {
    await watch.recordReading(toWatchReading(connection, health, now));
  }
  return health;
}
