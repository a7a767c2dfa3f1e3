import { encodeAction } from '../../cards/action-id.ts';
import type { TenantGroup } from '../../model/checks/check.ts';
import { isGuid } from '../../model/tenants/tenant-id.ts';

/** Longer names of connections leave no room on a button for a tenant's id. */
const LONGEST_NAME = 40;

/**
 * The button that sweeps the same again: everything, or one tenant named by its id. A connection whose name can't stand
 * on a button is left out, and asked for where there are several.
 */
export function sweepAction(connection: string, only?: TenantGroup, tenants: readonly string[] = []): string {
  const [tenant] = tenants;
  const one = tenants.length === 1 && tenant !== undefined && isGuid(tenant) ? [tenant] : [];
  const name = connection.length <= LONGEST_NAME && !connection.includes('~') ? connection : '';
  return encodeAction('sweep', name, only ?? 'both', ...one);
}
