/** The raw facts behind a verdict, as they came, cleared of secrets. */
export interface Evidence {
  httpStatus?: number;
  /** OAuth `error`, or Graph's or Exchange's error code. */
  error?: string;
  suberror?: string;
  /** The first AADSTS code: `AADSTS53003`. */
  code?: string;
  message?: string;
  traceId?: string;
  correlationId?: string;
  requestId?: string;
  /** As the service wrote it. */
  timestamp?: string;
  /** A claims challenge, verbatim. */
  claims?: string;
  /** What was found out about the policy that refused. */
  policy?: ActingPolicy;
}

/** The policy that refuses a sign-in, as far as it was found. Words are safe text. */
export interface ActingPolicy {
  id: string;
  name: string;
  /** In whose tenant it is. */
  whose: 'partner' | 'customer';
  /** `blocks access`, and when: `from anywhere but “Office”`; empty where it always does. */
  does: string;
  when: string;
  /** Proved by the sign-in log's entry or the refusal's own ids; likely by an earlier entry, or by its conditions. */
  shownBy: 'log' | 'refusal' | 'earlier' | 'conditions';
  /** Further policies that its conditions fit too. */
  others: number;
  /** What to set in it, for whoever administers it. */
  set: string;
}

/** Whether it is known to be this policy, and not only likely. */
export function isProved({ shownBy }: ActingPolicy): boolean {
  return shownBy === 'log' || shownBy === 'refusal';
}

/** How sure a cause is: `exact` only where the evidence admits no other, `none` where nobody knows. */
export type Confidence = 'exact' | 'likely' | 'none';
