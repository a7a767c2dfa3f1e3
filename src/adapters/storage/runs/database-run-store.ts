import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { inChunks } from '../../../core/diagnosis/report/in-chunks.ts';
import type {
  Baseline,
  CurrentState,
  KnownFleet,
  KnownTenant,
  NewRun,
  RunEnd,
  RunStore,
  RunSummary,
  TenantSearch,
} from '../../../core/diagnosis/report/run-store.ts';
import type { PartnerResult, TenantResult } from '../../../core/model/checks/check.ts';
import { type Clock, goOnFrom, LEAST_JUMP_MS } from '../../../core/model/time/clock.ts';
import type { ProcessIdentity } from '../engine/process-identity.ts';
import type { Schema } from '../engine/schema.ts';
import { keepFindings } from '../state/keep-findings.ts';
import { keepList } from '../state/keep-list.ts';
import { readBaseline } from '../state/read-baseline.ts';
import { toFindings } from '../state/to-findings.ts';

// A tenant whose every check begins to fail takes some 0.2 ms: a transaction stays well below 30 ms of blocking.
const TENANTS_A_TRANSACTION = 50;

/** How long a verdict of a connection counts while no other comes; milliseconds. */
export type StaleAfter = (connection: string) => Promise<number>;

interface OpenRun extends NewRun {
  staleAfterMs: number;
  /** By how much it is kept as later than its clock said. */
  laterMs: number;
}

/** Keeps what changed: see `docs/adr/0004-storage.md`. Failing calls throw `StorageError` and keep nothing by halves. */
export class DatabaseRunStore implements RunStore {
  readonly #db: Kysely<Schema>;
  readonly #clock: Clock;
  readonly #owner: ProcessIdentity & { version: string };
  readonly #staleAfter: StaleAfter;
  readonly #close: () => Promise<void>;
  readonly #runs = new Map<string, OpenRun>();

  constructor(
    db: Kysely<Schema>,
    clock: Clock,
    owner: ProcessIdentity & { version: string },
    staleAfter: StaleAfter,
    close: () => Promise<void>,
  ) {
    this.#db = db;
    this.#clock = clock;
    this.#owner = owner;
    this.#staleAfter = staleAfter;
    this.#close = close;
  }

  baseline(connection: string, tenantIds: readonly string[] | 'all', before?: string): Promise<Baseline | undefined> {
    return readBaseline(this.#db, connection, tenantIds, before);
  }

  async begin(run: NewRun, { resumed = false } = {}): Promise<void> {
    const { id, kind, connection, scope } = run;
    const startedAt = resumed ? run.startedAt : await this.#afterOthers(run);
    const about = { id, kind, connection, scope, startedAt, status: 'running' } as const;
    const row = { ...about, finishedAt: null, totals: null, ...this.#owner };
    if (resumed) await this.#db.updateTable('runs').set(this.#owner).where('id', '=', id).execute();
    else await this.#db.insertInto('runs').values(row).execute();
    const [staleAfterMs, laterMs] = [await this.#staleAfter(connection), startedAt - run.startedAt];
    this.#runs.set(id, { ...run, startedAt, staleAfterMs, laterMs });
  }

  async append(runId: string, results: { partner?: PartnerResult; tenants: readonly TenantResult[] }): Promise<void> {
    const run = this.#openRun(runId);
    const { connection, staleAfterMs, startedAt } = run;
    const observation = { connection, runId, observedAt: goOnFrom(startedAt, this.#clock.now()), staleAfterMs };
    for (const chunk of inChunks(toFindings(results), TENANTS_A_TRANSACTION)) {
      await keepFindings(this.#db, observation, chunk);
      await setImmediate();
    }
  }

  async finish(runId: string, { status, totals, listed, ...end }: RunEnd): Promise<void> {
    const { connection, laterMs } = this.#openRun(runId);
    const finishedAt = end.finishedAt + laterMs;
    if (listed) await keepList(this.#db, { connection, listed, readAt: finishedAt });
    await this.#db.updateTable('runs').set({ status, finishedAt, totals }).where('id', '=', runId).execute();
    this.#runs.delete(runId);
  }

  // A run in the terminal needs none of these, so they are loaded when they are used.

  async latestRuns(connection: string, limit: number): Promise<RunSummary[]> {
    const { readLatestRuns } = await import('./read-runs.ts');
    return await readLatestRuns(this.#db, connection, limit, this.#clock.now());
  }

  async currentStates(
    connection: string,
    options: { tenantIds?: readonly string[]; onlyBad?: boolean } = {},
  ): Promise<CurrentState[]> {
    const { readCurrentStates } = await import('../state/read-current-states.ts');
    return await readCurrentStates(this.#db, connection, options);
  }

  async knownTenants(connection: string, search: TenantSearch): Promise<KnownTenant[]> {
    const { readKnownTenants } = await import('../state/read-tenants.ts');
    return await readKnownTenants(this.#db, connection, search);
  }

  async fleet(connection: string): Promise<KnownFleet> {
    const { readFleet } = await import('../state/read-tenants.ts');
    return await readFleet(this.#db, connection);
  }

  async tenant(connection: string, tenantId: string): Promise<KnownTenant | undefined> {
    const { readTenant } = await import('../state/read-tenants.ts');
    return await readTenant(this.#db, connection, tenantId);
  }

  close(): Promise<void> {
    return this.#close();
  }

  /** When it began, and not before the run that began last, nor before that one's end. */
  async #afterOthers({ connection, startedAt }: NewRun): Promise<number> {
    const last = await this.#db
      .selectFrom('runs')
      .select(['startedAt', 'finishedAt'])
      .where('connection', '=', connection)
      .where('startedAt', '<=', startedAt + LEAST_JUMP_MS)
      .orderBy('startedAt', 'desc')
      .limit(1)
      .executeTakeFirst();
    return goOnFrom(last?.finishedAt, goOnFrom(last?.startedAt, startedAt));
  }

  #openRun(runId: string): OpenRun {
    const run = this.#runs.get(runId);
    if (!run) throw new Error(`the run ${runId} was not begun here, or has ended`);
    return run;
  }
}
