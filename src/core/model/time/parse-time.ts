import { toSafeText } from '../text/format.ts';

const UNITS: Readonly<Record<string, number>> = { m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(\d{1,4})\s*(m|min|h|d)$/i;
const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?(?:\s*(?:Z|UTC))?$/i;

/** `90m`, `4h`, `2d` in milliseconds; undefined for anything else, and for nothing at all. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = DURATION.exec(text.trim()) ?? [];
  const ms = Number(count) * (UNITS[unit?.toLowerCase() ?? ''] ?? Number.NaN);
  return ms > 0 ? ms : undefined;
}

/**
 * `now`, a time from now such as `4h`, or a moment in UTC: `2026-12-01 18:00`, or a day, which stands for its beginning.
 * Milliseconds since the epoch; undefined for what names no time, such as the 31st of February.
 */
export function parseMoment(text: string, now: number): number | undefined {
  const typed = text.trim();
  if (typed.toLowerCase() === 'now') return now;
  const duration = parseDuration(typed);
  if (duration !== undefined) return now + duration;
  const [, day, time = '00:00'] = MOMENT.exec(typed) ?? [];
  if (day === undefined) return undefined;
  const at = Date.parse(`${day}T${time}:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day ? undefined : at;
}

/** What to say of a text that is no moment; `ago` where a length of time is one that has passed. */
export function momentProblem(name: string, text: string, direction: 'from now' | 'ago' = 'from now'): string {
  const lengths = direction === 'ago' ? 'how long ago, such as 4h or 7d' : 'now, a time from now such as 4h or 2d';
  return `“${toSafeText(text, { maxLength: 40 })}” is no time for “${name}”. Use ${lengths}, or UTC: 2026-12-01 18:00.`;
}
