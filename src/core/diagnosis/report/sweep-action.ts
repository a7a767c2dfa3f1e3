import { encodeAction, MOST_ACTION_ID } from '../../cards/action-id.ts';
import type { TenantGroup } from '../../model/checks/check.ts';
import { type TagChoice, tagKey } from '../../model/tenants/tag.ts';
import { isGuid } from '../../model/tenants/tenant-id.ts';

/** Longer names of connections leave no room on a button for a tenant's id. */
const LONGEST_NAME = 40;

/**
 * The button that sweeps the same again: everything, one tenant named by its id, or those of tags that have room. A connection whose name can't
 * stand on a button is left out, and asked for where there are several.
 */
export function sweepAction(
  connection: string,
  only?: TenantGroup,
  tenants: readonly string[] = [],
  tagged?: TagChoice,
): string {
  const [tenant] = tenants;
  const one = tenants.length === 1 && tenant !== undefined && isGuid(tenant) ? [tenant] : [];
  const sweepOf = (...what: string[]): string =>
    encodeAction('sweep', nameOnButton(connection), only ?? 'both', ...what);
  const key = tagged && tenants.length === 0 ? tagKey(tagged) : '';
  const isRoom = sweepOf().length + 1 + key.length <= MOST_ACTION_ID;
  return sweepOf(...(key !== '' && isRoom ? [key] : one));
}

/** The button that proves one tenant's way in; one that is named otherwise than by its id is swept with the rest. */
export function checkAction(connection: string, tenantId: string): string {
  return isGuid(tenantId) ? encodeAction('check', nameOnButton(connection), tenantId) : sweepAction(connection);
}

const nameOnButton = (connection: string): string =>
  connection.length <= LONGEST_NAME && !connection.includes('~') ? connection : '';
