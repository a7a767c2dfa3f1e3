import { formatDuration } from '../../../core/model/text/format.ts';

const MINUTE_MS = 60_000;

/**
 * The time in UTC and how far it lies from `now`: `2026-11-21 06:02 UTC (2 h 14 min earlier)`. A card stays in the
 * conversation, so it says `earlier` and not `ago`: true for as long as it is read. Cards' own functions for times need
 * whole seconds in one exact form and show their raw text wherever a client doesn't know them.
 */
export function renderTime(at: number, now: number): string {
  const date = new Date(at);
  if (!Number.isFinite(date.getTime())) return 'at an unknown time';
  const absolute = `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const distance = Math.abs(now - at);
  if (!Number.isFinite(now) || distance < MINUTE_MS) return absolute;
  // Whole minutes: seconds say nothing at this distance.
  const words = formatDuration(Math.floor(distance / MINUTE_MS) * MINUTE_MS);
  return `${absolute} (${words} ${at < now ? 'earlier' : 'later'})`;
}
