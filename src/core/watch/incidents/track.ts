import type { CauseId } from '../../model/causes/cause.ts';
import type { CheckId } from '../../model/checks/check.ts';

/**
 * How often a cause was seen at one subject: a tenant, or the partner connection (`PARTNER_STATE_KEY`). A track without
 * an incident is a suspicion; one with an incident is that incident's hold on the subject.
 */
export interface Track {
  connection: string;
  subject: string;
  cause: CauseId;
  /** As the directory names the tenant: unsafe text. */
  displayName: string | null;
  defaultDomainName: string | null;
  /** Each check at which the cause was seen. Only checks that were answered are ever counted. */
  checks: Readonly<Partial<Record<CheckId, CheckCount>>>;
  firstFailedAt: number;
  /** Since when every check of it has been passing; null while one fails. */
  passingSince: number | null;
  /** Reference of the open incident, null for a suspicion. */
  incident: string | null;
}

export interface CheckCount {
  /** Failures with no pass in between, counted no further than an incident needs; then passes since the last failure. */
  failures: number;
  passes: number;
  /** When the last one was counted. */
  at: number;
}

export function trackKey({ subject, cause }: Pick<Track, 'subject' | 'cause'>): string {
  return `${subject} ${cause}`;
}
