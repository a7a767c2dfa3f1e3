import { toFleetRows } from './fleet-rows.ts';
import { consentUrl, nextStepFor } from './next-step.ts';
import type { PermissionRow } from './permission-row.ts';
import { isDrifted, isMissing } from './permission-row.ts';
import type { PermissionsReading, TenantPermissions } from './read-permissions.ts';

/** `samaritan.permissions/1`: one tenant with all its rows, or the fleet with what each tenant lacks. */
export function toPermissionsJson(reading: PermissionsReading, isFleet: boolean): object {
  const { set, connection, partnerTenantId, tenants, unread } = reading;
  const [one] = tenants;
  const head = { set: set.id, connection: connection.name, partnerTenantId };
  if (!isFleet && one) {
    const { rows, verdict, problem } = one;
    return {
      ...head,
      tenant: tenantJson(one),
      verdict,
      rows,
      unread: [...unread, ...one.unread],
      ...(problem ? { problem } : {}),
      nextStep: nextStepFor(one)?.text ?? null,
      consentUrl: consentUrl(connection, one.tenant.tenantId) ?? null,
    };
  }
  return {
    ...head,
    rows: toFleetRows(reading).map(({ lacking: _lacking, ...row }) => row),
    unread,
    tenants: tenants.map((each) => ({
      ...tenantJson(each),
      verdict: each.verdict,
      missing: each.rows.filter((row) => (row.required && isMissing(row)) || isDrifted(row)).map(shortRow),
      unread: each.unread,
      ...(each.problem ? { problem: each.problem } : {}),
    })),
  };
}

function tenantJson({ tenant }: TenantPermissions) {
  const { tenantId, displayName, defaultDomainName } = tenant;
  return { tenantId, displayName, defaultDomainName };
}

function shortRow({ resource, permission, kind, required, verdict, why }: PermissionRow) {
  return { resource, permission, kind, required, verdict, why };
}
