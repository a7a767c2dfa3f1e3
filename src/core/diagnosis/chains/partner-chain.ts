import { classifyFault } from '../../model/causes/classify.ts';
import { type Check, skippedCheck, toCheck } from '../../model/checks/check.ts';
import {
  inspectCredentials,
  judgeRefusedSecret,
  type RawCredentials,
  type ShapeFinding,
} from '../../model/checks/credentials-shape.ts';
import type { SamConnection } from '../../model/cloud/connection.ts';
import { isRefusedRight } from '../../model/cloud/is-refused-right.ts';
import { listCustomers } from '../../model/cloud/list-customers.ts';
import type { CustomerList, Fault, MicrosoftCloud, TokenGrant } from '../../model/cloud/microsoft-cloud.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import { countOf } from '../../model/text/format.ts';

/** What testing the partner connection gave. `customers` is undefined when the list could not be read. */
export interface PartnerChain {
  checks: Check[];
  tenantId: string;
  customers?: Tenant[];
  /** The partner tenant's Graph token, and the refresh token that came with it. */
  grant?: TokenGrant;
  /** Why no tenant may be touched. */
  stop?: 'shape' | 'token' | 'customers' | 'interrupted';
}

/** `credentials.shape`: what can be said of the pasted values without asking anybody. */
export function checkCredentialsShape(raw: RawCredentials): Check {
  const findings = inspectCredentials(raw);
  const status = findings.some((one) => one.severity === 'fail') ? 'fail' : findings.length > 0 ? 'warn' : 'pass';
  const check: Check = { id: 'credentials.shape', status, durationMs: 0, attempts: 0 };
  if (findings.length === 0) return check;
  const worstFirst = [...findings].sort((a, b) => severityRank(a) - severityRank(b));
  const reason = worstFirst.map((finding) => finding.text).join(' ');
  return status === 'fail'
    ? {
        ...check,
        cause: worstFirst.find((one) => one.cause)?.cause ?? 'credential.placeholder',
        owner: 'partner',
        reason,
      }
    : { ...check, reason };
}

const severityRank = (finding: ShapeFinding): number => (finding.severity === 'fail' ? 0 : 1);

/** Customers that are certain while others are still listed. */
export interface ContractsFound {
  tenants: readonly Tenant[];
  /** Of the partner. */
  tenantId: string;
  grant: TokenGrant;
}

/**
 * Tests the partner connection itself: token, MFA claim, customer list. Stops at the first link that all else hangs on.
 */
export async function testPartner(
  cloud: MicrosoftCloud,
  connection: SamConnection,
  shape: Check,
  onContracts?: (found: ContractsFound) => void,
): Promise<PartnerChain> {
  const checks: Check[] = [shape];
  if (connection.exchange.kind === 'legacy') checks.push(LEGACY_CLIENT);
  const grant = await cloud.ask({ id: 'entra.token', authorityTenant: connection.tenant, resource: 'graph' });
  const token = judgeRefusedSecret(
    toCheck('partner.token', grant, { request: 'entra.token', place: 'partner' }),
    connection,
  );
  checks.push(token);
  if (!grant.ok) {
    checks.push(skippedCheck('partner.mfa', NO_PARTNER_TOKEN), skippedCheck('partner.customers', NO_PARTNER_TOKEN));
    return { checks, tenantId: connection.tenant, stop: token.status === 'skipped' ? 'interrupted' : 'token' };
  }
  const { tenantId = connection.tenant, authenticationMethods } = grant.value.describe();
  checks.push(checkMfaClaim(authenticationMethods));
  const answer = await listCustomers(cloud, grant.value.accessToken, (tenants) =>
    onContracts?.({ tenants, tenantId, grant: grant.value }),
  );
  const customers = toCheck('partner.customers', answer, { request: 'graph.customers', place: 'partner' });
  checks.push(answer.ok ? withListRemarks(customers, answer.value) : customers);
  const known = { checks, tenantId, grant: grant.value };
  if (!answer.ok) return { ...known, stop: customers.status === 'skipped' ? 'interrupted' : 'customers' };
  return { ...known, customers: answer.value.customers };
}

const NO_PARTNER_TOKEN = 'Not tested: the token for the partner tenant could not be had.';

const LEGACY_CLIENT: Check = {
  id: 'exchange.client',
  status: 'warn',
  durationMs: 0,
  attempts: 0,
  cause: 'exchange.legacy-client-retired',
  owner: 'partner',
  reason:
    'SAM_EXCHANGE_MODE=legacy uses a client that Microsoft switched off in March 2024. Set it to sam: the app’s own refresh token reaches Exchange too.',
};

function checkMfaClaim(methods: readonly string[] | null): Check {
  const check: Check = { id: 'partner.mfa', status: 'pass', durationMs: 0, attempts: 0 };
  if (methods === null) {
    return {
      ...check,
      status: 'unknown',
      reason: 'The token cannot be read, so nobody can say whether it carries an MFA claim.',
    };
  }
  if (methods.includes('mfa')) return check;
  return {
    ...check,
    status: 'warn',
    cause: 'mfa.claim-missing',
    owner: 'partner',
    reason: 'The token carries no MFA claim. Renew it by signing in with Microsoft MFA.',
  };
}

/** What limits the list is said on it, so that nobody takes it for the whole fleet. */
function withListRemarks(check: Check, list: CustomerList): Check {
  const remarks: string[] = [];
  if (list.gdapFault) {
    remarks.push(`Customers known only through GDAP are not listed: ${gdapReason(list.gdapFault)}`);
  }
  if (list.unusableEntries > 0) {
    remarks.push(
      `${countOf(list.unusableEntries, 'entry', 'entries')} of the customer list had no usable tenant id and could not be tested.`,
    );
  }
  if (list.customers.length === 0) remarks.push('The customer list is empty.');
  return remarks.length === 0 ? check : { ...check, status: 'warn', reason: remarks.join(' ') };
}

function gdapReason(fault: Fault): string {
  const { cause, reason } = classifyFault(fault, { request: 'graph.customers', place: 'partner' });
  const forbidden = isRefusedRight(fault) && cause.startsWith('permission.');
  return forbidden ? 'the app lacks the permission DelegatedAdminRelationship.Read.All.' : reason;
}
