import { type HttpResponse, header } from './http-response.ts';

/** Milliseconds that `Retry-After` asks for: seconds or a date (RFC 9110, 10.2.3). Undefined when absent or unreadable. */
export function parseRetryAfter(response: Pick<HttpResponse, 'headers'>, nowMs: number): number | undefined {
  const text = header(response, 'retry-after')?.trim();
  if (!text) return undefined;
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
  // `Date.parse` takes nearly anything for a date, a negative number too.
  const date = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
