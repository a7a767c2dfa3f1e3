import type { GdapRelationship, RelationshipList } from '../../model/cloud/microsoft-cloud.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import { countOf } from '../../model/text/format.ts';
import { type ExpiryJudgement, type ExpiryProblem, judgement, keyOf } from './expiry-finding.ts';
import { judgeCustomer } from './judge-customer.ts';

const what = 'gdap-relationships';

/**
 * When delegated access to each customer ends, has ended or waits for approval: at most one finding a customer. Of
 * several relationships the one that lasts longest counts. `customers`: the customer list, undefined when it could not
 * be read; an ended relationship matters only while its customer is on it. Customers that never had a relationship
 * are none of its business.
 */
export function judgeRelationships(
  { relationships, unusableEntries }: RelationshipList,
  customers: readonly Tenant[] | undefined,
  now: number,
): ExpiryJudgement {
  const result = judgement();
  const listed = customers && new Map(customers.map((tenant) => [tenant.tenantId.toLowerCase(), tenant]));
  let undecided = 0;
  for (const group of groupByCustomer(relationships)) {
    const { tenantId } = group[0].customer;
    const tenant = tenantId === null ? undefined : listed?.get(tenantId);
    const membership = listed === undefined ? 'unknown' : tenant ? 'listed' : 'gone';
    const { findings, problems, notes, needsList } = judgeCustomer({ relationships: group, tenant, membership, now });
    result.findings.push(...findings);
    result.problems.push(...problems);
    result.notes.push(...notes);
    if (needsList) undecided += 1;
  }
  if (undecided > 0) result.problems.push(toUndecided(undecided));
  if (unusableEntries > 0) result.problems.push(toUnusable(unusableEntries));
  return result;
}

type Group = [GdapRelationship, ...GdapRelationship[]];

/** The relationships of each customer; a request whose customer is not known yet stands alone. */
function groupByCustomer(relationships: readonly GdapRelationship[]): Iterable<Group> {
  const groups = new Map<string, Group>();
  for (const one of relationships) {
    const place = one.customer.tenantId ?? `without customer ${one.id}`;
    const group = groups.get(place);
    if (group) group.push(one);
    else groups.set(place, [one]);
  }
  return groups.values();
}

function toUndecided(count: number): ExpiryProblem {
  const reason = `The delegated access to ${countOf(count, 'tenant')} has ended, but whether they are still customers cannot be told, since the customer list could not be read.`;
  return { what, reason, unjudged: [keyOf('gdap-relationship', '')] };
}

function toUnusable(count: number): ExpiryProblem {
  const reason = `${countOf(count, 'delegated admin relationship')} could not be read, so nobody can say when they end.`;
  return { what, reason, unjudged: [keyOf('gdap-relationship', '')] };
}
