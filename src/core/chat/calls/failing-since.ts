import { type KnownRuns, PARTNER_STATE_KEY } from '../../diagnosis/report/run-store.ts';
import { GROUPS } from '../../model/checks/catalogue.ts';
import { type TenantGroup, tenantGroupOf } from '../../model/checks/check.ts';

/**
 * Since when each of these tenants has been failing without a pass in between, where that was recorded; for no tenants
 * the partner connection itself. `isAbout` leaves out what other checks of a tenant say.
 */
export async function readFailingSince(
  { runs }: { runs: KnownRuns },
  connection: string,
  tenantIds: readonly string[],
  isAbout: (checkId: string, tenantId: string) => boolean = () => true,
): Promise<Map<string, number>> {
  const since = new Map<string, number>();
  const wanted = tenantIds.length === 0 ? [PARTNER_STATE_KEY] : tenantIds;
  const states = await runs.currentStates(connection, { tenantIds: wanted, onlyBad: true });
  for (const { tenantId, checkId, failingSince } of states) {
    if (failingSince === null || !isAbout(checkId, tenantId)) continue;
    since.set(tenantId, Math.min(failingSince, since.get(tenantId) ?? failingSince));
  }
  return since;
}

/** Whether a check belongs to what is tested: one group, or all where none is named. */
export function isOfGroup(checkId: string, only: TenantGroup | undefined): boolean {
  return only === undefined || tenantGroupOf(checkId) === only;
}

/** Tenants of which one group is tested while another is known to fail: that other one, by its title. */
export async function readFailingElsewhere(
  { runs }: { runs: KnownRuns },
  connection: string,
  groups: ReadonlyMap<string, TenantGroup | undefined>,
): Promise<Map<string, string>> {
  const elsewhere = new Map<string, string>();
  const tenantIds = [...groups].flatMap(([tenantId, only]) => (only === undefined ? [] : [tenantId]));
  if (tenantIds.length === 0) return elsewhere;
  for (const { tenantId, checkId } of await runs.currentStates(connection, { tenantIds, onlyBad: true })) {
    const group = tenantGroupOf(checkId);
    if (group !== undefined && !isOfGroup(checkId, groups.get(tenantId))) elsewhere.set(tenantId, GROUPS[group].title);
  }
  return elsewhere;
}
