import { z } from 'zod';
import type { CauseId, Owner } from '../../model/causes/cause.ts';
import { keptTenantSchema, type Tenant } from '../../model/tenants/tenant.ts';
import { keptWord } from '../../model/text/kept-word.ts';
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

export const findingStateSchema = z.object({
  source: z.string(),
  key: z.string(),
  /** Null: the partner connection itself. */
  tenant: keptTenantSchema.nullable(),
  stage: z.string().nullable(),
  /** Rises with every stage that is worse. */
  rank: z.number(),
  title: z.string().nullable(),
  reason: z.string(),
});
export type FindingState = z.infer<typeof findingStateSchema>;

/** A tenant in an incident. Names are as the directory had them: unsafe text. */
export interface IncidentMember extends Omit<Tenant, 'unlisted'> {
  reference: string;
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
export const acknowledgementSchema = z.object({
  by: z.string(),
  at: z.number(),
  reason: z.string(),
  /** Ids of the tenants in it whose customer was written to. */
  mailed: z.array(z.string()).readonly().exactOptional(),
});
export type Acknowledgement = z.infer<typeof acknowledgementSchema>;

export const snoozeSchema = z.object({
  by: z.string(),
  at: z.number(),
  until: z.union([z.number(), z.literal('mended')]),
});
export type Snooze = z.infer<typeof snoozeSchema>;

/** What made it work again, as far as it is known. */
export const mendedBySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('credential-replaced') }),
  /** Several tenants at once: it was one thing, in one place. */
  z.object({ kind: z.literal('all-at-once') }),
  /** The customer was written to at `since`, and had not done it until then. */
  z.object({ kind: z.literal('mailed'), since: z.number() }),
  /** A person had it tested again. */
  z.object({ kind: z.literal('tested-again'), by: z.string() }),
]);
export type MendedBy = z.infer<typeof mendedBySchema>;

/** What one sweep or reading ended in one group: the facts of one recovery notice. */
export const recoverySchema = z.object({
  groupId: z.string(),
  connection: z.string(),
  cause: keptWord<CauseId>(),
  owner: keptWord<Owner>(),
  at: z.number(),
  /** Of the incidents that ended: at most five, and how many in all. */
  references: z.array(z.string()).readonly(),
  incidents: z.number(),
  /** Incidents of the group that are still open. */
  remaining: z.number(),
  partnerLevel: z.boolean(),
  /** Labels of the tenants that left last, at most five: unsafe text. How many left now, and how many were ever in it. */
  names: z.array(z.string()).readonly(),
  tenants: z.number(),
  everTenants: z.number(),
  /** From the first failure to now, of the incident that lasted longest. */
  lastedMs: z.number(),
  outcomes: z.custom<Readonly<Partial<Record<Outcome, number>>>>(
    (value) => z.record(z.string(), z.number()).safeParse(value).success,
  ),
  mendedBy: mendedBySchema.nullable(),
  /** It comes from a reading: nothing was failing, a matter is settled. `title` replaces the cause's. */
  reading: z.boolean(),
  title: z.string().nullable(),
  /** Where a merged incident goes on. */
  continuesIn: z.string().nullable(),
});
export type Recovery = z.infer<typeof recoverySchema>;
