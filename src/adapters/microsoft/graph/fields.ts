import { z } from 'zod';
import { toSafeText } from '../../../core/model/text/safe-text.ts';

/** Names longer than this are cut at the edge; no directory accepts them. */
const LONGEST_NAME = 4096;
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/i;

/** Text that may be missing, null or of another kind, which then counts as missing. */
export const optionalText = z.string().nullish().catch(null);

/** A name without control and bidirectional characters, null when nothing is left. Markup stays: renderers escape it. */
export function toName(text: string | null | undefined): string | null {
  return text ? toSafeText(text, { maxLength: LONGEST_NAME }) || null : null;
}

/**
 * Graph's time in milliseconds since the epoch, null where there is none. Graph writes UTC; a time without a zone is
 * taken for that and never for the machine's own. .NET's empty date (year 1) is none either.
 */
export function toTime(text: string | null | undefined): number | null {
  const match = ISO_TIME.exec(text ?? '');
  if (!match) return null;
  const time = Date.parse(match[1] === undefined ? `${match[0]}Z` : match[0].toUpperCase());
  return Number.isFinite(time) && time > 0 ? time : null;
}

export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
