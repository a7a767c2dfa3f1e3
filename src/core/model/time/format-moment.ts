const MINUTE_MS = 60_000;

/**
 * A moment to the minute, in the zone of the program (`TZ`) and with its distance to UTC, so that two readers mean the
 * same: `2026-11-21 07:02 UTC+1`. `offsetMinutes`: how far local time is ahead there and then.
 */
export function formatMoment(at: number, offsetMinutes: number = -new Date(at).getTimezoneOffset()): string {
  const local = new Date(at + offsetMinutes * MINUTE_MS).toISOString().slice(0, 16).replace('T', ' ');
  return `${local} UTC${toOffset(offsetMinutes)}`;
}

function toOffset(minutes: number): string {
  if (minutes === 0) return '';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '−' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}
