import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { anyOf } from '../engine/any-of.ts';
import type { Schema } from '../engine/schema.ts';
import { dayOf } from './day-cells.ts';

const RUNS_A_QUERY = 2000;

/** On which days runs had answers, by what they covered. A mark is 1. */
export interface RunDays {
  /** Any run: each begins with the partner's own checks. */
  partner: Uint8Array;
  /** A completed run over all tenants that reached them. */
  all: Uint8Array;
  /** Runs of named tenants, by their set. */
  sets: Map<number, Uint8Array>;
}

/** Reads the runs that began within the days and ended. */
export async function readRunDays(db: Kysely<Schema>, connection: string, bounds: readonly number[]): Promise<RunDays> {
  const none = (): Uint8Array => new Uint8Array(bounds.length - 1);
  const days: RunDays = { partner: none(), all: none(), sets: new Map() };
  const end = bounds.at(-1) ?? 0;
  let from = bounds[0] ?? 0;
  for (;;) {
    const rows = await db
      .selectFrom('runs')
      .select(['started_at', 'finished_at', 'status', 'scope', 'tested', 'tenant_set'])
      .where('connection', '=', connection)
      .where('started_at', '>=', from)
      .where('started_at', '<', end)
      .orderBy('started_at')
      .limit(RUNS_A_QUERY)
      .execute();
    for (const run of rows) {
      if (run.finished_at === null) continue;
      const [first, last] = [dayOf(run.started_at, bounds), dayOf(run.finished_at, bounds)];
      const mark = (marks: Uint8Array): void => void marks.fill(1, first, last + 1);
      mark(days.partner);
      if (run.scope === 'all' && run.status === 'completed' && (run.tested ?? 0) > 0) mark(days.all);
      if (run.tenant_set === null) continue;
      const ofSet = days.sets.get(run.tenant_set) ?? none();
      days.sets.set(run.tenant_set, ofSet);
      mark(ofSet);
    }
    const last = rows.at(-1);
    if (!last || rows.length < RUNS_A_QUERY) return days;
    // Some are read twice, which marks nothing new.
    from = last.started_at > from ? last.started_at : from + 1;
    await setImmediate();
  }
}

/** The sets of `days` that each of the tenants is in. */
export async function readSetsOf(
  db: Kysely<Schema>,
  tenantIds: readonly string[],
  days: RunDays,
): Promise<Map<string, Uint8Array[]>> {
  const sets = new Map<string, Uint8Array[]>();
  if (days.sets.size === 0) return sets;
  const rows = await db
    .selectFrom('tenant_set_members')
    .select(['tenant_id', 'set_id'])
    .where('tenant_id', 'in', anyOf(tenantIds))
    .execute();
  for (const { tenant_id, set_id } of rows) {
    const ofSet = days.sets.get(set_id);
    if (!ofSet) continue;
    const ofTenant = sets.get(tenant_id);
    if (ofTenant) ofTenant.push(ofSet);
    else sets.set(tenant_id, [ofSet]);
  }
  return sets;
}
