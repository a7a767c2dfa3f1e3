import type { Evidence } from '../../model/causes/evidence.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import type { PermissionRow, UnreadPart } from '../permissions/permission-row.ts';

/** One check as it stands, with the facts that a support case is opened with. Times are ISO 8601 in UTC. */
export interface SupportCheck {
  id: string;
  status: string;
  cause: string | null;
  owner: string | null;
  confidence: string | null;
  reason: string | null;
  since: string;
  failingSince: string | null;
  testedAt: string;
  evidence: Evidence | null;
}

/** One link of the way into a tenant, as it was proved for the bundle. */
export type SupportLink = Omit<SupportCheck, 'since' | 'failingSince' | 'testedAt'>;

export interface SupportTenant extends Tenant {
  checks: SupportCheck[];
}

export interface SupportAct {
  at: string;
  who: string;
  action: string;
  target: string | null;
  outcome: string;
}

/** A setting: its value where that is no secret and tells nobody's name, else that it is set. */
export interface SettingFact {
  name: string;
  value: string;
}

/** All that a bundle holds, before it is written: plain values without secrets. */
export interface SupportFacts {
  schema: 'samaritan.support/1';
  madeAt: string;
  pseudonymized: boolean;
  versions: { samaritan: string; node: string; platform: string };
  connection: { name: string; cloud: string; applicationId: string; partnerTenantId: string };
  partner: SupportCheck[];
  counts: { tenants: number; failing: number };
  /** The tenant asked for, or those that fail. */
  tenants: SupportTenant[];
  /** Tenants that fail and were left out for want of room. */
  leftOut: number;
  runs: { id: string; startedAt: string; finishedAt: string | null; status: string; scope: string }[];
  /** The way into the tenant, link by link; absent where the bundle is about the fleet. */
  wayIn?: SupportLink[] | { problem: string };
  /** What stands in for a picture of the app's permissions; absent where the bundle is about the fleet. */
  permissions?: { set: string; rows: readonly PermissionRow[]; unread: readonly UnreadPart[] } | { problem: string };
  settings: readonly SettingFact[];
  /** Absent for who may not read the audit log. */
  audit?: SupportAct[];
}
