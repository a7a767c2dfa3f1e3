import { PARTNER_STATE_KEY, type RunStore } from '../ports/run-store.ts';

/** Since when each of these tenants has been failing without a pass in between, where that was recorded. */
export async function readFailingSince(
  { runs }: { runs: RunStore },
  connection: string,
  tenantIds: readonly string[],
): Promise<Map<string, number>> {
  const since = new Map<string, number>();
  const wanted = tenantIds.length === 0 ? [PARTNER_STATE_KEY] : tenantIds;
  for (const { tenantId, failingSince } of await runs.currentStates(connection, { tenantIds: wanted, onlyBad: true })) {
    if (failingSince === null) continue;
    since.set(tenantId, Math.min(failingSince, since.get(tenantId) ?? failingSince));
  }
  return since;
}
