import { worstStatus } from '../../model/causes/evidence.ts';
import { type TenantGroup, tenantGroupOf } from '../../model/checks/check.ts';
import {
  type CurrentState,
  type KeptStatus,
  type KnownRuns,
  type KnownTenant,
  PARTNER_STATE_KEY,
} from './run-store.ts';

/** What is known of a connection, whichever runs it came from. */
export interface KnownState {
  partner: CurrentState[];
  /** Those on the customer list as it was read last, and those that were tested since. */
  tenants: KnownTenantState[];
  /** When the customer list was last read whole; null for never. */
  listReadAt: number | null;
}

export interface KnownTenantState extends KnownTenant {
  /** The newest verdict of each check; empty where none was ever answered. */
  states: CurrentState[];
  /** The worst of them; null where there is none. */
  status: KeptStatus | null;
  areas: TestedArea[];
  /** It was tested since it was last on the list, if ever. */
  unlisted?: true;
}

/** The checks of one group, such as those of Graph. Of them the newest answer tells when it was tested: what hangs on a broken one has none. */
export interface TestedArea {
  group: TenantGroup;
  testedAt: number;
  freshUntil: number;
}

/** Reads what is known. Asks nobody. */
export async function readKnownState(runs: KnownRuns, connection: string): Promise<KnownState> {
  const { listReadAt, tenants } = await runs.fleet(connection);
  const states = Map.groupBy(await runs.currentStates(connection), (state) => state.tenantId);
  const known = tenants.map((tenant) => toTenantState(tenant, states.get(tenant.tenantId) ?? [], listReadAt));
  return {
    partner: states.get(PARTNER_STATE_KEY) ?? [],
    tenants: known.filter((tenant) => listReadAt === null || lastSign(tenant) >= listReadAt),
    listReadAt,
  };
}

function toTenantState(tenant: KnownTenant, states: CurrentState[], listReadAt: number | null): KnownTenantState {
  const worst = worstStatus(states.map(({ status }) => status));
  const areas = [...Map.groupBy(states, ({ checkId }) => tenantGroupOf(checkId))].flatMap(([group, own]) => {
    if (group === undefined) return [];
    const testedAt = Math.max(...own.map((state) => state.testedAt));
    return [{ group, testedAt, freshUntil: Math.max(...own.map((state) => state.freshUntil)) }];
  });
  const unlisted = listReadAt !== null && tenant.lastSeenAt < listReadAt;
  return { ...tenant, states, status: worst === 'skipped' ? null : worst, areas, ...(unlisted && { unlisted }) };
}

/** When the tenant was last on the list, or tested though it was not on it. */
function lastSign({ lastSeenAt, areas }: KnownTenantState): number {
  return Math.max(lastSeenAt, ...areas.map(({ testedAt }) => testedAt));
}
