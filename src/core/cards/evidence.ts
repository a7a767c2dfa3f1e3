import type { Evidence } from '../model/causes/evidence.ts';
import type { Check } from '../model/checks/check.ts';
import { toSafeText } from '../model/text/safe-text.ts';
import { code, type Inline, type Line, line } from './inline.ts';

const LONGEST_ID = 60;

/** What a support case needs: code, trace, correlation, request and time. Empty where there is nothing. */
export function evidenceLine(evidence: Evidence | undefined): Line {
  if (!evidence) return [];
  const { code: aadsts, error, httpStatus, traceId, correlationId, requestId, timestamp } = evidence;
  const word = aadsts ?? error ?? (httpStatus === undefined ? undefined : `HTTP ${httpStatus}`);
  const parts: (string | Inline)[] = [];
  const add = (label: string, value: string | undefined): void => {
    if (value === undefined || value === '') return;
    if (parts.length > 0) parts.push(' · ');
    parts.push(`${label}${label === '' ? '' : ' '}`, code(toSafeText(value, { maxLength: LONGEST_ID })));
  };
  add('', word);
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
