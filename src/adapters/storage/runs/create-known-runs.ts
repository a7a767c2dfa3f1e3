import type { KnownRuns } from '../../../core/diagnosis/report/run-store.ts';
import { type Clock, LEAST_JUMP_MS } from '../../../core/model/time/clock.ts';
import { oneByOne } from '../../../core/model/time/one-by-one.ts';
import type { EngineDatabase } from '../engine/engine-database.ts';
import { readCurrentStates } from '../state/read-current-states.ts';
import { readFleet, readKnownTenants, readTenant } from '../state/read-tenants.ts';

export function createKnownRuns({ db, urgent }: Pick<EngineDatabase, 'db' | 'urgent'>, clock: Clock): KnownRuns {
  // Read side by side they would all be in memory, half, until the last is read.
  const wholeFleets = oneByOne();
  return {
    // Runs of a clock that was ahead come last: nobody knows when they were.
    latestRuns: (connection, limit) =>
      db
        .selectFrom('runs')
        .select(['id', 'kind', 'connection', 'scope', 'status', 'startedAt', 'finishedAt', 'totals'])
        .where('connection', '=', connection)
        .orderBy((eb) => eb('startedAt', '>', clock.now() + LEAST_JUMP_MS))
        .orderBy('startedAt', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute(),
    currentStates: (connection, options) => {
      const read = () => readCurrentStates(db, connection, options);
      return options?.tenantIds || options?.onlyBad ? read() : wholeFleets(read);
    },
    knownTenants: (connection, search) => readKnownTenants(urgent, connection, search),
    fleet: (connection) => readFleet(db, connection),
    tenant: (connection, tenantId) => readTenant(db, connection, tenantId),
  };
}
