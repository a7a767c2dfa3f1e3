import { formatDuration, toSafeText } from '../../model/text/format.ts';
import { type Cron, isTimeZone } from '../../model/time/cron.ts';
import { firesAfter } from './fire-times.ts';
import type { Lateness } from './plan-schedules.ts';
import type { Schedule } from './schedule.ts';

/** A schedule as it would run: its next three times, or why it can't. */
export type ScheduleExplanation = { ok: true; next: number[] } | { ok: false; problem: string };

const EXAMPLES = 'Examples: 0 6 * * * is every day at 06:00, 0 * * * * every hour, 0 7 * * 1-5 on weekdays at 07:00.';
/** More often than this, one sweep would hardly end before the next. */
const SHORTEST_MS = 5 * 60_000;

/** Says when a schedule runs next, or in one or two sentences what is wrong with it and the way out. */
export function explainSchedule(schedule: Schedule, cron: Cron, now: number): ScheduleExplanation {
  const typed = toSafeText(schedule.cron, { maxLength: 60 });
  if (!isTimeZone(schedule.timeZone)) {
    const zone = toSafeText(schedule.timeZone, { maxLength: 60 });
    return { ok: false, problem: `The time zone “${zone}” is not known. Give its IANA name, such as Europe/Berlin.` };
  }
  const parsed = cron.parse(schedule.cron, schedule.timeZone);
  if (!parsed.ok) return { ok: false, problem: `“${typed}” is no schedule: ${parsed.problem} ${EXAMPLES}` };
  const fires = firesAfter(schedule, parsed, Math.max(now - schedule.offsetMs - schedule.jitterMs, 0), 5);
  const next = fires.filter(({ at }) => at > now).slice(0, 3);
  if (next.length === 0) return { ok: false, problem: `“${typed}” never comes. ${EXAMPLES}` };
  const bases = fires.map((fire) => fire.base);
  const closest = Math.min(...bases.slice(1).map((base, index) => base - (bases[index] ?? 0)));
  if (closest < SHORTEST_MS) {
    const every = formatDuration(closest);
    return {
      ok: false,
      problem: `“${typed}” runs every ${every}: leave at least ${formatDuration(SHORTEST_MS)} between runs. ${EXAMPLES}`,
    };
  }
  if (schedule.jitterMs > closest / 2) {
    return {
      ok: false,
      problem: `A jitter of ${formatDuration(schedule.jitterMs)} is too much for runs every ${formatDuration(closest)}: take at most half of that.`,
    };
  }
  return { ok: true, next: next.map(({ at }) => at) };
}

const STAGGER_MS = 30 * 60_000;

/**
 * How much later than its expression a new schedule runs, so that connections start half an hour apart: the first slot
 * that no other connection has. `intervalMs` is the time between two runs; where all slots are taken, the last is shared.
 */
export function proposeOffset(connection: string, schedules: readonly Schedule[], intervalMs: number): number {
  const own = schedules.find((schedule) => schedule.connection === connection);
  if (own) return own.offsetMs;
  const taken = new Set(schedules.map((schedule) => schedule.offsetMs));
  const slots = Math.max(1, Math.floor(intervalMs / STAGGER_MS));
  for (let slot = 0; slot < slots; slot += 1) if (!taken.has(slot * STAGGER_MS)) return slot * STAGGER_MS;
  return (slots - 1) * STAGGER_MS;
}

/** Why a run was late, as a remark beside its result. */
export function describeLateness({ dueAt, why, missed }: Lateness, startedAt: number): string {
  const reason = {
    down: 'Samaritan was not running',
    killed: 'Samaritan was stopped in the middle of it',
    busy: 'another sweep of the connection was under way',
  }[why];
  const stands = missed > 1 ? ` It stands for ${missed >= 100 ? '100 or more' : missed} runs.` : '';
  return `Run ${formatDuration(startedAt - dueAt)} late: ${reason}.${stands}`;
}
