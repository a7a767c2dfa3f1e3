import type { CauseId } from '../../model/causes/cause.ts';
import { type Check, type CheckId, skippedCheck, unknownCheck } from '../../model/checks/check.ts';
import type { AccessAssignment } from '../../model/cloud/delegated-access.ts';
import { readsUsers, roleName } from '../../model/cloud/directory-roles.ts';
import type { GdapRelationship } from '../../model/cloud/microsoft-cloud.ts';
import { rolesGive } from '../../model/permissions/role-needs.ts';
import { countOf, toSafeText } from '../../model/text/format.ts';
import { judgeCustomer } from '../expiry/judge-customer.ts';
import { formatDay } from '../expiry/stage.ts';
import { broken, linkOf, listed, passed, type TenantProof, unreadCheck } from './proof.ts';
import { liveOf } from './readings.ts';

/** Whether a delegated admin relationship with this customer is active. */
export async function judgeRelationship(proof: TenantProof): Promise<Check> {
  const id = 'gdap.relationship';
  const { tenant, now, readings } = proof;
  if (proof.place === 'partner') return skippedCheck(id, OWN_TENANT);
  const answer = await readings.relationships;
  if (!answer.ok) return unreadCheck(id, answer, readings.own.scopes);
  const { relationships, unusableEntries } = answer.value;
  const [first, ...rest] = relationships.filter(({ customer }) => customer.tenantId === tenant.tenantId);
  const closes = 'graph.read';
  if (!first) {
    if (unusableEntries > 0)
      return unknownCheck(
        id,
        `${countOf(unusableEntries, 'entry', 'entries')} of the list of relationships could not be understood, and none of the others is with this customer.`,
      );
    const { check } = await linkOf(proof, 'graph.token');
    if (check.cause !== undefined && NOT_THERE.has(check.cause)) return { ...check, id };
    const reason = `None of our ${countOf(relationships.length, 'delegated admin relationship')} is with this customer.`;
    return await broken(proof, { id, cause: 'gdap.no-relationship', owner: 'partner', reason, closes, answer });
  }
  const { findings, problems } = judgeCustomer({ relationships: [first, ...rest], tenant, membership: 'listed', now });
  const [finding] = findings;
  const live = liveOf(relationships, tenant.tenantId, now);
  if (live.length === 0) {
    if (!finding && problems[0]) return unknownCheck(id, problems[0].reason);
    const { cause, owner, reason } = finding ?? {
      cause: 'gdap.no-relationship' as const,
      owner: 'partner' as const,
      reason: 'The only relationship with this customer is a draft that was never sent.',
    };
    return await broken(proof, { id, cause, owner, reason, closes, answer });
  }
  const said = live.map(describe).join(' ');
  if (!finding) return passed(id, said, answer);
  const { cause, owner, reason } = finding;
  return { ...passed(id, `${said} ${reason}`, answer), status: 'warn', cause, owner, confidence: 'exact' };
}

/** Whether groups of ours hold roles there, and the roles that the checks need. */
export async function judgeAssignment(proof: TenantProof): Promise<Check> {
  const id = 'gdap.assignment';
  const access = await readAccess(proof, id);
  if (!('active' in access)) return access;
  const { active, pending, isWhole } = access;
  const closes = 'graph.read';
  if (active.length === 0) {
    const reason = pending
      ? `The assignment of roles is still ${pending.status}. It takes minutes as a rule; one that names a role which the relationship lacks stays so for ever.`
      : 'No group of ours is assigned a role of the relationship.';
    return await broken(proof, { id, cause: 'gdap.group-missing', owner: 'partner', reason, closes });
  }
  const lacking = isWhole ? await lackingRole(proof, rolesOf(active)) : undefined;
  if (lacking) {
    const { relationships } = access;
    const has = relationships.some(({ roleDefinitionIds }) => lacking.suffices(roleDefinitionIds));
    const reason = has
      ? `The relationship has a role that opens ${lacking.what}, and no group of ours is assigned it. Assigned: ${names(rolesOf(active))}.`
      : `The relationship has no role that opens ${lacking.what}: ${names(relationships.flatMap((one) => one.roleDefinitionIds))}. Roles can’t be added to it; it takes a new one with ${lacking.needs}.`;
    const next = has
      ? `Assign ${lacking.needs} of the relationship to a group that ${nameOf(proof)} is in.`
      : `Request a further relationship with ${lacking.needs} and have the customer approve it.`;
    const cause = has ? 'gdap.group-missing' : 'gdap.role-missing';
    return await broken(proof, { id, cause, owner: 'partner', reason, next, ...lacking });
  }
  return passed(
    id,
    `${countOf(active.length, 'group')} of ours ${active.length === 1 ? 'is' : 'are'} assigned ${names(rolesOf(active))}.`,
  );
}

/** Whether the account is in a group that holds roles there, and in one with the roles that the checks need. */
export async function judgeMembership(proof: TenantProof): Promise<Check> {
  const id = 'gdap.membership';
  const access = await readAccess(proof, id);
  if (!('active' in access)) return access;
  const { active } = access;
  if (active.length === 0) return skippedCheck(id, 'Not tested: no group is assigned a role.');
  const answer = await proof.readings.memberships;
  if (!answer)
    return unknownCheck(id, 'The token cannot be read, so nobody can say which account has to be in the groups.');
  if (!answer.ok) return unreadCheck(id, answer, proof.readings.own.scopes);
  const mine = active.filter(({ groupId }) => answer.value.includes(groupId));
  const who = nameOf(proof);
  if (mine.length === 0) {
    const groups = await groupNames(proof, active);
    const reason = `${who} is in none of the groups that hold roles there: ${groups}.`;
    const next = `Add ${who} to one of: ${groups}.`;
    return await broken(proof, { id, cause: 'gdap.group-missing', reason, next, closes: 'graph.read', answer });
  }
  const lacking = access.isWhole ? await lackingRole(proof, rolesOf(mine)) : undefined;
  const others = active.filter((one) => lacking?.suffices(one.roleDefinitionIds));
  if (lacking && others.length > 0) {
    const groups = await groupNames(proof, others);
    const reason = `${who} is in no group that holds a role which opens ${lacking.what}: ${groups}.`;
    const next = `Add ${who} to one of: ${groups}.`;
    return await broken(proof, { id, cause: 'gdap.group-missing', reason, next, answer, ...lacking });
  }
  return passed(id, `${who} is in ${await groupNames(proof, mine)}, with ${names(rolesOf(mine))}.`, answer);
}

interface Access {
  relationships: readonly GdapRelationship[];
  active: readonly AccessAssignment[];
  /** One that is not active yet. */
  pending: AccessAssignment | undefined;
  /** Every list was read. */
  isWhole: boolean;
}

async function readAccess(proof: TenantProof, id: CheckId): Promise<Access | Check> {
  const { tenant, now, readings } = proof;
  if (proof.place === 'partner') return skippedCheck(id, OWN_TENANT);
  const [list, answers] = await Promise.all([readings.relationships, readings.assignments]);
  if (!list.ok || !answers) return skippedCheck(id, 'Not tested: gdap.relationship could not be read.');
  const relationships = liveOf(list.value.relationships, tenant.tenantId, now);
  if (relationships.length === 0) return skippedCheck(id, 'Not tested: no relationship is active.');
  const all = answers.flatMap((answer) => (answer.ok ? answer.value : []));
  const active = all.filter(({ status }) => status.toLowerCase() === 'active');
  const refused = answers.find((answer) => !answer.ok);
  if (active.length === 0 && refused && !refused.ok) return unreadCheck(id, refused, readings.own.scopes);
  const pending = all.find(({ status }) => !/^delet/i.test(status));
  return { relationships, active, pending, isWhole: !refused };
}

interface Lacking {
  what: string;
  needs: string;
  closes: 'graph.read' | 'exchange.read';
  confidence?: 'likely';
  suffices: (roleIds: readonly string[]) => boolean;
}

const opensExchange = (roleIds: readonly string[]): boolean => rolesGive('Exchange.Manage', roleIds);

/** What a service refuses for want of a role, and these roles indeed don't open. */
async function lackingRole(proof: TenantProof, roleIds: readonly string[]): Promise<Lacking | undefined> {
  if (!readsUsers(roleIds)) {
    const { check } = await linkOf(proof, 'graph.read');
    // Other roles may read users too: that is what the refusal suggests, and no more.
    if (check.cause === 'permission.insufficient')
      return {
        what: 'the directory',
        needs: 'Global Reader or Directory Readers',
        closes: 'graph.read',
        confidence: 'likely',
        suffices: readsUsers,
      };
  }
  if (!opensExchange(roleIds)) {
    const { check } = await linkOf(proof, 'exchange.read');
    if (check.cause === 'exchange.role-missing' || check.cause === 'exchange.refused')
      return {
        what: 'Exchange',
        needs: 'Exchange Administrator or Global Reader',
        closes: 'exchange.read',
        suffices: opensExchange,
      };
  }
  return undefined;
}

/** Where there is no such tenant, that nothing leads there is no more than its consequence. */
const NOT_THERE: ReadonlySet<CauseId> = new Set(['tenant.not-found', 'tenant.deleted', 'tenant.wrong-cloud']);

const nameOf = ({ readings }: TenantProof): string => readings.own.account ?? 'the service account';

const OWN_TENANT = 'Not tested: our own tenant is reached without delegated access.';

function describe({ displayName, endsAt, roleDefinitionIds }: GdapRelationship): string {
  const until = endsAt === null ? '' : ` until ${formatDay(endsAt)}`;
  return `“${toSafeText(displayName ?? 'without a name', { maxLength: 60 })}” is active${until}, with ${countOf(new Set(roleDefinitionIds).size, 'role')}.`;
}

const rolesOf = (assignments: readonly AccessAssignment[]): string[] =>
  assignments.flatMap((one) => one.roleDefinitionIds);

function names(roleIds: readonly string[]): string {
  const all = [...new Set(roleIds)].map(roleName);
  return all.length === 0 ? 'no role' : listed(all);
}

/** By their names where those can be read. */
async function groupNames({ cloud, partner }: TenantProof, assignments: readonly AccessAssignment[]): Promise<string> {
  const ids = [...new Set(assignments.map(({ groupId }) => groupId))];
  const answer = await cloud.ask({
    id: 'graph.groups',
    token: partner.grant.accessToken,
    ids: ids.slice(0, MOST_ASKED),
  });
  const known = new Map(answer.ok ? answer.value.map((one) => [one.id, one.displayName]) : []);
  return listed(ids.map((one) => (known.get(one) ? `“${toSafeText(known.get(one) ?? '', { maxLength: 60 })}”` : one)));
}

/** Graph takes no more in one filter. */
const MOST_ASKED = 15;
