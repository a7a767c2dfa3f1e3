import type { CauseId } from '../causes/cause.ts';
import type { Evidence } from '../causes/evidence.ts';
import type { Owner } from '../causes/owner.ts';
import type { CheckStatus } from '../causes/status.ts';

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
