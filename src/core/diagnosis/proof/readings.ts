import { EXCHANGE, GRAPH } from '../../model/cloud/app-grants.ts';
import type {
  AnswerTo,
  GdapRelationship,
  MicrosoftCloud,
  TokenDescription,
  TokenGrant,
} from '../../model/cloud/microsoft-cloud.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import type { Secret } from '../../model/text/secret.ts';
import type { ChainLinks, TenantChainOptions } from '../chains/tenant-chain.ts';
import { stateOf } from '../expiry/relationship-state.ts';

const APIS = [GRAPH, EXCHANGE];

export interface ProofOptions extends Omit<TenantChainOptions, 'only'> {
  /** A token for the partner's own tenant, and which that is. */
  partner: { grant: TokenGrant; tenantId: string };
  /** Milliseconds since the epoch. */
  now: number;
}

/** What is read around a tenant. Each waits only for what it needs; undefined where it could not even be asked. */
export interface Readings {
  /** What the partner's own token says of itself. */
  own: TokenDescription;
  account: Promise<AnswerTo<'graph.account'> | undefined>;
  guests: Promise<AnswerTo<'graph.guests'> | undefined>;
  relationships: Promise<AnswerTo<'graph.relationships'>>;
  /** Of each active relationship; undefined where the relationships could not be read. */
  assignments: Promise<readonly AnswerTo<'graph.assignments'>[] | undefined>;
  memberships: Promise<AnswerTo<'graph.memberships'> | undefined>;
  there: Promise<TokenDescription | undefined>;
  grants: Promise<AnswerTo<'graph.grants'> | undefined>;
  /** What the app's manifest asks for, by name. */
  asked: Promise<AskedPermissions>;
  policies: Promise<AnswerTo<'graph.policies'> | undefined>;
  securityDefaults: Promise<AnswerTo<'graph.security-defaults'> | undefined>;
  trust: Promise<AnswerTo<'graph.partner-trust'> | undefined>;
}

/** Begins to read everything, side by side. Never rejects for what the cloud answers. */
export function beginReadings(tenant: Tenant, links: ChainLinks, { cloud, partner, now }: ProofOptions): Readings {
  const token = partner.grant.accessToken;
  const own = partner.grant.describe();
  const { accountId, account: address } = own;
  const { tenantId } = tenant;
  const grant = links.get('graph.token')?.then((link) => link.grant) ?? Promise.resolve(undefined);
  const there = async <T>(ask: (token: Secret) => Promise<T>): Promise<T | undefined> => {
    const granted = await grant;
    return granted && (await ask(granted.accessToken));
  };
  const relationships = cloud.ask({ id: 'graph.relationships', token, customerId: tenantId });
  return {
    own,
    account: none(accountId, (id) => cloud.ask({ id: 'graph.account', token, accountId: id })),
    guests: none(address, (mail) =>
      there((one) => cloud.ask({ id: 'graph.guests', token: one, tenantId, address: mail })),
    ),
    relationships,
    assignments: relationships.then((answer) =>
      answer.ok
        ? Promise.all(
            liveOf(answer.value.relationships, tenantId, now).map(({ id }) =>
              cloud.ask({ id: 'graph.assignments', token, relationshipId: id }),
            ),
          )
        : undefined,
    ),
    memberships: none(accountId, (id) => cloud.ask({ id: 'graph.memberships', token, accountId: id })),
    there: grant.then((granted) => granted?.describe()),
    grants: there((one) => cloud.ask({ id: 'graph.grants', token: one, tenantId, resources: APIS })),
    asked: readAsked(cloud, token),
    policies: there((one) => cloud.ask({ id: 'graph.policies', token: one, tenantId })),
    securityDefaults: there((one) => cloud.ask({ id: 'graph.security-defaults', token: one, tenantId })),
    trust: there((one) =>
      cloud.ask({ id: 'graph.partner-trust', token: one, tenantId, otherTenantId: partner.tenantId }),
    ),
  };
}

/** Names of delegated permissions by API; null where they could not be read. */
type AskedPermissions = ReadonlyMap<string, readonly string[]> | null;

async function readAsked(cloud: Pick<MicrosoftCloud, 'ask'>, token: Secret): Promise<AskedPermissions> {
  const [manifest, apis] = await Promise.all([
    cloud.ask({ id: 'graph.manifest', token }),
    cloud.ask({ id: 'graph.apis', token, resources: APIS }),
  ]);
  if (!manifest.ok || !manifest.value || !apis.ok) return null;
  const wanted = new Set(manifest.value.flatMap(({ kind, id }) => (kind === 'delegated' ? [id] : [])));
  if (wanted.size === 0) return null;
  return new Map(
    apis.value.map(({ resource, permissions }) => [
      resource,
      permissions.filter(({ id, kind }) => kind === 'delegated' && wanted.has(id)).map(({ name }) => name),
    ]),
  );
}

async function none<T, R>(value: T | undefined, ask: (value: T) => Promise<R>): Promise<R | undefined> {
  return value === undefined ? undefined : await ask(value);
}

/** The customer's relationships that give access now. */
export function liveOf(all: readonly GdapRelationship[], tenantId: string, now: number): GdapRelationship[] {
  return all.filter((one) => one.customer.tenantId === tenantId && stateOf(one, now) === 'live');
}
