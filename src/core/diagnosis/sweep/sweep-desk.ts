import { type ConnectionEntry, chooseConnection } from '../../credentials/connection-book.ts';
import { groupToTest } from '../../model/checks/check.ts';
import type { Clock, Timers } from '../../model/time/clock.ts';
import { buildReport } from '../report/build-report.ts';
import type { Report } from '../report/report.ts';
import type { ReportStore } from '../report/report-store.ts';
import type { LeftRun } from './batch-queue.ts';
import { type FollowedReport, followWaiting } from './follow-waiting.ts';
import { createFaultReferences } from './internal-faults.ts';
import type { Progress } from './progress.ts';
import { resumeRun } from './resume-run.ts';
import { runRetest } from './run-retest.ts';
import { runSweep } from './run-sweep.ts';
import { createSpreadTests, HAND_OVER, type OpenSpread, type SpreadParts } from './spread-tests.ts';
import { orderKey, type SweepOrder, sweepOrderSchema } from './sweep-order.ts';
import type { ReportOutcome, SweepOutcome, SweepParts } from './sweep-parts.ts';

/** A sweep under way, which several people may be looking at. */
export interface RunningSweep {
  runId: string;
  order: SweepOrder;
  startedAt: number;
  progress(): Progress;
  /** Told of every change of the progress. Gives back what ends it. */
  watch(listener: (progress: Progress) => void): () => void;
  cancel(): void;
  /** Rejects with `LostRun` where another process leads it to its end, and with a stranger's error. */
  done: Promise<FollowedOutcome>;
}

export type FollowedOutcome = Exclude<SweepOutcome, ReportOutcome> | FollowedReport;

export type StartResult =
  | { kind: 'running'; sweep: RunningSweep; joined: boolean }
  /** `limit`: as many as may run at once are under way for that workspace. `stopping`: nothing new is begun. */
  | { kind: 'refused'; why: 'limit' | 'stopping'; running: RunningSweep[] };

export interface SweepDeskParts {
  sweep: Omit<SweepParts, 'newRunId'>;
  /** As they are now: each run looks its connection up. */
  connections: readonly ConnectionEntry[];
  /** Takes up what is known of the connection since; what it rejects with is reported as a fault of ours. */
  refresh?: (connection: string) => Promise<void>;
  /** Where several processes test the tenants of large runs. */
  spread?: OpenSpread | undefined;
  reports: ReportStore;
  clock: Clock;
  timers: Timers;
  newRunId: () => string;
  concurrency: number;
  mostPerWorkspace: number;
  /** Told of every report before those who wait for it. What it rejects with is reported as a fault of ours. */
  onReport?: (report: Report, order: SweepOrder) => Promise<void>;
}

/** So long after a sweep began tenants that Microsoft asks to wait for are tried again behind its report. */
const PATIENCE_MS = 15 * 60_000;

/** A run that another process left, and where its batches are. */
interface Left {
  run: LeftRun;
  spread: SpreadParts;
}

interface RunOptions {
  runId: string;
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
  left: Left | undefined;
}

/** Runs sweeps side by side, gives two who ask for the same the same one, and keeps the reports. */
export class SweepDesk {
  readonly #parts: SweepDeskParts;
  readonly #running = new Map<string, RunningSweep>();
  readonly #following = new Map<AbortController, Promise<unknown>>();
  readonly #again = new Map<string, Promise<FollowedReport>>();
  #stopped = false;

  constructor(parts: SweepDeskParts) {
    this.#parts = parts;
  }

  running(): RunningSweep[] {
    return [...this.#running.values()];
  }

  find(runId: string): RunningSweep | undefined {
    return this.running().find((sweep) => sweep.runId === runId);
  }

  start(given: SweepOrder): StartResult {
    const order = sweepOrderSchema.parse(given);
    const key = orderKey(order);
    const same = this.#running.get(key);
    if (same) return { kind: 'running', sweep: same, joined: true };
    const { workspaceId } = order;
    const running = this.running().filter((one) => workspaceId !== null && one.order.workspaceId === workspaceId);
    if (this.#stopped) return { kind: 'refused', why: 'stopping', running };
    if (running.length >= this.#parts.mostPerWorkspace) return { kind: 'refused', why: 'limit', running };
    const sweep = this.#begin(order, () => this.#running.delete(key));
    this.#running.set(key, sweep);
    return { kind: 'running', sweep, joined: false };
  }

  /** Leads a run to its end that another process left, if there is one. */
  async adopt(): Promise<RunningSweep | undefined> {
    if (this.#stopped) return undefined;
    const spread = await this.#parts.spread?.();
    const left = await spread?.queue.adopt(this.running().map(({ runId }) => runId));
    if (!spread || !left) return undefined;
    const { order, run } = left.plan;
    const key = `${orderKey(order)} ${run.id}`;
    const sweep = this.#begin(order, () => this.#running.delete(key), { run: left, spread });
    this.#running.set(key, sweep);
    return sweep;
  }

  /** Goes on with a report that another process left waiting, once; false where it waits for none, or has for too long. */
  followAgain(report: Report): boolean {
    const { run, waitingUntil: until, tenants } = report;
    if (this.#again.has(run.id)) return true;
    if (this.#stopped || until === undefined || this.#parts.clock.now() > run.startedAt + PATIENCE_MS) return false;
    const waiting = tenants.flatMap(
      ({ waiting: isWaiting, tenantId, displayName, defaultDomainName, unlisted, checks }) => {
        const tenant = { tenantId, displayName, defaultDomainName, ...(unlisted ? { unlisted } : {}) };
        return isWaiting ? [{ target: { tenant, only: groupToTest(checks.map(({ id }) => id)) }, until }] : [];
      },
    );
    const order = { connection: run.connection, tenants: [], only: undefined, by: '', workspaceId: null };
    const followed = this.#follow({ kind: 'report', report, waiting }, order, new AbortController());
    if (followed.kind === 'report') this.#again.set(run.id, lastOf(followed));
    return true;
  }

  /** Ends when a report of `followAgain` waits for nobody any more; undefined where it is none. */
  restOf(runId: string): Promise<FollowedReport> | undefined {
    return this.#again.get(runId);
  }

  /** Interrupts everything under way and waits until it is written down; what other processes test is left to one of them. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const sweeps = this.running();
    for (const sweep of sweeps) sweep.cancel();
    await Promise.allSettled(sweeps.map((sweep) => sweep.done));
    for (const abort of this.#following.keys()) abort.abort(new Error('interrupted'));
    await Promise.all(this.#following.values());
  }

  #begin(order: SweepOrder, ended: () => void, left?: Left): RunningSweep {
    const { clock } = this.#parts;
    const runId = left?.run.plan.run.id ?? this.#parts.newRunId();
    const abort = new AbortController();
    const listeners = new Set<(progress: Progress) => void>();
    let progress: Progress = {
      connection: order.connection,
      phase: order.retest ? 'tenants' : 'partner',
      total: order.retest ? order.retest.targets.length : null,
      done: 0,
      failing: 0,
      throttled: 0,
      elapsedMs: 0,
    };
    const onProgress = (next: Progress): void => {
      progress = next;
      for (const listener of listeners) listener(next);
    };
    const done = this.#run(order, { runId, signal: abort.signal, onProgress, left })
      .then((outcome) => this.#follow(outcome, order, abort))
      .finally(ended);
    // Whoever waits gets the error; nobody waiting must not end the process.
    done.catch(() => {});
    return {
      runId,
      order,
      startedAt: clock.now(),
      progress: () => progress,
      watch: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      cancel: () => abort.abort(this.#stopped ? HAND_OVER : new Error('interrupted')),
      done,
    };
  }

  async #run(order: SweepOrder, options: RunOptions): Promise<SweepOutcome> {
    const { runId, left } = options;
    const { spread } = this.#parts;
    const tests = spread && createSpreadTests(order, spread);
    const end = left ? () => left.spread.queue.end(runId) : tests?.end;
    try {
      const outcome = await this.#test(order, options, { ...this.#parts.sweep, newRunId: () => runId, tests });
      return outcome.kind === 'usage' ? outcome : await this.#keep(outcome, order);
    } finally {
      // Until now another process could have led it to its end in place of this one.
      await end?.().catch(createFaultReferences(this.#parts.sweep.reportInternal));
    }
  }

  async #test(order: SweepOrder, { runId, left, ...options }: RunOptions, parts: SweepParts): Promise<SweepOutcome> {
    const { retest, tenants, tagged, within, only, proof, patienceMs = PATIENCE_MS } = order;
    const how = { ...options, concurrency: this.#parts.concurrency };
    if (this.#parts.refresh) await this.#refresh(order.connection);
    const entry = chooseConnection(this.#parts.connections, order.connection);
    if ('problem' in entry) return { kind: 'usage', problems: [entry.problem] };
    const { connection, shape } = entry;
    // Credentials that can't be right: nothing is asked of anybody.
    if (!connection) {
      const report = reportOfShape(entry, runId, this.#parts.clock.now(), this.#parts.sweep.library());
      return { kind: 'report', report };
    }
    if (connection.kind === 'sam') {
      if (left) return await resumeRun({ ...how, left: left.run, connection, patienceMs }, parts, left.spread);
      if (retest) return await runRetest({ ...how, connection, ...retest, within }, parts);
    }
    // An app by itself has one tenant, and a few readings there: all of them are made again.
    const patience = proof ? {} : { patienceMs };
    return await runSweep({ ...how, connection, shape, tenants, tagged, within, only, proof, ...patience }, parts);
  }

  /** The outcome, with what it becomes once the tenants that it waits for are tested. */
  #follow(outcome: SweepOutcome, order: SweepOrder, abort: AbortController): FollowedOutcome {
    if (outcome.kind === 'usage') return outcome;
    const { clock, timers, sweep, newRunId, concurrency, connections, reports } = this.#parts;
    const { signal } = abort;
    const { patienceMs = PATIENCE_MS, within } = order;
    const onFault = createFaultReferences(sweep.reportInternal);
    const { report } = outcome;
    const followed = followWaiting(outcome, {
      ...{ clock, timers, signal, library: sweep.library, onFault },
      keep: (next) => reports.keep(next).catch((error) => void onFault(error)),
      retest: async (targets) => {
        if (this.#parts.refresh) await this.#refresh(order.connection);
        const entry = chooseConnection(connections, order.connection);
        const connection = 'problem' in entry ? undefined : entry.connection;
        if (connection?.kind !== 'sam') return undefined;
        const retest = { partnerTenantId: report.partner.tenantId, targets };
        const mayWaitUntil = report.run.startedAt + patienceMs;
        const wish = { connection, ...retest, within, concurrency, signal, mayWaitUntil };
        return await this.#keep(await runRetest(wish, { ...sweep, newRunId }), { ...order, retest });
      },
    });
    this.#following.set(
      abort,
      lastOf(followed).finally(() => this.#following.delete(abort)),
    );
    return followed;
  }

  async #refresh(connection: string): Promise<void> {
    try {
      await this.#parts.refresh?.(connection);
    } catch (error) {
      createFaultReferences(this.#parts.sweep.reportInternal)(error);
    }
  }

  async #keep(outcome: ReportOutcome, order: SweepOrder): Promise<ReportOutcome> {
    const { reports, onReport, sweep } = this.#parts;
    let { keptProblem } = outcome;
    try {
      await reports.keep(outcome.report);
    } catch (error) {
      keptProblem ??= error;
    }
    try {
      await onReport?.(outcome.report, order);
    } catch (error) {
      createFaultReferences(sweep.reportInternal)(error);
    }
    return keptProblem === undefined ? outcome : { ...outcome, keptProblem };
  }
}

async function lastOf(followed: FollowedReport): Promise<FollowedReport> {
  let last = followed;
  while (last.rest) last = await last.rest;
  return last;
}

/** The report of a connection whose credentials can't be right. */
function reportOfShape(
  { name, shape, tenant }: ConnectionEntry,
  runId: string,
  at: number,
  library: Parameters<typeof buildReport>[0]['library'],
): Report {
  const run = { id: runId, kind: 'testtokens', connection: name, startedAt: at, finishedAt: at } as const;
  return buildReport({
    run: { ...run, status: 'completed', scope: 'all' },
    partner: { tenantId: tenant, status: shape.status, checks: [shape] },
    tenants: [],
    library,
  });
}
