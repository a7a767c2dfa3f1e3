import { z } from 'zod';

/** The policy that refuses a sign-in, as far as it was found. Words are safe text. */
const actingPolicySchema = z.object({
  id: z.string(),
  name: z.string(),
  /** In whose tenant it is. */
  whose: z.enum(['partner', 'customer']),
  /** `blocks access`, and when: `from anywhere but “Office”`; empty where it always does. */
  does: z.string(),
  when: z.string(),
  /** Proved by the sign-in log's entry or the refusal's own ids; likely by an earlier entry, or by its conditions. */
  shownBy: z.enum(['log', 'refusal', 'earlier', 'conditions']),
  /** Further policies that its conditions fit too. */
  others: z.number(),
  /** What to set in it, for whoever administers it. */
  set: z.string(),
});
export type ActingPolicy = z.infer<typeof actingPolicySchema>;

const text = z.string().exactOptional();

/** The raw facts behind a verdict, as they came, cleared of secrets. */
export const evidenceSchema = z.object({
  httpStatus: z.number().exactOptional(),
  /** OAuth `error`, Graph's or Exchange's error code, or what the transport calls it: `ECONNREFUSED`. */
  error: text,
  suberror: text,
  /** The first AADSTS code: `AADSTS53003`. */
  code: text,
  message: text,
  traceId: text,
  correlationId: text,
  requestId: text,
  /** As the service wrote it. */
  timestamp: text,
  /** A claims challenge, verbatim. */
  claims: text,
  /** What was found out about the policy that refused. */
  policy: actingPolicySchema.exactOptional(),
  /** Those that were found to be missing, by name. */
  permissions: z.array(z.string()).exactOptional(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** Whether it is known to be this policy, and not only likely. */
export function isProved({ shownBy }: ActingPolicy): boolean {
  return shownBy === 'log' || shownBy === 'refusal';
}

/** How sure a cause is: `exact` only where the evidence admits no other, `none` where nobody knows. */
export type Confidence = 'exact' | 'likely' | 'none';

/** `unknown` is a result: what nobody understands is never green. `skipped` says why in `reason`. */
export const CHECK_STATUSES = ['pass', 'warn', 'fail', 'unknown', 'skipped'] as const;
export type CheckStatus = (typeof CHECK_STATUSES)[number];

const RANK: Record<CheckStatus, number> = { skipped: 0, pass: 1, warn: 2, unknown: 3, fail: 4 };

/** The worst status: fail, unknown, warn, pass. `skipped` only when nothing else is there. */
export function worstStatus(statuses: Iterable<CheckStatus>): CheckStatus {
  let worst: CheckStatus = 'skipped';
  for (const status of statuses) if (RANK[status] > RANK[worst]) worst = status;
  return worst;
}

export function isBad(status: CheckStatus): boolean {
  return status === 'fail' || status === 'unknown';
}
