import { hashOf } from '../../model/text/hash-of.ts';
import type { CronSchedule } from '../../model/time/cron.ts';
import type { Schedule, ScheduleState } from './schedule.ts';

export interface Fire {
  base: number;
  /** With the offset and this time's jitter: when the sweep is to start. */
  at: number;
}

/** More missed runs than this are not counted one by one. */
const MOST_MISSED = 100;

/** The runs after a time of the expression, with what is added to each. */
export function firesAfter(schedule: Schedule, cron: CronSchedule, after: number, count: number): Fire[] {
  return cron.next(after, count).map((base) => ({ base, at: base + schedule.offsetMs + jitterOf(schedule, base) }));
}

export interface DueFires {
  /** When the first of those that were not dealt with was to start. */
  dueAt: number;
  /** How many there are, at most a hundred. */
  count: number;
  /** Up to here they are dealt with by one start. */
  handledUntil: number;
}

/** Runs whose time has come and that were not dealt with; undefined for none. */
export function findDue(
  schedule: Schedule,
  cron: CronSchedule,
  state: ScheduleState | undefined,
  now: number,
): DueFires | undefined {
  const after = handledUntil(schedule, state);
  const [next] = firesAfter(schedule, cron, after, 1);
  if (!next || next.at > now) return undefined;
  const due = firesAfter(schedule, cron, after, MOST_MISSED).filter(({ at }) => at <= now);
  const [first] = due;
  const last = due.at(-1);
  if (!first || !last) return undefined;
  // A long time of absence: what lies between the hundredth and now is missed with the rest.
  const skipped = due.length === MOST_MISSED ? now - schedule.offsetMs - schedule.jitterMs : last.base;
  return { dueAt: first.at, count: due.length, handledUntil: Math.max(last.base, skipped) };
}

export function handledUntil({ activeSince }: Schedule, state: ScheduleState | undefined): number {
  return Math.max(activeSince, state?.handledUntil ?? activeSince);
}

/** The same for the same run, also after a restart. */
function jitterOf({ id, jitterMs }: Schedule, base: number): number {
  if (jitterMs <= 0) return 0;
  return hashOf(`${id} ${base}`) % (jitterMs + 1);
}
