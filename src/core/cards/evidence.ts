import type { Evidence } from '../model/causes/evidence.ts';
import type { Check } from '../model/checks/check.ts';
import { toSafeText } from '../model/text/format.ts';
import { code, type Inline, type Line, line } from './inline.ts';

const LONGEST_ID = 60;

/** The error in one word: `AADSTS53003`, `invalid_grant`, `HTTP 403`. */
export function errorWord({ code: aadsts, error, httpStatus }: Evidence): string | undefined {
  return aadsts ?? error ?? (httpStatus === undefined ? undefined : `HTTP ${httpStatus}`);
}

/** What a support case needs: code, trace, correlation, request and time. Empty where there is nothing. */
export function evidenceLine(evidence: Evidence | undefined): Line {
  if (!evidence) return [];
  const { traceId, correlationId, requestId, timestamp } = evidence;
  const parts: (string | Inline)[] = [];
  const add = (label: string, value: string | undefined): void => {
    if (value === undefined || value === '') return;
    if (parts.length > 0) parts.push(' · ');
    parts.push(`${label}${label === '' ? '' : ' '}`, code(toSafeText(value, { maxLength: LONGEST_ID })));
  };
  add('', errorWord(evidence));
  add('trace', traceId);
  add('correlation', correlationId);
  add('request', requestId);
  if (timestamp !== undefined)
    parts.push(`${parts.length > 0 ? ' · ' : ''}${toSafeText(timestamp, { maxLength: 40 })}`);
  return line(...parts);
}

/** The service's own words, cut. */
export function evidenceMessage(check: Check | undefined, maxLength: number): string {
  return toSafeText(check?.evidence?.message ?? '', { maxLength });
}
