import { isBad } from '../../model/causes/evidence.ts';
import { CHECKS } from '../../model/checks/catalogue.ts';
import {
  APP_PROOF_IDS,
  type Check,
  type CheckId,
  skippedCheck,
  type TenantResult,
  tenantGroupOf,
  toCheck,
} from '../../model/checks/check.ts';
import { judgeRefusedSecret } from '../../model/checks/credentials-shape.ts';
import { GRAPH } from '../../model/cloud/app-grants.ts';
import type { AppOnlyConnection } from '../../model/cloud/connection.ts';
import type { MicrosoftCloud, TokenGrant } from '../../model/cloud/microsoft-cloud.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import { isDomain } from '../../model/tenants/tenant-id.ts';
import type { PartnerChain } from '../chains/partner-chain.ts';
import { tenantStatus } from '../chains/tenant-chain.ts';
import { judgeAppPolicies, judgeEnds, judgeMfaReport, judgePrincipal, judgeRoles } from './app-judgements.ts';

const NO_TOKEN = 'Not tested: the app gets no token.';
const BLOCKED =
  'A Conditional Access policy for workload identities keeps the app out; policies for people do not apply to it. Its sign-ins are in the log of service principal sign-ins.';
/** What the tenant is called is no check: where it can't be read it goes by what was given. */
const NAMELESS = { displayName: null, defaultDomainName: null };
const FORBIDDEN = 'Not tested: the app may not read it. app.permissions says what is missing.';

/** Tests what an app by itself hangs on: its values, and a token in its own tenant, which is the only one there is to test. */
export async function testApp(
  cloud: MicrosoftCloud,
  connection: AppOnlyConnection,
  shape: Check,
): Promise<PartnerChain> {
  const { name, tenant } = connection;
  const answer = await cloud.ask({ id: 'entra.token', authorityTenant: tenant, resource: 'graph' });
  const made = toCheck('app.token', answer, { request: 'entra.token', place: 'customer' });
  const check = judgeRefusedSecret(made, connection);
  const tokenCheck = check.cause === 'access.conditional-access' ? { ...check, reason: BLOCKED } : check;
  const checks = [shape, tokenCheck];
  if (!answer.ok) return { checks, tenantId: tenant, stop: tokenCheck.status === 'skipped' ? 'interrupted' : 'token' };
  const { tenantId = tenant } = answer.value.describe();
  const token = answer.value.accessToken;
  const organization = await cloud.ask({ id: 'graph.organization', token, tenantId });
  const { displayName, defaultDomainName } = organization.ok ? organization.value : NAMELESS;
  const domain = isDomain(tenant) ? tenant : defaultDomainName;
  const own: Tenant = { tenantId, displayName: displayName ?? (domain ? null : name), defaultDomainName: domain };
  return { checks, tenantId, grant: answer.value, customers: [own] };
}

export interface AppTenantOptions {
  cloud: MicrosoftCloud;
  connection: AppOnlyConnection;
  /** What `testApp` was given. */
  grant: TokenGrant | undefined;
  now: number;
}

/** Tests the app's tenant with the token that the app was given there. All side by side: nothing else is needed by all. */
export async function testAppTenant(tenant: Tenant, options: AppTenantOptions): Promise<TenantResult> {
  const { grant, cloud, connection, now } = options;
  if (!grant) {
    const checks = APP_PROOF_IDS.map((id) => skippedCheck(id, NO_TOKEN));
    return { ...tenant, status: tenantStatus(checks), checks };
  }
  const { tenantId } = tenant;
  const token = grant.accessToken;
  const grants = cloud.ask({ id: 'graph.grants', token, tenantId, resources: [GRAPH] });
  const makeCheck = async (id: CheckId): Promise<Check> => {
    switch (id) {
      case 'app.principal':
        return judgePrincipal(await grants);
      case 'app.credentials':
        return judgeEnds(await cloud.ask({ id: 'graph.application', token }), connection, now);
      case 'app.permissions':
        return judgeRoles(rolesOf(grant));
      case 'tenant.policies':
        return judgeAppPolicies(await cloud.ask({ id: 'graph.policies', token, tenantId }), await grants);
      default: {
        const { asks } = CHECKS[id];
        if (asks?.id !== 'graph.read') throw new Error(`nothing makes the check ${id} here`);
        const answer = await cloud.ask({ ...asks, token, tenantId });
        if (id === 'app.mfa-report') return judgeMfaReport(answer, rolesOf(grant));
        return toCheck(id, answer, { request: asks.id, place: 'customer' });
      }
    }
  };
  const made = await Promise.all(APP_PROOF_IDS.map(makeCheck));
  const lacks = made.some(({ id, status }) => id === 'app.permissions' && isBad(status));
  // What is refused for a permission that is known to be missing is one fault, and told once.
  const checks = made.map((check) =>
    lacks && check.evidence?.httpStatus === 403 && check.cause !== 'unknown'
      ? skippedCheck(check.id, FORBIDDEN)
      : check,
  );
  const swept = checks.filter(({ id }) => tenantGroupOf(id) !== undefined);
  return { ...tenant, status: tenantStatus(checks), checks, swept };
}

/** What the token carries; undefined where it can't be read. */
function rolesOf(grant: TokenGrant): readonly string[] | undefined {
  const { roles, authenticationMethods } = grant.describe();
  return roles ?? (authenticationMethods === null ? undefined : []);
}
