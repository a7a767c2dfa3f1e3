import type { KeptStatus } from '../../diagnosis/report/run-store.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';

export interface DailyQuery {
  /**
   * One tenant, or `PARTNER_STATE_KEY`: a row for it and one for each of its checks. Without it: a row for each tenant,
   * and the partner.
   */
  tenantId?: string;
  /** Rows of these tenants alone, without the partner. */
  tenantIds?: readonly string[];
  /** Milliseconds since the epoch. The day that `from` lies in is the first, the one before `to` ends the last. */
  from: number;
  to: number;
  /** IANA name; decides when a day begins. UTC where it is absent. */
  timeZone?: string;
}

export interface DailyHistory {
  /** When each day begins, in order; milliseconds since the epoch. */
  days: number[];
  /** Ordered by name, the partner first; the rows of one tenant by check id. */
  rows: DailyRow[];
}

export interface DailyRow extends Tenant {
  /** Null for a row over all checks of a tenant. */
  checkId: string | null;
  /** The worst of each day; null where it was not observed that day: nothing is known. */
  worst: (KeptStatus | null)[];
  /**
   * Of each day, in milliseconds: for how long it was observed, and for how long of that the check, or some check of the
   * tenant, was `fail` or `unknown`. An observation counts until the next one, and no longer than it is fresh.
   */
  testedMs: number[];
  failingMs: number[];
}

/** What was, as long as it is kept. */
export interface HistoryStore {
  /** Throws a RangeError for an unknown time zone, or for more than 1,100 days. */
  daily(connection: string, query: DailyQuery): Promise<DailyHistory>;
}
