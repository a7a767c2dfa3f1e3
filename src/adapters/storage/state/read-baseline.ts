import { setImmediate } from 'node:timers/promises';
import { inChunks } from '../../../core/diagnosis/report/in-chunks.ts';
import { type Baseline, type EarlierState, PARTNER_STATE_KEY } from '../../../core/diagnosis/report/run-store.ts';
import { among } from '../engine/dialect-sql.ts';
import type { Db } from '../engine/schema.ts';
import { readFleet } from './read-tenants.ts';

// Some 10 ms of reading between two turns of the event loop.
const TENANTS_A_QUERY = 500;

/** See `RunStore.baseline`. */
export async function readBaseline(
  db: Db,
  connection: string,
  wanted: readonly string[] | 'all',
  before?: string,
): Promise<Baseline | undefined> {
  const { tenants, listReadAt } = await readFleet(db, connection);
  const tenantIds = new Set([
    PARTNER_STATE_KEY,
    ...(wanted === 'all' ? tenants.map(({ tenantId }) => tenantId) : wanted),
  ]);
  const states: EarlierState[] = [];
  let newest = { runId: '', testedAt: Number.NEGATIVE_INFINITY };
  for (const chunk of inChunks([...tenantIds], TENANTS_A_QUERY)) {
    const rows = await db
      .selectFrom('checkStates')
      .select(['tenantId', 'checkId', 'status', 'failingSince', 'testedAt', 'testedRunId'])
      .where('connection', '=', connection)
      .where(among(db, 'tenantId', chunk))
      .where((row) =>
        before === undefined
          ? row('untilAt', 'is', null)
          : row.or([
              row.and([row('untilAt', 'is', null), row('sinceRunId', '<>', before)]),
              row('untilRunId', '=', before),
            ]),
      )
      .orderBy('tenantId')
      .orderBy('checkId')
      .execute();
    for (const { testedRunId, ...state } of rows) {
      states.push(state);
      const { testedAt } = state;
      // The partner is tested whoever is asked for.
      const isAsked = wanted === 'all' || state.tenantId !== PARTNER_STATE_KEY;
      if (isAsked && testedRunId !== before && testedAt > newest.testedAt) newest = { runId: testedRunId, testedAt };
    }
    await setImmediate();
  }
  if (before !== undefined && newest.runId === '') newest = (await lastRunBesides(db, connection, before)) ?? newest;
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

/** Where the run has tested everything again, no verdict tells any more who tested it before. */
async function lastRunBesides(
  db: Db,
  connection: string,
  runId: string,
): Promise<{ runId: string; testedAt: number } | undefined> {
  return await db
    .selectFrom('runs')
    .select((row) => ['id as runId', row.ref('finishedAt').$notNull().as('testedAt')])
    .where('connection', '=', connection)
    .where('id', '<>', runId)
    .where('status', '=', 'completed')
    .orderBy('finishedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
}
