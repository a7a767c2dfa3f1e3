import type { RefusingTenant } from '../../model/causes/cause.ts';
import { isBad, worstStatus } from '../../model/causes/evidence.ts';
import { CHECKS } from '../../model/checks/catalogue.ts';
import {
  type Check,
  type CheckId,
  NO_TOKEN,
  skippedCheck,
  type TenantGroup,
  type TenantResult,
  tenantCheckIds,
  toCheck,
} from '../../model/checks/check.ts';
import type { SamConnection } from '../../model/cloud/connection.ts';
import type { MicrosoftCloud, TokenGrant } from '../../model/cloud/microsoft-cloud.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';

export interface TenantChainOptions {
  cloud: MicrosoftCloud;
  connection: SamConnection;
  /** The partner's own tenant is the partner's to mend. */
  place: Exclude<RefusingTenant, 'unknown'>;
  only?: TenantGroup | undefined;
}

/** What a check came to, and the token it got, if that is what it asks for. */
export interface ChainLink {
  check: Check;
  grant?: TokenGrant | undefined;
}

export type ChainLinks = ReadonlyMap<CheckId, Promise<ChainLink>>;

/**
 * Begins a tenant's checks. Each waits until those it needs have passed: what hangs on a broken link is skipped and
 * says so, all else runs side by side.
 */
export function beginLinks(tenant: Tenant, options: TenantChainOptions): ChainLinks {
  const links = new Map<CheckId, Promise<ChainLink>>();
  for (const id of tenantCheckIds(options.only)) links.set(id, makeCheck(id, tenant, links, options));
  return links;
}

export async function testTenant(tenant: Tenant, options: TenantChainOptions): Promise<TenantResult> {
  const links = beginLinks(tenant, options);
  const checks = (await Promise.all(links.values())).map(({ check }) => check);
  return { ...tenant, status: tenantStatus(checks), checks };
}

async function makeCheck(
  id: CheckId,
  tenant: Tenant,
  links: ChainLinks,
  options: TenantChainOptions,
): Promise<ChainLink> {
  const { needs, asks } = CHECKS[id];
  const needed: ChainLink[] = [];
  for (const need of needs) {
    const link = await links.get(need);
    if (link) needed.push(link);
  }
  const broken = needed.find(({ check }) => isBad(check.status) || check.status === 'skipped');
  if (broken) return { check: skippedCheck(id, whyNot(broken.check)) };
  const { cloud, connection, place } = options;
  if (asks?.id === 'entra.token') {
    const legacyClient = asks.resource === 'exchange' && connection.exchange.kind === 'legacy';
    const authorityTenant = legacyClient ? (tenant.defaultDomainName ?? tenant.tenantId) : tenant.tenantId;
    const answer = await cloud.ask({ ...asks, authorityTenant, legacyClient });
    const check = toCheck(id, answer, { request: asks.id, place, legacyClient });
    return { check, grant: answer.ok ? answer.value : undefined };
  }
  const token = needed.find(({ grant }) => grant)?.grant?.accessToken;
  if (!token || (asks?.id !== 'graph.read' && asks?.id !== 'exchange.read'))
    throw new Error(`nothing makes the check ${id} here`);
  const answer = await cloud.ask({ ...asks, token, tenantId: tenant.tenantId });
  return { check: toCheck(id, answer, { request: asks.id, place }) };
}

function whyNot({ id, status, reason }: Check): string {
  if (status === 'skipped') return reason ?? NO_TOKEN;
  return CHECKS[id].asks?.id === 'entra.token' ? NO_TOKEN : `Not tested: ${id} comes first.`;
}

/** The worst check's status. A chain that was cut off before anything failed has not been tested: it is never green. */
export function tenantStatus(checks: readonly Check[]): TenantResult['status'] {
  const worst = worstStatus(checks.map((check) => check.status));
  const cutOff = !isBad(worst) && checks.some((check) => check.status === 'skipped');
  return cutOff ? 'skipped' : worst;
}
