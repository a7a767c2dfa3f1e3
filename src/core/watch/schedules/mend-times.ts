import { LEAST_JUMP_MS } from '../../model/time/clock.ts';
import type { Schedule, ScheduleState } from './schedule.ts';

/**
 * A time that was stored and lies ahead was written while the clock was wrong: it is taken for now. Smaller differences
 * are left, so that a clock that is kept right makes nothing run twice.
 */
function mendTime(at: number, now: number): number {
  return at - now > LEAST_JUMP_MS ? now : at;
}

/** The schedule itself where its time is right. */
export function mendSchedule(schedule: Schedule, now: number): Schedule {
  const activeSince = mendTime(schedule.activeSince, now);
  return activeSince === schedule.activeSince ? schedule : { ...schedule, activeSince };
}

/** The state itself where its times are right. */
export function mendState(state: ScheduleState, now: number): ScheduleState {
  const handledUntil = mendTime(state.handledUntil, now);
  const lastStartedAt = state.lastStartedAt === null ? null : mendTime(state.lastStartedAt, now);
  if (handledUntil === state.handledUntil && lastStartedAt === state.lastStartedAt) return state;
  const { running } = state;
  const mended = running && { dueAt: mendTime(running.dueAt, now), startedAt: mendTime(running.startedAt, now) };
  return { ...state, handledUntil, lastStartedAt, running: mended };
}
