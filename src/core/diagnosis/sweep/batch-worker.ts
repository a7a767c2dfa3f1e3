import { chooseConnection } from '../../credentials/connection-book.ts';
import type { KeptConnections } from '../../credentials/keep-connections.ts';
import { type TenantResult, tenantCheckIds } from '../../model/checks/check.ts';
import type { Connection } from '../../model/cloud/connection.ts';
import type { Clock, Timers } from '../../model/time/clock.ts';
import { Lookout } from '../../model/time/lookout.ts';
import { within } from '../../model/time/within.ts';
import { AppGate } from './app-gate.ts';
import type { BatchQueue, RunPlan, TakenBatch } from './batch-queue.ts';
import { createFaultReferences, type ReportInternal, toInternalResult } from './internal-faults.ts';
import { SHORT_WAIT_MS } from './late-tenants.ts';
import { openRunSeat, type RunSeat, type SeatParts } from './run-seat.ts';
import { testTenants } from './test-tenants.ts';

export interface BatchWorkerParts extends Pick<SeatParts, 'clouds' | 'concurrency' | 'reportInternal'> {
  queue: BatchQueue;
  connections: Pick<KeptConnections, 'entries' | 'reload' | 'refresh'>;
  clock: Clock;
  timers: Timers;
  /** Whether it may take one now: what does other work too leaves them to those that don't. */
  mayTake?: (() => Promise<boolean>) | undefined;
}

/** Under way at once, or one batch more: they keep 128 requests in flight while some of them end. */
const TENANTS = 150;
/** Requests for one app in flight at once, over all processes together. */
const MOST_OF_APP = 512;
const IDLE_MS = 500;
const FULL_MS = 100;
const LOOK_MS = 1000;
const TOUCH_MS = 3000;
/** After a fault of ours: another worker may have more luck with the batch. */
const REST_MS = 5000;
/** What was taken so often without an outcome ends whatever tests it: its tenants are given up. */
const MOST_TIMES = 5;
/** Throttled requests are waited for so long without any progress. */
const PATIENCE_MS = 45_000;

/** Takes batches and tests their tenants, until it is stopped. Nothing that goes wrong with one ends it. */
export class BatchWorker {
  readonly #parts: BatchWorkerParts;
  readonly #lookouts: readonly Lookout[];
  readonly #working = new Set<Promise<void>>();
  #tenants = 0;
  readonly #seats = new Map<string, Promise<RunSeat>>();
  readonly #gates = new Map<string, AppGate>();
  readonly #toReference: (error: unknown) => string;
  #workers = 1;
  #restUntil = Number.NEGATIVE_INFINITY;

  constructor(parts: BatchWorkerParts) {
    this.#parts = parts;
    this.#toReference = createFaultReferences(parts.reportInternal);
    this.#lookouts = [() => this.#takeOne(), () => this.#look()].map(
      (look) => new Lookout({ timers: parts.timers, look, afterFaultMs: REST_MS, onFault: this.#toReference }),
    );
  }

  get busy(): number {
    return this.#working.size;
  }

  start(): void {
    for (const lookout of this.#lookouts) void lookout.wake();
  }

  /** Takes nothing more. What is not finished within the time is given back. */
  async stop(withinMs: number): Promise<void> {
    const looks = Promise.all(this.#lookouts.map((lookout) => lookout.stop()));
    const done = looks.then(() => Promise.all(this.#working));
    await within(withinMs, this.#parts.timers, done, () => undefined);
    for (const seat of await this.#open()) seat.giveUp();
    await Promise.all([looks, ...this.#working]);
    for (const seat of await this.#open()) await seat.close();
  }

  async #takeOne(): Promise<number> {
    const { queue, mayTake, clock } = this.#parts;
    if (this.#tenants >= TENANTS || clock.monotonicMs() < this.#restUntil) return FULL_MS;
    if (mayTake && !(await mayTake())) return IDLE_MS;
    const batch = await queue.take();
    if (!batch) return IDLE_MS;
    this.#tenants += batch.targets.length;
    const working = this.#work(batch).finally(() => {
      this.#tenants -= batch.targets.length;
      this.#working.delete(working);
    });
    this.#working.add(working);
    return 0;
  }

  async #work(batch: TakenBatch): Promise<void> {
    const end = this.#keepTouching(batch);
    const toReference = createFaultReferences(this.#reportOf(batch.plan));
    try {
      const found = await this.#test(batch, toReference);
      if (found) await batch.keep(found);
      else await batch.giveBack();
    } catch (error) {
      toReference(error);
      this.#restUntil = this.#parts.clock.monotonicMs() + REST_MS;
      await batch.giveBack().catch(toReference);
    } finally {
      end();
    }
  }

  /** Undefined where it was cut off. */
  async #test(
    { plan, targets, times }: TakenBatch,
    toReference: (error: unknown) => string,
  ): Promise<readonly TenantResult[] | undefined> {
    const { run, partner } = plan;
    if (times > MOST_TIMES) {
      const reference = toReference(new Error(`a batch of run ${run.id} ended whatever took it`));
      return targets.map(({ tenant, only = run.only }) =>
        toInternalResult(tenant, tenantCheckIds(only, 'sam'), reference),
      );
    }
    const seat = await this.#seatOf(plan);
    const { cloud, grant } = seat;
    const proof = run.proof && grant && { grant, tenantId: partner.tenantId };
    cloud.extendDeadline(PATIENCE_MS);
    let done = 0;
    const found = await testTenants(
      targets.map(({ tenant, only = run.only }) => ({ tenant, only, proof })),
      {
        ...{ ...seat, clock: this.#parts.clock, partnerTenantId: partner.tenantId, concurrency: targets.length },
        onResult: () => {
          done += 1;
          // A few that have to be waited for are left to whoever leads the run.
          cloud.extendDeadline(PATIENCE_MS, !run.proof && done * 2 >= targets.length ? SHORT_WAIT_MS : undefined);
        },
      },
    );
    return seat.signal.aborted ? undefined : found;
  }

  #seatOf(plan: RunPlan): Promise<RunSeat> {
    const { id } = plan.run;
    const known = this.#seats.get(id);
    if (known) return known;
    const seat = this.#takeSeat(plan);
    this.#seats.set(id, seat);
    seat.catch(() => this.#seats.delete(id));
    return seat;
  }

  /** A fault is found by the run it was met in, whichever process met it. */
  #reportOf({ run: { id: run, connection } }: RunPlan): ReportInternal {
    return (error, reference) => this.#parts.reportInternal(error, reference, { run, connection });
  }

  async #takeSeat(plan: RunPlan): Promise<RunSeat> {
    const { run } = plan;
    const { connections, queue } = this.#parts;
    await connections.reload();
    await connections.refresh(run.connection);
    const entry = chooseConnection(connections.entries, run.connection);
    if ('problem' in entry) throw new Error(`a batch of a connection that this worker does not know: ${entry.problem}`);
    const { connection, shape } = entry;
    if (!connection) throw new Error(`a batch of a connection that this worker can't use: ${shape.reason ?? ''}`);
    const { applicationId } = connection;
    this.#workers = Math.max(1, await queue.workers());
    return await openRunSeat(connection, {
      ...this.#parts,
      reportInternal: this.#reportOf(plan),
      gate: this.#gateOf(connection),
      workers: this.#workers,
      onHeld: (service, forMs) => void queue.hold({ applicationId, service, forMs }).catch(this.#toReference),
    });
  }

  #gateOf({ applicationId }: Connection): AppGate {
    const gate = this.#gates.get(applicationId) ?? new AppGate(1);
    this.#gates.set(applicationId, gate);
    gate.allow(Math.min(this.#parts.concurrency, Math.floor(MOST_OF_APP / this.#workers)));
    return gate;
  }

  /** Leaves what is over, shares what Microsoft allows with who has come, and hears what others were told. */
  async #look(): Promise<number> {
    const { queue } = this.#parts;
    if (this.#seats.size === 0) return LOOK_MS;
    this.#workers = Math.max(1, await queue.workers());
    const [underWay, holds] = await Promise.all([queue.underWay([...this.#seats.keys()]), queue.holds()]);
    for (const [runId, opening] of [...this.#seats]) {
      const seat = await opening.catch(() => undefined);
      if (!seat) continue;
      this.#gateOf(seat.connection);
      for (const { applicationId, service, forMs } of holds)
        if (applicationId === seat.connection.applicationId) seat.cloud.hold(service, forMs);
      if (underWay.has(runId)) continue;
      this.#seats.delete(runId);
      seat.giveUp();
      await seat.close();
    }
    return LOOK_MS;
  }

  async #open(): Promise<RunSeat[]> {
    const seats = await Promise.all([...this.#seats.values()].map((seat) => seat.catch(() => undefined)));
    return seats.filter((seat) => seat !== undefined);
  }

  #keepTouching(batch: TakenBatch): () => void {
    let cancel = (): void => {};
    const again = (): void => {
      cancel = this.#parts.timers.after(TOUCH_MS, () => {
        // Who has lost it is told when it is to be kept.
        batch.touch().catch(() => {});
        again();
      });
    };
    again();
    return () => cancel();
  }
}
