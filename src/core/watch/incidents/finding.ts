import type { CauseId, Owner } from '../../model/causes/cause.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import type { Severity } from './severity.ts';

/** Something that was read and that nobody has to confirm, such as an end date: open for as long as it is read. */
export interface Finding {
  /** The same for as long as it is the same matter; unique within its source. */
  key: string;
  cause: CauseId;
  owner: Owner;
  severity: Severity;
  /** Undefined: the partner connection itself. */
  tenant?: Tenant;
  /** How far it has come, in words; null where it has no stages. */
  stage: string | null;
  /** Rises with every stage that is worse: only a rise is told as news. */
  rank: number;
  /** Instead of the cause's title. */
  title?: string;
  /** One or two sentences for the technician. */
  reason: string;
}

export interface FindingReading {
  connection: string;
  /** `expiry`, `watch`: readings of one source never end what another one found. */
  source: string;
  at: number;
  findings: readonly Finding[];
  /** Beginnings of keys of which nothing is known now: that such a finding is absent is no recovery. `['']`: of none. */
  unjudged: readonly string[];
}
