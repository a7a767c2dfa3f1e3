import type { CheckStatus } from '../causes/status.ts';
import type { Check } from './check.ts';

export interface PartnerResult {
  /** The `tid` found, else the tenant as configured. */
  tenantId: string;
  status: CheckStatus;
  checks: Check[];
}

export interface TenantResult {
  tenantId: string;
  displayName: string | null;
  defaultDomainName: string | null;
  status: CheckStatus;
  checks: Check[];
  /**
   * Where `checks` prove the whole way in: what a sweep's own checks said beside. State, alerts and comparisons go by
   * these, so that a tenant looks there as a sweep would show it.
   */
  swept?: Check[];
  /** It was named, and the customer list that was read does not have it. */
  unlisted?: true;
  /** An administrator keeps it from being signed in to: it was not tested. */
  excluded?: true;
  /** Microsoft asked to wait before it is asked again, and it will be: it is not tested yet. */
  waiting?: true;
  /** The failure is expected here and accepted by an administrator. */
  accepted?: boolean;
}

/** The checks that a sweep makes of a tenant. */
export function sweptChecks({ checks, swept = checks }: TenantResult): Check[] {
  return swept;
}
