import { formatDuration, toSafeText } from '../../model/text/format.ts';
import type { Cron } from '../../model/time/cron.ts';
import type { Finding, FindingReading } from '../incidents/finding.ts';
import { firesAfter } from './fire-times.ts';
import { type Schedule, sweepsAll } from './schedule.ts';

export interface WatchHealthInput {
  now: number;
  /** Since when this process has been looking after things: its start, or the moment it woke from a sleep. */
  awakeSince: number;
  schedules: readonly Schedule[];
  /** When a sweep over all tenants of each connection last completed. */
  lastFinished: ReadonlyMap<string, number>;
  /** When the scheduler last looked at its schedules; null for not yet. */
  lastTick: number | null;
  cron: Cron;
}

export type WatchHealth =
  | { kind: 'healthy' }
  | {
      kind: 'stalled';
      connections: { connection: string; since: number | null; reason: string }[];
      schedulerReason: string | null;
    };

/** The scheduler looks at least once a minute. */
const TICK_LIMIT_MS = 5 * 60_000;
/** A sweep may take so long after its time, and so long after a start. */
const SWEEP_LIMIT_MS = 15 * 60_000;

/**
 * The dead man's switch: whether sweeps finish as often as they should. A connection is stalled when the two runs after
 * the last that finished should be over, and this process has had the time for one.
 */
export function judgeWatch(input: WatchHealthInput): WatchHealth {
  const { now, awakeSince, lastTick } = input;
  const connections = [...new Set(input.schedules.map((schedule) => schedule.connection))].flatMap((connection) => {
    const stalled = input.schedules.filter(
      (schedule) => schedule.connection === connection && isOverdue(schedule, input),
    );
    if (stalled.length === 0) return [];
    const since = input.lastFinished.get(connection) ?? null;
    const reason =
      since === null
        ? 'No sweep has ever finished, though one is scheduled.'
        : `No sweep has finished for ${formatDuration(now - since)}.`;
    return [{ connection, since, reason }];
  });
  const silentMs = now - Math.max(lastTick ?? awakeSince, awakeSince);
  const schedulerReason =
    silentMs > TICK_LIMIT_MS ? `The scheduler has not looked at its schedules for ${formatDuration(silentMs)}.` : null;
  if (connections.length === 0 && schedulerReason === null) return { kind: 'healthy' };
  return { kind: 'stalled', connections, schedulerReason };
}

function isOverdue(schedule: Schedule, { now, awakeSince, lastFinished, cron }: WatchHealthInput): boolean {
  if (schedule.paused || !sweepsAll(schedule) || now - awakeSince <= SWEEP_LIMIT_MS) return false;
  const parsed = cron.parse(schedule.cron, schedule.timeZone);
  if (!parsed.ok) return true;
  const from = Math.max(schedule.activeSince, lastFinished.get(schedule.connection) ?? 0);
  const second = firesAfter(schedule, parsed, from - schedule.offsetMs - schedule.jitterMs, 3).filter(
    ({ at }) => at > from,
  )[1];
  return second !== undefined && now > second.at + SWEEP_LIMIT_MS;
}

/** The judgement on one connection as a reading: one incident while it lasts, and a recovery when sweeps finish again. */
export function toWatchReading(connection: string, health: WatchHealth, at: number): FindingReading {
  return { connection, source: 'watch', at, findings: toFindings(connection, health), unjudged: [] };
}

function toFindings(connection: string, health: WatchHealth): Finding[] {
  if (health.kind === 'healthy') return [];
  const stalled = health.connections.find((one) => one.connection === connection);
  if (!stalled && health.schedulerReason === null) return [];
  const title = `The watch stands still: connection ${toSafeText(connection, { maxLength: 60 })}`;
  // The reason is that of the beginning: how long it has been is said by the message itself.
  const reason =
    stalled?.since === null
      ? stalled.reason
      : 'No sweep has finished in twice the time between two of them. Until one does, nobody knows what works.';
  return [
    { key: 'stalled', cause: 'internal', owner: 'partner', severity: 'critical', stage: null, rank: 0, title, reason },
  ];
}
