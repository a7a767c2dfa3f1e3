import { isTimeZone } from '../../model/time/cron.ts';
import type { Severity } from '../incidents/severity.ts';
import type { QuietHours } from './subscription.ts';

const TIME = /^([01]?\d|2[0-3]):([0-5]\d)$/;
const DAY_MINUTES = 24 * 60;

export type ParsedQuietHours = { ok: true; hours: QuietHours } | { ok: false; problem: string };

/** Reads `22:00`, `07:00` and an IANA time zone as they were typed. */
export function parseQuietHours(from: string, to: string, timeZone: string, passCritical: boolean): ParsedQuietHours {
  const [start, end] = [toMinutes(from), toMinutes(to)];
  if (start === undefined || end === undefined) {
    return { ok: false, problem: 'Quiet hours are two times of day such as 22:00 and 07:00.' };
  }
  if (start === end) return { ok: false, problem: 'Quiet hours that begin and end at the same time would never end.' };
  if (!isTimeZone(timeZone)) {
    return { ok: false, problem: 'The time zone is not known. Give its IANA name, such as Europe/Berlin.' };
  }
  return { ok: true, hours: { from: start, to: end, timeZone, passCritical } };
}

/**
 * Whether a message of this severity is held at a moment. Decided by the clock on the wall, so that nights on which the
 * clocks change begin and end when the people there think they do.
 */
export function isQuiet(hours: QuietHours | null, at: number, severity?: Severity): boolean {
  if (hours === null || (severity === 'critical' && hours.passCritical)) return false;
  const { from, to, timeZone } = hours;
  const now = wallMinutes(at, timeZone);
  return from < to ? now >= from && now < to : now >= from || now < to;
}

/** `22:00` of minutes from midnight. */
export function formatMinutes(minutes: number): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function wallMinutes(at: number, timeZone: string): number {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  formats.set(timeZone, format);
  return toMinutes(format.format(at)) ?? 0;
}

function toMinutes(text: string): number | undefined {
  const [, hours, minutes] = TIME.exec(text.trim()) ?? [];
  if (hours === undefined || minutes === undefined) return undefined;
  return (Number(hours) * 60 + Number(minutes)) % DAY_MINUTES;
}
