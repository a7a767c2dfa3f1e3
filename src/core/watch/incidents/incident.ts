import type { CauseId } from '../../model/causes/cause.ts';
import type { Owner } from '../../model/causes/owner.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import type { Severity } from './severity.ts';

/**
 * How something ended.
 * - `mended`: it works again. `replaced`: this cause is gone, and the tenant fails for another one.
 * - `accepted`: an administrator expects it. `vanished`: the tenant left the customer list and is not tested any more.
 * - `merged`: it goes on as part of an incident of the whole connection, whose message tells the rest.
 */
export type Outcome = 'mended' | 'replaced' | 'accepted' | 'vanished' | 'merged';

/** A cause that stays open over time. Times are milliseconds since the epoch. */
export interface Incident {
  /** `INC-7Q2M4X`, never given twice. */
  reference: string;
  /** What makes two observations the same incident: see `incident-key.ts`. At most one of a key is open. */
  key: string;
  groupId: string;
  connection: string;
  cause: CauseId;
  owner: Owner;
  severity: Severity;
  /** When the first of the failures that opened it was seen. */
  firstFailedAt: number;
  /** When it was confirmed. */
  openedAt: number;
  /** The partner connection itself is concerned, not only tenants. */
  partnerLevel: boolean;
  /** Tenants in it now, and ever. */
  members: number;
  everMembers: number;
  /** How often its key was opened within a day, this time included. */
  cycles: number;
  flapping: boolean;
  /** What was read of it, where it comes from a reading and not from sweeps. */
  finding: FindingState | null;
  closedAt: number | null;
  outcome: Outcome | null;
  /** As far as it is known; null while it lasts. */
  mendedBy: MendedBy | null;
}

export interface FindingState {
  source: string;
  key: string;
  /** Null: the partner connection itself. */
  tenant: Tenant | null;
  stage: string | null;
  /** Rises with every stage that is worse. */
  rank: number;
  title: string | null;
  reason: string;
}

/** A tenant in an incident. Names are as the directory had them: unsafe text. */
export interface IncidentMember {
  reference: string;
  tenantId: string;
  displayName: string | null;
  defaultDomainName: string | null;
  joinedAt: number;
}

export interface MemberLeft {
  reference: string;
  tenantId: string;
  leftAt: number;
  outcome: Outcome;
}

/** Incidents of one cause that opened together and share a message. Its id is the reference of its first incident. */
export interface IncidentGroup {
  id: string;
  connection: string;
  cause: CauseId;
  owner: Owner;
  /** `sweep`, or the source of the readings it comes from. */
  source: string;
  severity: Severity;
  partnerLevel: boolean;
  firstFailedAt: number;
  openedAt: number;
  /** Null while one of its incidents is open. */
  closedAt: number | null;
  /** How many of its incidents are open. */
  open: number;
  acknowledged: Acknowledgement | null;
  snoozed: Snooze | null;
}

/** `by` is a name that its bearer chose: unsafe text, as is the reason. */
export interface Acknowledgement {
  by: string;
  at: number;
  reason: string;
  /** Ids of the tenants in it whose customer was written to. */
  mailed?: readonly string[];
}

export interface Snooze {
  by: string;
  at: number;
  until: number | 'mended';
}

/** What made it work again, as far as it is known. */
export type MendedBy =
  | { kind: 'credential-replaced' }
  /** Several tenants at once: it was one thing, in one place. */
  | { kind: 'all-at-once' }
  /** The customer was written to at `since`, and had not done it until then. */
  | { kind: 'mailed'; since: number }
  /** A person had it tested again. */
  | { kind: 'tested-again'; by: string };

/** What one sweep or reading ended in one group: the facts of one recovery notice. */
export interface Recovery {
  groupId: string;
  connection: string;
  cause: CauseId;
  owner: Owner;
  at: number;
  /** Of the incidents that ended: at most five, and how many in all. */
  references: readonly string[];
  incidents: number;
  /** Incidents of the group that are still open. */
  remaining: number;
  partnerLevel: boolean;
  /** Labels of the tenants that left last, at most five: unsafe text. How many left now, and how many were ever in it. */
  names: readonly string[];
  tenants: number;
  everTenants: number;
  /** From the first failure to now, of the incident that lasted longest. */
  lastedMs: number;
  outcomes: Readonly<Partial<Record<Outcome, number>>>;
  mendedBy: MendedBy | null;
  /** It comes from a reading: nothing was failing, a matter is settled. `title` replaces the cause's. */
  reading: boolean;
  title: string | null;
  /** Where a merged incident goes on. */
  continuesIn: string | null;
}
