import { PARTNER_STATE_KEY, type RunStore } from '../../diagnosis/report/run-store.ts';
import type { Only } from '../../model/checks/check.ts';

/**
 * Since when each of these tenants has been failing without a pass in between, where that was recorded; for no tenants
 * the partner connection itself. `isAbout` leaves out what other checks of a tenant say.
 */
export async function readFailingSince(
  { runs }: { runs: RunStore },
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

/** Whether a check belongs to what is tested: one of the two pairs, or both where none is named. */
export function isOfPair(checkId: string, only: Only | undefined): boolean {
  return only === undefined || checkId.startsWith(`${only}.`);
}

/** Tenants of which one pair is tested while the other is known to fail: that other one, by its name. */
export async function readFailingElsewhere(
  { runs }: { runs: RunStore },
  connection: string,
  pairs: ReadonlyMap<string, Only | undefined>,
): Promise<Map<string, string>> {
  const elsewhere = new Map<string, string>();
  const tenantIds = [...pairs].flatMap(([tenantId, only]) => (only === undefined ? [] : [tenantId]));
  if (tenantIds.length === 0) return elsewhere;
  for (const { tenantId, checkId } of await runs.currentStates(connection, { tenantIds, onlyBad: true })) {
    if (isOfPair(checkId, pairs.get(tenantId))) continue;
    elsewhere.set(tenantId, checkId.startsWith('graph.') ? 'Graph' : 'Exchange');
  }
  return elsewhere;
}
