import type { Answer, Call } from '../answers/answer.ts';
import { graphErrorReply } from '../answers/graph-error.ts';
import type { Inbound } from '../traffic/inbound.ts';
import { ASKED, requiredResourceAccess } from '../world/permissions.ts';
import { toGraph } from '../world/registrations.ts';
import type { World } from '../world/world.ts';
import { type ListKind, listReply, type PageOptions } from './list-reply.ts';

// Page sizes: learn.microsoft.com/graph/api/application-list and .../tenantrelationship-list-delegatedadminrelationships.
const APPLICATIONS: ListKind = { path: '/applications', most: 999 };
const RELATIONSHIPS: ListKind = { path: '/tenantRelationships/delegatedAdminRelationships', most: 300 };

/** Answers what it knows, by what the token's scopes open; undefined for any other path. */
export type ScopedAnswers = (
  path: string,
  version: string,
  inbound: Inbound,
  call: Call,
  scopes: readonly string[],
) => Answer | undefined;

/** Answers a path that this file knows; undefined for any other. */
export type PartnerLists = (path: string, version: string, inbound: Inbound, call: Call) => Answer | undefined;

/** What the partner's tenant knows of its app and of its delegated access. Elsewhere both lists are empty. */
export function createPartnerLists(world: World, options: PageOptions): PartnerLists {
  const { partner } = world;
  return (path, version, inbound, call) => {
    const isPartner = call.tenant === partner.tenant;
    if (path === APPLICATIONS.path) {
      if (isPartner && world.application().denied) return denied(call);
      const all = isPartner ? [...applications(world, inbound), ...world.registrations.all().map(toGraph)] : [];
      return listReply(all, APPLICATIONS, options, version, inbound, call);
    }
    if (path !== RELATIONSHIPS.path.toLowerCase()) return undefined;
    const { relationships } = world;
    if (isPartner && (relationships.denied || world.gdapCustomers === 'denied')) return denied(call);
    const items = isPartner ? world.customers().flatMap((tenant) => relationships.of(tenant)) : [];
    return listReply(items, RELATIONSHIPS, options, version, inbound, call);
  };
}

function applications(world: World, inbound: Inbound): Record<string, unknown>[] {
  const { partner } = world;
  const { registered, passwordCredentials, keyCredentials } = world.application();
  if (!registered) return [];
  // A certificate's own bytes come only to those who select them.
  const withKeys = inbound.query.get('$select')?.includes('keyCredentials') === true;
  return [
    {
      id: world.ownObjectId(),
      appId: partner.applicationId,
      displayName: partner.applicationName,
      signInAudience: 'AzureADMultipleOrgs',
      tags: [],
      web: { redirectUris: ['http://localhost', ...world.redirectUris] },
      passwordCredentials,
      requiredResourceAccess: requiredResourceAccess(ASKED),
      keyCredentials: withKeys ? keyCredentials : keyCredentials.map((one) => ({ ...one, key: null })),
    },
  ];
}

/** Graph's answer to an app or an account without the permission. */
export function denied(call: Call): Answer {
  const message = 'Insufficient privileges to complete the operation.';
  return graphErrorReply({ status: 403, code: 'Authorization_RequestDenied', message }, call);
}
