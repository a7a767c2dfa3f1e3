import type { Cron } from '../../model/time/cron.ts';
import { type Schedule, sweepsAll } from './schedule.ts';

const DAY_MS = 86_400_000;
/** A week of hourly runs: the longest pause of an expression shows within it. */
const LOOKED_AT = 200;

/**
 * How long a verdict of a connection counts while no other comes: twice the time between two sweeps over all its
 * tenants, a day where none is scheduled. Of runs that are not evenly apart, the longest pause counts.
 */
export function staleAfterMs(connection: string, schedules: readonly Schedule[], cron: Cron, now: number): number {
  const pauses = schedules
    .filter((one) => one.connection === connection && !one.paused && sweepsAll(one))
    .flatMap(({ cron: expression, timeZone }) => {
      const parsed = cron.parse(expression, timeZone);
      const fires = parsed.ok ? parsed.next(now, LOOKED_AT) : [];
      return fires.length < 2 ? [] : [longestPause(fires)];
    });
  return pauses.length === 0 ? DAY_MS : 2 * Math.min(...pauses);
}

function longestPause(fires: readonly number[]): number {
  return Math.max(...fires.slice(1).map((fire, index) => fire - (fires[index] ?? fire)));
}
