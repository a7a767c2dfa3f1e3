import type { CauseId } from '../model/causes/cause.ts';
import { classifyFault } from '../model/causes/classify.ts';
import type { SamConnection } from '../model/cloud/connection.ts';
import { listCustomers } from '../model/cloud/list-customers.ts';
import type {
  Answer,
  Fault,
  MicrosoftCloud,
  MicrosoftCloudFactory,
  TokenDescription,
  TokenGrant,
} from '../model/cloud/microsoft-cloud.ts';
import { type Tenant, tenantLabel } from '../model/tenants/tenant.ts';
import { type Ending, endingOf, type NotRenewed, refuse } from './renewal-ending.ts';

/** What the token before was: the new one may be no less. Null where nobody knows. */
export interface TokenBefore {
  tenantId: string;
  account: { id: string | null; name: string | null };
  scopes: readonly string[] | null;
}

export interface Proof {
  tenantId: string;
  account: string;
  accountId: string | null;
  scopes: string[];
  /** Template ids of the roles that the account holds in the partner's tenant; null where the token does not tell. */
  roleIds: readonly string[] | null;
  /** The customer in whose tenant it was redeemed; null where the list names none, or `unconsented` says why. */
  customer: Tenant | null;
  /** A first sign-in whose app no customer knows yet: what the first of them answers. */
  unconsented: string | null;
  /** Everybody whom it lists, but for the partner. */
  customers: readonly Tenant[];
  /** The account is another than before. */
  otherThan: string | null;
}

export type ProofResult = { ok: true; proof: Proof; connection: SamConnection } | NotRenewed;

interface Proving {
  grant: TokenGrant;
  /** As configured. */
  connection: SamConnection;
  expected: TokenBefore;
  /** There was no token before: nothing is lost where no customer has consented to the app yet. */
  first: boolean;
  /** The token was got by device code. */
  device: boolean;
  clouds: MicrosoftCloudFactory;
  signal: AbortSignal;
}

/** One customer may have a policy of its own: so many are tried before the token is called useless. */
const MOST_CUSTOMERS = 5;

/** Looks at the token's claims, then redeems it where it will be used. Nothing is kept. */
export async function proveSignIn(proving: Proving): Promise<ProofResult> {
  const { grant, connection, expected, first, device, clouds, signal } = proving;
  const refreshToken = grant.rotatedRefreshToken;
  if (!refreshToken) return refuse(endingOf('no-refresh-token'));
  const description = grant.describe();
  const fault = judgeClaims(description, connection, expected);
  if (fault) return refuse(fault);
  const candidate: SamConnection = { ...connection, refreshToken, ...(device ? { publicClient: true } : {}) };
  const cloud = clouds.open({ connection: candidate, concurrency: 2, signal });
  try {
    const redeemed = await redeemEverywhere(cloud, expected.tenantId, first);
    if ('ending' in redeemed) return refuse(redeemed.ending);
    const { account = '', accountId = null, scopes = [], roleIds = null } = description;
    const proof: Proof = {
      tenantId: expected.tenantId,
      account: account || (accountId ?? ''),
      accountId,
      scopes: [...scopes],
      roleIds,
      ...redeemed,
      otherThan: otherThan(description, expected),
    };
    return { ok: true, proof, connection: candidate };
  } finally {
    await cloud.close();
  }
}

function judgeClaims(
  { tenantId, homeTenantId, clientId, authenticationMethods, scopes }: TokenDescription,
  { applicationId }: SamConnection,
  expected: TokenBefore,
): Ending | undefined {
  if (tenantId !== undefined && !isSame(tenantId, expected.tenantId)) return endingOf('wrong-tenant');
  if (homeTenantId !== undefined && !isSame(homeTenantId, expected.tenantId)) return endingOf('guest-account');
  if (clientId !== undefined && !isSame(clientId, applicationId)) return endingOf('wrong-client');
  // Who it is for is as little to be guessed as how it was got.
  if (authenticationMethods === null || tenantId === undefined || clientId === undefined)
    return endingOf('mfa-unproved');
  if (!authenticationMethods.includes('mfa')) return endingOf('no-mfa');
  const missing = (expected.scopes ?? []).filter((scope) => !scopes?.some((one) => isSame(one, scope)));
  return missing.length > 0 ? endingOf('fewer-scopes', { missing: missing.join(', ') }) : undefined;
}

/** Ids decide where both are known: names change. */
function otherThan({ account, accountId }: TokenDescription, { account: before }: TokenBefore): string | null {
  if (before.id !== null && accountId !== undefined)
    return isSame(before.id, accountId) ? null : (before.name ?? before.id);
  if (before.name !== null && account !== undefined) return isSame(before.name, account) ? null : before.name;
  return null;
}

/** In the partner's own tenant for both services, and in one customer's. */
async function redeemEverywhere(
  cloud: MicrosoftCloud,
  partner: string,
  isFirst: boolean,
): Promise<Pick<Proof, 'customer' | 'customers' | 'unconsented'> | { ending: Ending }> {
  const redeem = (tenant: string, resource: 'graph' | 'exchange'): Promise<Answer<TokenGrant>> =>
    cloud.ask({ id: 'entra.token', authorityTenant: tenant, resource });
  const [graph, exchange] = await Promise.all([redeem(partner, 'graph'), redeem(partner, 'exchange')]);
  if (!graph.ok) return { ending: notRedeemed('Graph in the partner’s own tenant', graph.fault) };
  if (!exchange.ok) return { ending: notRedeemed('Exchange in the partner’s own tenant', exchange.fault) };
  const list = await listCustomers(cloud, graph.value.accessToken);
  if (!list.ok) return { ending: notRedeemed('the list of customers', list.fault) };
  const customers = list.value.customers.filter(({ tenantId }) => !isSame(tenantId, partner));
  let first: Ending | undefined;
  for (const customer of customers.slice(0, MOST_CUSTOMERS)) {
    const answer = await redeem(customer.tenantId, 'graph');
    if (answer.ok) return { customer, customers, unconsented: null };
    first ??= notRedeemed(`the customer ${tenantLabel(customer)}`, answer.fault);
  }
  if (!first) return { customer: null, customers, unconsented: null };
  const isUnknown = first.cause === 'consent.missing' || first.cause === 'app.not-in-tenant';
  return isFirst && isUnknown ? { customer: null, customers, unconsented: first.reason } : { ending: first };
}

function notRedeemed(what: string, fault: Fault): Ending {
  if (fault.kind === 'aborted') return endingOf('interrupted');
  const verdict: { cause: CauseId; reason: string } = classifyFault(fault, {
    request: 'entra.token',
    place: 'partner',
  });
  return endingOf('not-redeemed', { what, cause: verdict.cause, says: verdict.reason });
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
