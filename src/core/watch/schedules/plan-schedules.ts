import type { Cron } from '../../model/time/cron.ts';
import type { Recheck } from '../incidents/recheck.ts';
import { findDue, firesAfter, handledUntil } from './fire-times.ts';
import { type Schedule, type ScheduleState, sweepsAll } from './schedule.ts';

/** Why a run starts after its time. */
export type Lateness = {
  dueAt: number;
  /** `down`: Samaritan was not running, or its machine slept. `killed`: it was stopped in the middle. `busy`: another sweep was under way. */
  why: 'down' | 'killed' | 'busy';
  /** How many runs this one stands for. */
  missed: number;
};

export type StartOrder =
  | {
      kind: 'schedule';
      schedule: Schedule;
      dueAt: number;
      handledUntil: number;
      late: Lateness | null;
      /** A waiting re-check that this sweep makes unnecessary. */
      supersedes: Recheck | null;
    }
  | { kind: 'recheck'; connection: string; recheck: Recheck };

export interface ScheduleInput {
  now: number;
  /** Since when this process has been looking after the schedules: its start, or the moment it woke from a sleep. */
  awakeSince: number;
  schedules: readonly Schedule[];
  states: readonly ScheduleState[];
  /** Schedules whose sweep this process is running. */
  underWay: ReadonlySet<string>;
  /** Connections that are being swept, by whomever. */
  busy: ReadonlySet<string>;
  rechecks: readonly Recheck[];
  cron: Cron;
}

export interface SchedulePlan {
  start: StartOrder[];
  /** When there is something to do next, as far as is known; null for never. A sweep that ends is a reason to plan too. */
  nextAt: number | null;
  /** Schedules that can't be read any more. */
  problems: { schedule: Schedule; problem: string }[];
}

/** Re-checks follow within minutes. */
const MOST_AHEAD_MS = 60 * 60_000;

/** Later than this is said to be late: timers and a busy machine take their time. */
const LATE_MS = 2 * 60_000;

/**
 * What to start now. A connection is never swept twice at once: what finds it busy stays due. Runs that were missed are
 * run once. What has waited longest comes first, a re-check after the sweep that makes it unnecessary.
 */
export function planSchedules(input: ScheduleInput): SchedulePlan {
  const { now, schedules, rechecks, cron } = input;
  const plan: SchedulePlan = { start: [], nextAt: null, problems: [] };
  const soon = (at: number): void => {
    plan.nextAt = plan.nextAt === null ? at : Math.min(plan.nextAt, at);
  };
  const due: Extract<StartOrder, { kind: 'schedule' }>[] = [];
  for (const schedule of schedules) {
    if (schedule.paused || input.underWay.has(schedule.id)) continue;
    const parsed = cron.parse(schedule.cron, schedule.timeZone);
    if (!parsed.ok) {
      plan.problems.push({ schedule, problem: parsed.problem });
      continue;
    }
    const state = input.states.find((one) => one.scheduleId === schedule.id);
    const lost = state?.running ?? null;
    const found = findDue(schedule, parsed, state, now);
    if (found || lost) due.push(toOrder(schedule, found, lost, state, input));
    const after = found?.handledUntil ?? handledUntil(schedule, state);
    const [next] = firesAfter(schedule, parsed, after, 1);
    if (next) soon(next.at);
  }
  const taken = new Set(input.busy);
  for (const order of due.toSorted((a, b) => a.dueAt - b.dueAt)) {
    if (taken.has(order.schedule.connection)) continue;
    taken.add(order.schedule.connection);
    plan.start.push(order);
  }
  for (const recheck of rechecks) {
    const { connection, notBefore } = recheck;
    if (taken.has(connection)) continue;
    // One that lies further ahead was written while the clock was wrong.
    if (notBefore > now && notBefore - now <= MOST_AHEAD_MS) soon(notBefore);
    else plan.start.push({ kind: 'recheck', connection, recheck });
  }
  return plan;
}

function toOrder(
  schedule: Schedule,
  found: ReturnType<typeof findDue>,
  lost: ScheduleState['running'],
  state: ScheduleState | undefined,
  { now, awakeSince, rechecks }: ScheduleInput,
): Extract<StartOrder, { kind: 'schedule' }> {
  const dueAt = lost?.dueAt ?? found?.dueAt ?? now;
  const until = found?.handledUntil ?? state?.handledUntil ?? schedule.activeSince;
  const missed = (found?.count ?? 0) + (lost ? 1 : 0);
  const why = lost ? 'killed' : dueAt < awakeSince ? 'down' : 'busy';
  const late = now - dueAt > LATE_MS ? ({ dueAt, why, missed } as const) : null;
  const whole = sweepsAll(schedule) && schedule.only === null;
  const supersedes = (whole && rechecks.find((one) => one.connection === schedule.connection)) || null;
  return { kind: 'schedule', schedule, dueAt, handledUntil: until, late, supersedes };
}
