import type { CauseId, Owner } from '../../model/causes/cause.ts';
import type { Evidence } from '../../model/causes/evidence.ts';
import type { Stage } from './stage.ts';

export type ExpiryKind = 'client-secret' | 'certificate' | 'gdap-relationship' | 'refresh-token' | 'secret-age';

/** Something of a connection that ends, has ended or is too old. Holds no secret and no part of one. */
export interface ExpiryFinding {
  kind: ExpiryKind;
  /**
   * The same for as long as it is the same matter, whatever its stage and cause: one incident, which escalates.
   * Unique within a connection. For delegated access the matter is the customer, not the single relationship.
   */
  key: string;
  /** The key id, the relationship's id, or `partner` for the connection's refresh token. */
  subjectId: string;
  tenantId?: string;
  /** Still unsafe text. */
  tenantName?: string;
  /** Milliseconds since the epoch; null where no end is near that has a date. */
  expiresAt: number | null;
  /** Null where no clock counts down. */
  stage: Stage | null;
  cause: CauseId;
  owner: Owner;
  /** `warn`: it works and something should be done. `fail`: it is over. */
  severity: 'warn' | 'fail';
  /** For the technician; changes with the stage and not from day to day. */
  reason: string;
}

/** Something that ends soon by its date and takes care of itself: worth knowing, nothing to do. */
export type ExpiryNote = Pick<ExpiryFinding, 'kind' | 'key' | 'subjectId' | 'tenantId' | 'tenantName'> & {
  expiresAt: number;
  text: string;
};

/** What could not be judged. Unknown, never green. */
export interface ExpiryProblem {
  what: 'application-credentials' | 'gdap-relationships' | 'refresh-token';
  /** For the technician, in one or two sentences. */
  reason: string;
  cause?: CauseId;
  evidence?: Evidence;
  /** Beginnings of the keys of which nothing is known now: that such a finding is absent is no pass. */
  unjudged: readonly string[];
}

export interface ExpiryJudgement {
  findings: ExpiryFinding[];
  problems: ExpiryProblem[];
  notes: ExpiryNote[];
}

export const keyOf = (kind: ExpiryKind, subject: string): string => `${kind}:${subject}`;

export function judgement(parts: Partial<ExpiryJudgement> = {}): ExpiryJudgement {
  return { findings: [], problems: [], notes: [], ...parts };
}
