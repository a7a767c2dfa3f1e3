import type { Owner } from '../../model/causes/cause.ts';
import { type Connection, LOGIN_HOSTS } from '../../model/cloud/connection.ts';
import { rolesFor } from '../../model/permissions/role-needs.ts';
import { isGuid } from '../../model/tenants/tenant-id.ts';
import { isDrifted, type PermissionRow } from './permission-row.ts';
import type { TenantPermissions } from './read-permissions.ts';

export interface NextStep {
  owner: Owner;
  text: string;
  /** Whether the consent page mends it. */
  byConsent: boolean;
}

const ADD_TO_APP =
  'Add what the app does not ask for under API permissions of its registration, then renew the consent in every tenant.';
const BY_CUSTOMER =
  'A Global Administrator or Privileged Role Administrator of the tenant opens the consent page: application permissions can’t be given on a customer’s behalf.';
const BY_PARTNER =
  'Renew the consent on the customer’s behalf (in CIPP: refresh the tenant’s CPV permissions). Where that is refused, a Global Administrator of the tenant opens the consent page.';
const UNSEEN = `If the consent was renewed within the hour, look again then: a token carries it later. Else: ${BY_PARTNER}`;
const roleStep = (roles: readonly string[]): string =>
  `Give the account’s GDAP group ${roles.length > 0 ? roles.join(' and ') : 'a role that reads it, such as Global Reader'}: the app has the permission already. A role that the relationship lacks takes a new relationship.`;
const READER = 'Global Reader';
const WAIT = 'Nothing is to be granted: a new token carries it within the hour. Look again then.';
const MEND = 'Test this tenant and mend what it names, then look again.';
/** Of the causes without a token those that a consent mends. */
const CONSENT_CAUSES: ReadonlySet<string> = new Set(['consent.missing', 'app.not-in-tenant']);

/** The one next step for a tenant; undefined where nothing is left to do. */
export function nextStepFor({ rows, problem, unread, verdict }: TenantPermissions): NextStep | undefined {
  if (problem) {
    const byConsent = CONSENT_CAUSES.has(problem.cause);
    return { owner: problem.owner, text: byConsent ? BY_PARTNER : MEND, byConsent };
  }
  const needed = rows.filter((row) => row.required || (verdict === 'drifted' && isDrifted(row)));
  const some = (wanted: PermissionRow['verdict'], kind?: PermissionRow['kind']): boolean =>
    needed.some((row) => row.verdict === wanted && (kind === undefined || row.kind === kind));
  if (some('not-asked')) return { owner: 'partner', text: ADD_TO_APP, byConsent: false };
  if (some('not-granted', 'application')) return { owner: 'customer', text: BY_CUSTOMER, byConsent: true };
  if (some('not-granted')) return { owner: 'partner', text: BY_PARTNER, byConsent: true };
  if (some('not-live')) return { owner: 'partner', text: UNSEEN, byConsent: true };
  if (some('no-role')) return { owner: 'partner', text: roleStep(lackingRoles(needed)), byConsent: false };
  if (some('not-in-token')) return { owner: 'partner', text: WAIT, byConsent: false };
  if (verdict !== 'unknown') return undefined;
  const opens = [...new Set(unread.flatMap(({ permission }) => permission ?? []))];
  if (opens.length === 0) return { owner: 'partner', text: MEND, byConsent: false };
  return { owner: 'partner', text: `Grant ${opens.join(' and ')}, so that the rest can be read.`, byConsent: true };
}

/** The least roles that open all that no role gives. */
function lackingRoles(rows: readonly PermissionRow[]): string[] {
  const missing = rows.flatMap(({ verdict, permission }) => (verdict === 'no-role' ? [rolesFor(permission)] : []));
  if (missing.every((roles) => roles.length === 0 || roles.includes(READER))) return missing.length > 0 ? [READER] : [];
  return [...new Set(missing.flatMap(([first]) => first ?? []))];
}

/** Where an administrator of the tenant consents to all that the app asks for; undefined for a tenant without an id. */
export function consentUrl({ cloud, applicationId }: Connection, tenantId: string): string | undefined {
  if (!isGuid(tenantId) || !isGuid(applicationId)) return undefined;
  return `https://${LOGIN_HOSTS[cloud]}/${tenantId}/adminconsent?client_id=${applicationId}`;
}
