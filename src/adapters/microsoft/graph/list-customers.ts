import { z } from 'zod';
import type { Answer, CustomerList, Fault } from '../../../core/ports/microsoft-cloud.ts';
import type { Tenant } from '../../../core/tenants/tenant.ts';
import { isGuid } from '../../../core/tenants/tenant-id.ts';
import { toSafeText } from '../../../core/text/safe-text.ts';
import type { Secret } from '../../../core/text/secret.ts';
import { type GraphParts, graphGet } from './graph-get.ts';

const pageSchema = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().optional() });
const name = z.string().nullish().catch(null);
const contractSchema = z.object({ customerId: z.string(), defaultDomainName: name, displayName: name });
const gdapCustomerSchema = z.object({ tenantId: z.string(), displayName: name });

/** Names longer than this are cut at the edge; no directory accepts them. */
const LONGEST_NAME = 4096;
/** 999 a page: more than a million customers. */
const MOST_PAGES = 1200;

/**
 * Every page of `contracts`, united with `delegatedAdminCustomers`, which knows customers that are reached through
 * GDAP alone. The first list has to be complete; what keeps the second away is told beside the result.
 */
export async function listCustomers(token: Secret, parts: GraphParts): Promise<Answer<CustomerList>> {
  const [contracts, gdap] = await Promise.all([
    readPages('/v1.0/contracts?$top=999', token, parts),
    readPages('/v1.0/tenantRelationships/delegatedAdminCustomers?$top=300', token, parts),
  ]);
  if (!contracts.ok) return contracts;
  const customers = new Map<string, Tenant>();
  let unusableEntries = 0;
  const add = (tenant: Tenant | undefined): void => {
    if (!tenant) unusableEntries += 1;
    else if (!customers.has(tenant.tenantId)) customers.set(tenant.tenantId, tenant);
  };
  for (const entry of contracts.value) add(toContractTenant(entry));
  if (gdap.ok) for (const entry of gdap.value) add(toGdapTenant(entry));
  return {
    ok: true,
    attempts: contracts.attempts + gdap.attempts,
    durationMs: Math.max(contracts.durationMs, gdap.durationMs),
    value: { customers: [...customers.values()], unusableEntries, ...(gdap.ok ? {} : { gdapFault: gdap.fault }) },
  };
}

/** Follows next links verbatim until there is none. An empty page may still lead on. */
async function readPages(path: string, token: Secret, parts: GraphParts): Promise<Answer<unknown[]>> {
  const entries: unknown[] = [];
  const seen = new Set<string>();
  let attempts = 0;
  let durationMs = 0;
  let next: string | undefined = path;
  while (next !== undefined) {
    const fault = seen.has(next)
      ? 'Graph’s next page leads back to itself'
      : seen.size >= MOST_PAGES
        ? 'Graph’s list has no end'
        : undefined;
    if (fault) return { ok: false, fault: { kind: 'malformed', detail: fault }, attempts, durationMs };
    seen.add(next);
    const answer: Answer<unknown> = await graphGet({ token, tenant: 'partner', path: next }, parts);
    attempts += answer.attempts;
    durationMs += answer.durationMs;
    if (!answer.ok) return { ...answer, attempts, durationMs };
    const page = pageSchema.safeParse(answer.value);
    if (!page.success) {
      const malformed: Fault = { kind: 'malformed', detail: 'Graph’s customer list is not a list', httpStatus: 200 };
      return { ok: false, fault: malformed, attempts, durationMs };
    }
    for (const entry of page.data.value) entries.push(entry);
    next = page.data['@odata.nextLink'];
  }
  return { ok: true, value: entries, attempts, durationMs };
}

function toContractTenant(entry: unknown): Tenant | undefined {
  const parsed = contractSchema.safeParse(entry);
  if (!parsed.success || !isGuid(parsed.data.customerId)) return undefined;
  const { customerId, displayName, defaultDomainName } = parsed.data;
  return {
    tenantId: customerId.toLowerCase(),
    displayName: toName(displayName),
    defaultDomainName: toName(defaultDomainName)?.toLowerCase() ?? null,
  };
}

function toGdapTenant(entry: unknown): Tenant | undefined {
  const parsed = gdapCustomerSchema.safeParse(entry);
  if (!parsed.success || !isGuid(parsed.data.tenantId)) return undefined;
  const { tenantId, displayName } = parsed.data;
  return { tenantId: tenantId.toLowerCase(), displayName: toName(displayName), defaultDomainName: null };
}

/** A name without control and bidirectional characters, null when nothing is left. Markup stays: renderers escape it. */
function toName(text: string | null | undefined): string | null {
  return text ? toSafeText(text, { maxLength: LONGEST_NAME }) || null : null;
}
