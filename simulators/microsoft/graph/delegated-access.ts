import type { Answer, Call } from '../answers/answer.ts';
import { graphErrorReply, graphHeaders } from '../answers/graph-error.ts';
import { groupsOf } from '../world/delegation.ts';
import type { World } from '../world/world.ts';
import { type ListKind, listReply, type PageOptions } from './list-reply.ts';
import { denied, type ScopedAnswers } from './partner-lists.ts';
import { selectFields } from './query.ts';

// learn.microsoft.com/graph/api/user-get, -list-transitivememberof, group-list and
// .../delegatedadminrelationship-list-accessassignments.
const ASSIGNMENTS = /^\/tenantrelationships\/delegatedadminrelationships\/([^/]+)\/accessassignments$/;
const ACCOUNT = /^\/users\/([^/]+)(\/transitivememberof)?$/;
const GROUPS: ListKind = { path: '/groups', most: 999 };

/** Permissions of which any one opens a thing. */
const OPENS = {
  users: ['User.Read.All', 'Directory.Read.All'],
  groups: ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'],
  relationships: ['DelegatedAdminRelationship.Read.All'],
} as const;

/** Whether the token's scopes open users, groups or relationships. */
export function opens(what: keyof typeof OPENS, scopes: readonly string[]): boolean {
  return OPENS[what].some((name) => scopes.includes(name));
}

/** What the partner's tenant knows of its service account, its groups and the roles they hold; undefined for any other path. */
export function createDelegatedAccess(world: World, options: PageOptions): ScopedAnswers {
  const { partner } = world;
  const groups = groupsOf(partner.tenant.tenantId);

  const assignments = (id: string) => {
    const tenant = world.customers().find((one) => world.relationships.of(one).some((held) => held.id === id));
    const relationship = tenant && world.relationships.of(tenant).find((one) => one.id === id);
    if (!tenant || !relationship) return undefined;
    const { assignment, assigned } = tenant.scenario.delegation ?? {};
    if (assignment === 'none') return [];
    const { accessDetails } = relationship;
    return [
      {
        '@odata.etag': `W/"${tenant.contractId}"`,
        id: tenant.contractId,
        status: assignment === 'pending' ? 'pending' : 'active',
        createdDateTime: '2026-01-12T09:00:00Z',
        lastModifiedDateTime: '2026-01-12T09:00:30Z',
        accessContainer: {
          accessContainerId: groups[assignment === 'other-group' ? 1 : 0].id,
          accessContainerType: 'securityGroup',
        },
        accessDetails: assigned
          ? { unifiedRoles: assigned.map((roleDefinitionId) => ({ roleDefinitionId })) }
          : accessDetails,
      },
    ];
  };

  return (path, version, inbound, call, scopes) => {
    if (call.tenant !== partner.tenant) return undefined;
    const list = (items: readonly Record<string, unknown>[], kind: ListKind): Answer =>
      listReply(items, kind, options, version, inbound, call);
    const [, relationshipId] = ASSIGNMENTS.exec(path) ?? [];
    if (relationshipId !== undefined) {
      if (world.relationships.denied || !opens('relationships', scopes)) return denied(call);
      const held = assignments(relationshipId);
      const kind = {
        path: `/tenantRelationships/delegatedAdminRelationships/${relationshipId}/accessAssignments`,
        most: 300,
      };
      return held ? list(held, kind) : absent(relationshipId, call);
    }
    if (path === GROUPS.path)
      return opens('groups', scopes)
        ? list(
            groups.map((one) => ({ ...one })),
            GROUPS,
          )
        : denied(call);
    const [, accountId, members] = ACCOUNT.exec(path) ?? [];
    if (accountId === undefined) return undefined;
    if (accountId !== partner.accountId || partner.scenario.account === 'gone') return absent(accountId, call);
    if (members !== undefined) {
      if (!opens('groups', scopes)) return denied(call);
      return list([{ '@odata.type': '#microsoft.graph.group', ...groups[0] }], {
        path: `/users/${accountId}/transitiveMemberOf`,
        most: 999,
      });
    }
    const account = {
      id: partner.accountId,
      displayName: 'SAM service account',
      userPrincipalName: partner.account,
      accountEnabled: partner.scenario.account !== 'disabled',
      userType: 'Member',
      assignedLicenses: [],
    };
    const select = inbound.query.get('$select')?.split(',');
    const body = {
      '@odata.context': `https://graph.microsoft.com/${version}/$metadata#users/$entity`,
      ...selectFields(account, select),
    };
    return { status: 200, headers: graphHeaders(call), body: JSON.stringify(body) };
  };
}

function absent(id: string, call: Call): Answer {
  const message = `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`;
  return graphErrorReply({ status: 404, code: 'Request_ResourceNotFound', message }, call);
}
