import type { CauseId } from '../causes/cause.ts';

/** `unknown` is a result: what nobody understands is never green. `skipped` says why in `reason`. */
export const CHECK_STATUSES = ['pass', 'warn', 'fail', 'unknown', 'skipped'] as const;
export type CheckStatus = (typeof CHECK_STATUSES)[number];

export const PARTNER_CHECK_IDS = ['credentials.shape', 'partner.token', 'partner.mfa', 'partner.customers'] as const;
export const GRAPH_CHECK_IDS = ['graph.token', 'graph.read'] as const;
export const EXCHANGE_CHECK_IDS = ['exchange.token', 'exchange.read'] as const;
export type CheckId =
  | (typeof PARTNER_CHECK_IDS)[number]
  | 'exchange.client'
  | (typeof GRAPH_CHECK_IDS)[number]
  | (typeof EXCHANGE_CHECK_IDS)[number];

/** One of the two pairs of a tenant's checks. */
export type Only = 'graph' | 'exchange';

export type Owner = 'partner' | 'customer' | 'microsoft' | 'network' | 'unknown';

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
}

/** One question with one answer. */
export interface Check {
  id: CheckId;
  status: CheckStatus;
  durationMs: number;
  /** Requests sent for it. */
  attempts: number;
  cause?: CauseId;
  /** Who has to act on `cause` here, before the fleet is looked at as a whole. */
  owner?: Owner;
  /** One sentence for the technician. */
  reason?: string;
  evidence?: Evidence;
}

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
