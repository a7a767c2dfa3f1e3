import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { inChunks } from '../../../core/diagnosis/report/in-chunks.ts';
import { type Baseline, type EarlierState, PARTNER_STATE_KEY } from '../../../core/diagnosis/report/run-store.ts';
import type { Schema } from '../engine/schema.ts';
import { anyOf } from '../engine/sqlite-sql.ts';
import { readFleet } from './read-tenants.ts';

// Some 10 ms of reading between two turns of the event loop.
const TENANTS_A_QUERY = 500;

/** See `RunStore.baseline`. */
export async function readBaseline(
  db: Kysely<Schema>,
  connection: string,
  wanted: readonly string[] | 'all',
): Promise<Baseline | undefined> {
  const { tenants, listReadAt } = await readFleet(db, connection);
  const names = new Map(tenants.map((tenant) => [tenant.tenantId, tenant.displayName]));
  const tenantIds = new Set([PARTNER_STATE_KEY, ...(wanted === 'all' ? names.keys() : wanted)]);
  const states: EarlierState[] = [];
  let newest = { runId: '', testedAt: Number.NEGATIVE_INFINITY };
  for (const chunk of inChunks([...tenantIds], TENANTS_A_QUERY)) {
    const rows = await db
      .selectFrom('check_states')
      .select(['tenant_id', 'check_id', 'status', 'failing_since', 'tested_at', 'tested_run_id'])
      .where('connection', '=', connection)
      .where('tenant_id', 'in', anyOf(chunk))
      .where('until_at', 'is', null)
      .execute();
    for (const row of rows) {
      const testedAt = row.tested_at;
      states.push({
        tenantId: row.tenant_id,
        displayName: names.get(row.tenant_id) ?? null,
        checkId: row.check_id,
        status: row.status,
        failingSince: row.failing_since,
        testedAt,
      });
      // The partner is tested whoever is asked for.
      const isAsked = wanted === 'all' || row.tenant_id !== PARTNER_STATE_KEY;
      if (isAsked && testedAt > newest.testedAt) newest = { runId: row.tested_run_id, testedAt };
    }
    await setImmediate();
  }
  if (newest.runId === '') return undefined;
  const listed = listReadAt === null ? undefined : tenants.filter(({ lastSeenAt }) => lastSeenAt >= listReadAt);
  return {
    ...newest,
    states,
    listed: listed?.map(({ tenantId, displayName, defaultDomainName }) => ({
      tenantId,
      displayName,
      defaultDomainName,
    })),
  };
}
