import type { Tenant } from '../../model/tenants/tenant.ts';
import { countOf } from '../../model/text/format.ts';
import { isMissing, type PermissionRow } from './permission-row.ts';
import type { PermissionsReading } from './read-permissions.ts';

/** A permission over the whole fleet, and the tenants that lack it. */
export interface FleetRow extends PermissionRow {
  lacking: readonly Tenant[];
}

const WORST: readonly PermissionRow['verdict'][] = [
  'not-asked',
  'not-granted',
  'not-live',
  'no-role',
  'not-in-token',
  'unknown',
  'surplus',
  'granted',
  'held',
];

/** Each permission once, as it stands at its worst tenant; what some tenants lack most first. */
export function toFleetRows({ tenants }: Pick<PermissionsReading, 'tenants'>): FleetRow[] {
  const all = tenants.flatMap(({ tenant, rows }) => rows.map((row) => ({ row, tenant })));
  const byKey = Map.groupBy(all, ({ row }) => `${row.resourceId} ${row.kind} ${row.permission}`);
  const whole = tenants.length;
  return [...byKey.values()]
    .map((found): FleetRow => {
      const rows = found.map(({ row }) => row);
      const [worst] = rows.toSorted((a, b) => WORST.indexOf(a.verdict) - WORST.indexOf(b.verdict));
      if (!worst) throw new Error('a permission that no tenant has');
      const lacking = found.filter(({ row }) => isMissing(row)).map(({ tenant }) => tenant);
      const unread = rows.filter(({ verdict }) => verdict === 'unknown').length;
      const counts = [
        ...(lacking.length > 0 ? [`Lacking in ${lacking.length} of ${countOf(whole, 'tenant')}`] : []),
        ...(unread > 0 ? [`${lacking.length > 0 ? 'unknown' : 'Unknown'} in ${unread}`] : []),
      ].join(', ');
      return {
        ...worst,
        granted: every(rows.map(({ granted }) => granted)),
        live: every(rows.map(({ live }) => live)),
        why: counts === '' ? worst.why : `${counts}. ${worst.why}`,
        lacking,
      };
    })
    .toSorted((a, b) => b.lacking.length - a.lacking.length);
}

/** True only where all are, false where one is not. */
function every(values: readonly (boolean | null)[]): boolean | null {
  if (values.includes(false)) return false;
  return values.includes(null) ? null : true;
}
