import { GUID } from '../../model/text/guid.ts';
import type { ExplanationIds } from './explanation.ts';
import type { ReadableText } from './normalize-text.ts';

const AFTER_NAME = '["\']? ?[:=+] ?["\']?';
const TRACE = new RegExp(`\\btrace[ _-]?id${AFTER_NAME}(${GUID})`, 'g');
const CORRELATION = new RegExp(
  `\\b(?:correlation[ _-]?id|client-request-id|clientrequestid)${AFTER_NAME}(${GUID})`,
  'g',
);
const REQUEST = new RegExp(`(?<!client-)(?<!client)\\b(?:x-ms-)?request[ _-]?id${AFTER_NAME}(${GUID})`, 'g');
const TIMESTAMP = /\b(?:timestamp|date)["']? ?[:=] ?["']?(\d{4}-\d\d-\d\d[t ]\d\d:\d\d:\d\d(?:\.\d{1,7})?z?)/g;

/** An error brings its ids within so many characters. */
const NEAR = 2000;

/** The ids that Microsoft's support asks for: those nearest to the error at `at`, which a log has many of. */
export function readIds({ text, lower }: ReadableText, at: number): ExplanationIds {
  const read = (pattern: RegExp): string | undefined => {
    const place = nearest(lower, pattern, at);
    return place === undefined ? undefined : text.slice(place.from, place.to);
  };
  const field = <K extends keyof ExplanationIds>(name: K, value: string | undefined) =>
    value === undefined ? {} : { [name]: value };
  return {
    ...field('traceId', read(TRACE)),
    ...field('correlationId', read(CORRELATION)),
    ...field('requestId', read(REQUEST)),
    ...field('timestamp', read(TIMESTAMP)),
  };
}

function nearest(lower: string, pattern: RegExp, at: number): { from: number; to: number } | undefined {
  const start = Math.max(0, at - NEAR);
  let best: { from: number; to: number } | undefined;
  let distance = Number.POSITIVE_INFINITY;
  for (const match of lower.slice(start, at + NEAR).matchAll(pattern)) {
    const value = match[1] ?? '';
    const to = start + match.index + match[0].length;
    // Ids follow their message, so what stands before it counts as further away.
    const gap = start + match.index - at;
    const weight = gap >= 0 ? gap : -2 * gap;
    if (weight < distance) [best, distance] = [{ from: to - value.length, to }, weight];
  }
  return best;
}
