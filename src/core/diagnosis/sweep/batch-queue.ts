import { z } from 'zod';
import type { PartnerResult, TenantGroup, TenantResult } from '../../model/checks/check.ts';
import type { Service } from '../../model/cloud/microsoft-cloud.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import { sweepOrderSchema, tenantSchema } from './sweep-order.ts';

export interface BatchTarget {
  at: number;
  tenant: Tenant;
  only?: TenantGroup;
}

const onlySchema = z.custom<TenantGroup>((value) => typeof value === 'string').exactOptional();

const targetSchema = z.object({ at: z.number(), tenant: tenantSchema, only: onlySchema });

/** The tenants of a batch, as they are kept. */
export const batchSchema = z.array(targetSchema);

/** A run as it began: with it any process can test its tenants or end it. Credentials are looked up by name. */
export const runPlanSchema = z.object({
  order: sweepOrderSchema,
  run: z.object({
    ...{ id: z.string(), kind: z.enum(['testtokens', 'retest']), connection: z.string(), startedAt: z.number() },
    ...{ scope: z.enum(['all', 'named']).exactOptional(), only: onlySchema, proof: z.literal(true).exactOptional() },
  }),
  partner: z.custom<PartnerResult>((value) => z.looseObject({ tenantId: z.string() }).safeParse(value).success),
  /** Whether its tenants are the customer list, which was read whole. */
  isWhole: z.boolean(),
  /** Tenants that are listed and not tested. */
  others: z.array(targetSchema),
});

export type RunPlan = z.infer<typeof runPlanSchema>;

/** A batch that a process has taken. Where it says nothing of it for a while, another one takes it. */
export interface TakenBatch {
  plan: RunPlan;
  targets: readonly BatchTarget[];
  /** How often it was taken, this time included. */
  times: number;
  /** It is still worked on. */
  touch(): Promise<void>;
  /**
   * Keeps one result for each target, all or none; as verdicts all but those that ask to wait (`asksToWait`), of which
   * whoever leads the run decides. False where another has taken it, or the run is over: nothing is kept.
   */
  keep(found: readonly TenantResult[]): Promise<boolean>;
  /** Somebody else may take it at once. */
  giveBack(): Promise<void>;
}

export interface FoundBatch {
  /** Grows with every batch of the run that was kept. */
  kept: number;
  /** Its place among the batches that the run began with. */
  number: number;
  found: readonly TenantResult[];
}

/** A run that nobody leads any more. */
export interface LeftRun {
  plan: RunPlan;
  batches: readonly (readonly BatchTarget[])[];
}

/** Until when a service wants nothing more from an app; milliseconds from now. */
export interface Hold {
  applicationId: string;
  service: Service;
  forMs: number;
}

export interface Member {
  isWorker: boolean;
  host: string;
  pid: number;
  /** How long ago it last said that it lives; milliseconds. */
  heardMs: number;
}

/** The tenants of runs in batches, for whichever processes share a database. Fails as its storage does. */
export interface BatchQueue {
  /** Queues a run, which this process leads. Its batches wait behind others of its connection, and take turns with those of other ones. */
  begin(plan: RunPlan, batches: readonly (readonly BatchTarget[])[]): Promise<void>;
  /** Undefined where none waits. */
  take(): Promise<TakenBatch | undefined>;
  /** What was kept of a run after `kept`, some batches of it. */
  found(runId: string, kept: number): Promise<FoundBatch[]>;
  /** This process still leads the run. False where another one does, or it is over. */
  lead(runId: string): Promise<boolean>;
  /** This process leads the run no more: another may at once. */
  leave(runId: string): Promise<void>;
  /** A run that was led by nobody for a while, led by this process from now on. */
  adopt(besides: readonly string[]): Promise<LeftRun | undefined>;
  /** Which of these runs are not over. */
  underWay(runIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** The run is over, if this process leads it: what waits of it is dropped, and it is interrupted where it was not finished. */
  end(runId: string): Promise<void>;
  /** How many processes are there for nothing but batches. */
  workers(): Promise<number>;
  members(): Promise<Member[]>;
  hold(hold: Hold): Promise<void>;
  holds(): Promise<Hold[]>;
  /** Whoever stops takes nothing more and says so. */
  close(): Promise<void>;
}
