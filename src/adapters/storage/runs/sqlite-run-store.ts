import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { RunStatus, Totals } from '../../../core/diagnosis/report/report.ts';
import {
  type Baseline,
  type CurrentState,
  type KnownTenant,
  type NewRun,
  PARTNER_STATE_KEY,
  type RunStore,
  type RunSummary,
} from '../../../core/diagnosis/report/run-store.ts';
import type { PartnerResult, TenantResult } from '../../../core/model/checks/results.ts';
import type { Clock } from '../../../core/model/time/clock.ts';
import { anyOf } from '../engine/any-of.ts';
import { inChunks } from '../engine/in-chunks.ts';
import type { ProcessIdentity } from '../engine/process-identity.ts';
import type { Schema } from '../engine/schema.ts';
import { keepFindings } from '../state/keep-findings.ts';
import type { TenantOutcome } from '../state/plan-changes.ts';
import { readBaseline } from '../state/read-baseline.ts';

// A tenant whose every check begins to fail takes some 0.2 ms: a transaction stays well below 30 ms of blocking.
const TENANTS_A_TRANSACTION = 50;
const SIGHTINGS_A_TRANSACTION = 1000;

interface OpenRun extends NewRun {
  seen: Set<string>;
}

/** Keeps what changed: see `docs/adr/0004-storage.md`. Failing calls throw `StorageError` and keep nothing by halves. */
export class SqliteRunStore implements RunStore {
  readonly #db: Kysely<Schema>;
  readonly #clock: Clock;
  readonly #owner: ProcessIdentity & { version: string };
  readonly #close: () => Promise<void>;
  readonly #runs = new Map<string, OpenRun>();

  constructor(
    db: Kysely<Schema>,
    clock: Clock,
    owner: ProcessIdentity & { version: string },
    close: () => Promise<void>,
  ) {
    this.#db = db;
    this.#clock = clock;
    this.#owner = owner;
    this.#close = close;
  }

  baseline(connection: string, tenantIds: readonly string[] | 'all'): Promise<Baseline | undefined> {
    return readBaseline(this.#db, connection, tenantIds);
  }

  async begin(run: NewRun): Promise<void> {
    const { id, kind, connection, scope, startedAt } = run;
    const { host, pid, start, version } = this.#owner;
    const row = { id, kind, connection, scope, host, pid, version } as const;
    await this.#db.transaction().execute((trx) =>
      trx
        .insertInto('runs')
        .values({ ...row, status: 'running', started_at: startedAt, process_start: start })
        .execute(),
    );
    this.#runs.set(id, { ...run, seen: new Set() });
  }

  async append(runId: string, results: { partner?: PartnerResult; tenants: readonly TenantResult[] }): Promise<void> {
    const run = this.#openRun(runId);
    const observation = { connection: run.connection, runId, observedAt: this.#clock.now() };
    for (const chunk of inChunks(toFindings(results), TENANTS_A_TRANSACTION)) {
      await keepFindings(this.#db, observation, chunk);
      for (const { names, tenantId } of chunk) if (names) run.seen.add(tenantId);
      await setImmediate();
    }
  }

  async finish(runId: string, end: { status: RunStatus; finishedAt: number; totals: Totals }): Promise<void> {
    const run = this.#openRun(runId);
    if (run.scope === 'all') await this.#markSeen(run, end.finishedAt);
    // Loaded only where it is needed: it brings node:crypto along.
    const coverage = run.scope === 'named' ? await import('./keep-coverage.ts') : undefined;
    await this.#db.transaction().execute(async (trx) => {
      const tenant_set = (await coverage?.keepCoverage(trx, run.seen)) ?? null;
      const totals = JSON.stringify(end.totals);
      await trx
        .updateTable('runs')
        .set({ status: end.status, finished_at: end.finishedAt, totals, tenant_set, tested: run.seen.size })
        .where('id', '=', runId)
        .execute();
    });
    this.#runs.delete(runId);
  }

  // A run in the terminal needs none of these, so they are loaded when they are used.

  async latestRuns(connection: string, limit: number): Promise<RunSummary[]> {
    const { readLatestRuns } = await import('./read-runs.ts');
    return await readLatestRuns(this.#db, connection, limit);
  }

  async currentStates(
    connection: string,
    options: { tenantIds?: readonly string[]; onlyBad?: boolean } = {},
  ): Promise<CurrentState[]> {
    const { readCurrentStates } = await import('../state/read-current-states.ts');
    return await readCurrentStates(this.#db, connection, options);
  }

  async knownTenants(connection: string, options: { query?: string; limit: number }): Promise<KnownTenant[]> {
    const { readKnownTenants } = await import('../state/read-tenants.ts');
    return await readKnownTenants(this.#db, connection, options);
  }

  async tenant(connection: string, tenantId: string): Promise<KnownTenant | undefined> {
    const { readTenant } = await import('../state/read-tenants.ts');
    return await readTenant(this.#db, connection, tenantId);
  }

  close(): Promise<void> {
    return this.#close();
  }

  async #markSeen(run: OpenRun, seenAt: number): Promise<void> {
    for (const chunk of inChunks([...run.seen], SIGHTINGS_A_TRANSACTION)) {
      await this.#db
        .transaction()
        .execute((trx) =>
          trx
            .updateTable('tenants')
            .set({ last_seen_at: seenAt })
            .where('connection', '=', run.connection)
            .where('tenant_id', 'in', anyOf(chunk))
            .execute(),
        );
      await setImmediate();
    }
  }

  #openRun(runId: string): OpenRun {
    const run = this.#runs.get(runId);
    if (!run) throw new Error(`the run ${runId} was not begun here, or has ended`);
    return run;
  }
}

/** One finding a tenant: of two in one call the later one counts. */
function toFindings({
  partner,
  tenants,
}: {
  partner?: PartnerResult;
  tenants: readonly TenantResult[];
}): TenantOutcome[] {
  const findings = new Map<string, TenantOutcome>();
  if (partner) {
    findings.set(PARTNER_STATE_KEY, { tenantId: PARTNER_STATE_KEY, names: undefined, checks: partner.checks });
  }
  for (const tenant of tenants) {
    const { tenantId, displayName, defaultDomainName, checks } = tenant;
    findings.set(tenantId, { tenantId, names: { displayName, defaultDomainName }, checks });
  }
  return [...findings.values()];
}
