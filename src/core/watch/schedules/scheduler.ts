import type { RunStatus } from '../../diagnosis/report/report.ts';
import type { Clock, Timers } from '../../model/time/clock.ts';
import type { Cron } from '../../model/time/cron.ts';
import { Lookout } from '../../model/time/lookout.ts';
import { mendSchedule, mendState } from './mend-times.ts';
import { planSchedules, type StartOrder } from './plan-schedules.ts';
import type { Schedule, ScheduleState, ScheduleStore } from './schedule.ts';

export interface SchedulerParts {
  store: ScheduleStore;
  cron: Cron;
  clock: Clock;
  timers: Timers;
  /** Connections that are being swept now, by whomever. */
  busy: () => ReadonlySet<string>;
  /** Runs one sweep to its end, and takes care of its report. Rejects with strangers' errors only. */
  sweep: (order: StartOrder) => Promise<RunStatus>;
  /** Static words; data in fields. */
  onFault?: (what: 'schedules could not be planned' | 'a scheduled sweep failed', error: unknown) => void;
  onProblem?: (scheduleId: string, problem: string) => void;
}

/** Looks at least this often: a clock that is set, a laptop that slept, a schedule that was changed elsewhere. */
const LOOK_MS = 60_000;
/** A look that comes so late found the machine asleep, or its clock set. */
const ASLEEP_MS = 3 * LOOK_MS;

/** Starts sweeps when their time has come. What was begun is written down first, so that a kill in between is noticed. */
export class Scheduler {
  readonly #parts: SchedulerParts;
  readonly #startedAt: number;
  readonly #underWay = new Set<string>();
  readonly #sweeping = new Set<string>();
  #running = new Set<Promise<void>>();
  readonly #lookout: Lookout;
  #lastTick: number | null = null;
  /** Times before this were missed and not merely waited for. */
  #awakeSince: number;

  constructor(parts: SchedulerParts) {
    this.#parts = parts;
    this.#lookout = new Lookout({
      timers: parts.timers,
      look: () => this.#startDue(),
      afterFaultMs: LOOK_MS,
      onFault: (error) => parts.onFault?.('schedules could not be planned', error),
    });
    this.#startedAt = parts.clock.now();
    this.#awakeSince = this.#startedAt;
  }

  /** When it last looked at the schedules; for the dead man's switch. */
  get lastTick(): number | null {
    return this.#lastTick;
  }

  get startedAt(): number {
    return this.#startedAt;
  }

  /** Looks for what is due: at the start, when a schedule was changed, when a sweep ended. Never rejects. */
  wake(): Promise<void> {
    return this.#lookout.wake();
  }

  /** Starts nothing more. Sweeps under way are their runner's to end; resolves when they have. */
  async stop(): Promise<void> {
    await this.#lookout.stop();
    await Promise.all(this.#running);
  }

  async #startDue(): Promise<number> {
    const { store, cron, clock, busy } = this.#parts;
    const now = clock.now();
    const [schedules, states] = await this.#readMended(now);
    const rechecks = await store.rechecks();
    if (this.#lastTick !== null && (now < this.#lastTick || now - this.#lastTick > ASLEEP_MS)) this.#awakeSince = now;
    const plan = planSchedules({
      now,
      awakeSince: this.#awakeSince,
      schedules,
      states,
      underWay: this.#underWay,
      busy: new Set([...busy(), ...this.#sweeping]),
      rechecks,
      cron,
    });
    this.#lastTick = now;
    for (const { schedule, problem } of plan.problems) this.#parts.onProblem?.(schedule.id, problem);
    for (const order of plan.start) {
      if (this.#lookout.isStopped) break;
      await this.#begin(order, now);
    }
    const nextMs = plan.nextAt === null ? LOOK_MS : plan.nextAt - now;
    return Math.max(1, Math.min(LOOK_MS, nextMs));
  }

  /** Schedules and their states. Times that lie ahead are mended for good: what is due is worked out anew. */
  async #readMended(now: number): Promise<[Schedule[], ScheduleState[]]> {
    const { store } = this.#parts;
    const schedules: Schedule[] = [];
    for (const schedule of await store.list()) {
      const mended = mendSchedule(schedule, now);
      if (mended !== schedule) await store.put(mended);
      schedules.push(mended);
    }
    const states: ScheduleState[] = [];
    for (const state of await store.states()) {
      const mended = mendState(state, now);
      if (mended !== state) await store.putState(mended);
      states.push(mended);
    }
    return [schedules, states];
  }

  async #begin(order: StartOrder, now: number): Promise<void> {
    const { store } = this.#parts;
    if (order.kind === 'recheck') await store.takeRecheck(order.connection, order.recheck.notBefore);
    else {
      const { schedule, dueAt, handledUntil } = order;
      const running = { dueAt, startedAt: now };
      if (order.supersedes) await store.takeRecheck(schedule.connection, order.supersedes.notBefore);
      await store.putState({ scheduleId: schedule.id, handledUntil, running, lastStartedAt: now });
    }
    const running = this.#run(order, now).finally(() => {
      this.#running.delete(running);
      void this.wake();
    });
    this.#running.add(running);
  }

  async #run(order: StartOrder, startedAt: number): Promise<void> {
    const connection = order.kind === 'recheck' ? order.connection : order.schedule.connection;
    this.#sweeping.add(connection);
    if (order.kind === 'schedule') this.#underWay.add(order.schedule.id);
    let status: RunStatus = 'completed';
    try {
      status = await this.#parts.sweep(order);
    } catch (error) {
      this.#parts.onFault?.('a scheduled sweep failed', error);
    }
    try {
      await this.#finish(order, status, startedAt);
    } catch (error) {
      this.#parts.onFault?.('a scheduled sweep failed', error);
    }
    this.#sweeping.delete(connection);
    if (order.kind === 'schedule') this.#underWay.delete(order.schedule.id);
  }

  /** A sweep that was interrupted by a stop stays written down as running: the next start runs it again. */
  async #finish(order: StartOrder, status: RunStatus, startedAt: number): Promise<void> {
    if (order.kind === 'recheck' || (this.#lookout.isStopped && status === 'interrupted')) return;
    const { schedule, handledUntil } = order;
    await this.#parts.store.putState({
      scheduleId: schedule.id,
      handledUntil,
      running: null,
      lastStartedAt: startedAt,
    });
  }
}
