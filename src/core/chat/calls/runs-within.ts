import { type KnownRuns, PARTNER_STATE_KEY } from '../../diagnosis/report/run-store.ts';
import type { DailyQuery, HistoryStore } from '../../watch/history/history-store.ts';
import type { IncidentHistory } from '../../watch/incidents/incident-history.ts';
import type { HistoryParts } from './history-parts.ts';
import type { OwnTenants } from './own-tenants.ts';

type Whom = Pick<DailyQuery, 'tenantId' | 'tenantIds'>;

const NOBODY: ReadonlySet<string> = new Set();
const MANY = 200;
const LOOKED_THROUGH = 8;

/** What is known from runs of these tenants and of the partner connection. */
export function runsWithin(runs: KnownRuns, own: OwnTenants): KnownRuns {
  const idsOf = (connection: string): ReadonlySet<string> => own.get(connection) ?? NOBODY;
  return {
    // How many there are in all is nothing to whoever sees a part.
    latestRuns: async (connection, limit) =>
      (await runs.latestRuns(connection, limit)).map((run) => ({ ...run, totals: null })),
    currentStates: async (connection, { tenantIds, ...options } = {}) => {
      const ids = idsOf(connection);
      const wanted = tenantIds?.filter((id) => id === PARTNER_STATE_KEY || ids.has(id));
      return await runs.currentStates(connection, { ...options, tenantIds: wanted ?? [PARTNER_STATE_KEY, ...ids] });
    },
    knownTenants: async (connection, search) => {
      const ids = idsOf(connection);
      if (ids.size > MANY) {
        // So many ids in a question take longer than a look at more tenants than are wanted.
        const limit = search.limit * LOOKED_THROUGH;
        const some = await runs.knownTenants(connection, { ...search, limit });
        const own = some.filter(({ tenantId }) => ids.has(tenantId));
        if (own.length >= search.limit || some.length < limit) return own.slice(0, search.limit);
      }
      return await runs.knownTenants(connection, { ...search, tenantIds: [...ids] });
    },
    fleet: async (connection) => {
      const { tenants, ...fleet } = await runs.fleet(connection);
      return { ...fleet, tenants: tenants.filter(({ tenantId }) => idsOf(connection).has(tenantId)) };
    },
    tenant: async (connection, tenantId) =>
      idsOf(connection).has(tenantId) ? await runs.tenant(connection, tenantId) : undefined,
  };
}

/** The past of these tenants; that of the partner connection where it is asked for alone. */
export function pastWithin(past: HistoryParts, own: OwnTenants): HistoryParts {
  const { history, incidentHistory } = past;
  const whom = (connection: string, { tenantId, tenantIds }: Whom): Whom => {
    const ids = own.get(connection) ?? NOBODY;
    if (tenantId === undefined) return { tenantIds: tenantIds?.filter((id) => ids.has(id)) ?? [...ids] };
    return tenantId === PARTNER_STATE_KEY || ids.has(tenantId) ? { tenantId } : { tenantIds: [] };
  };
  const daily: HistoryStore['daily'] = (connection, query) => {
    const { tenantId, tenantIds, ...rest } = query;
    return history.daily(connection, { ...rest, ...whom(connection, query) });
  };
  const incidents: IncidentHistory['incidents'] = (query) => {
    const { tenantId, tenantIds, ...rest } = query;
    return incidentHistory.incidents({ ...rest, ...whom(query.connection, query) });
  };
  return {
    ...past,
    connections: past.connections.filter(({ name }) => own.has(name)),
    runs: runsWithin(past.runs, own),
    history: { daily },
    incidentHistory: { incidents },
  };
}
