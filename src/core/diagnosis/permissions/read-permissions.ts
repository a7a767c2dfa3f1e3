import { classifyFault, type Verdict } from '../../model/causes/classify.ts';
import type { Check } from '../../model/checks/check.ts';
import { EXCHANGE, GRAPH } from '../../model/cloud/app-grants.ts';
import type { Connection } from '../../model/cloud/connection.ts';
import { isRefusedRight } from '../../model/cloud/is-refused-right.ts';
import type {
  AnswerTo,
  AppGrants,
  Fault,
  MicrosoftCloud,
  MicrosoftCloudFactory,
  RelationshipList,
} from '../../model/cloud/microsoft-cloud.ts';
import type { PermissionSet } from '../../model/permissions/permission-set.ts';
import type { Ambiguity } from '../../model/tenants/select-tenants.ts';
import type { TagChoice } from '../../model/tenants/tag.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import { inSentence } from '../../model/text/format.ts';
import type { Secret } from '../../model/text/secret.ts';
import { testApp } from '../app/app-chain.ts';
import { testPartner } from '../chains/partner-chain.ts';
import { createFaultReferences, type ReportInternal, withReferences } from '../sweep/internal-faults.ts';
import { chooseTenants } from '../sweep/run-sweep.ts';
import type { SweepParts } from '../sweep/sweep-parts.ts';
import { type AskedSide, GRANT_PARTS, judgePermissions, opensPart, type TenantSide } from './judge-permissions.ts';
import { isDrifted, isMissing, type PermissionRow, type UnreadPart } from './permission-row.ts';

/** Why a tenant gives no token: nothing of it can be read. */
export type TokenProblem = Pick<Verdict, 'cause' | 'owner' | 'reason'>;

export interface TenantPermissions {
  tenant: Tenant;
  /**
   * Worst first: something that is needed is missing; not all of it could be read; something beyond it that the app asks
   * for was never consented to; all is there.
   */
  verdict: 'missing' | 'unknown' | 'drifted' | 'complete';
  rows: readonly PermissionRow[];
  unread: readonly UnreadPart[];
  problem?: TokenProblem;
}

export interface PermissionsReading {
  set: PermissionSet;
  connection: Connection;
  partnerTenantId: string;
  /** What of the partner's side could not be read. */
  unread: readonly UnreadPart[];
  tenants: readonly TenantPermissions[];
}

export type PermissionsOutcome =
  | { kind: 'read'; reading: PermissionsReading }
  /** `unread`: as it was asked it is right, and Microsoft or the line kept it from being read. */
  | { kind: 'problem'; problems: readonly string[]; ambiguous?: readonly Ambiguity[]; unread?: true };

export interface PermissionsRequest {
  connection: Connection;
  shape: Check;
  /** Ids, domains or names; empty for every tenant. */
  tenants: readonly string[];
  /** Those of a choice of tags, beside the tenants named. */
  tagged?: TagChoice | undefined;
  /** Of all these only those with one of these tags. */
  within?: readonly string[] | undefined;
  set: PermissionSet;
  concurrency: number;
  signal: AbortSignal;
  reportInternal?: ReportInternal;
}

export interface PermissionsParts {
  clouds: MicrosoftCloudFactory;
  readTags?: SweepParts['readTags'];
}

const DEADLINE_MS = 45_000;
const AFTER_PROGRESS_MS = 30_000;

/**
 * What the app asks for, what each tenant granted and what a live token carries, held against a set. The partner's side
 * is read once; a tenant costs a token of each API that the set names, and one request. Never throws for what the cloud
 * answers.
 */
export async function readPermissions(
  request: PermissionsRequest,
  { clouds, readTags }: PermissionsParts,
): Promise<PermissionsOutcome> {
  const { connection, concurrency, signal, shape, set } = request;
  const toReference = createFaultReferences(request.reportInternal);
  const cloud = withReferences(clouds.open({ connection, concurrency, signal }), toReference);
  try {
    cloud.extendDeadline(DEADLINE_MS);
    const isAlone = connection.kind === 'app-only';
    const chain = await (isAlone ? testApp(cloud, connection, shape) : testPartner(cloud, connection, shape));
    const { grant } = chain;
    const broken = chain.checks.find(
      ({ id, status }) => (id === 'partner.token' || id === 'app.token') && status !== 'pass',
    );
    const why = `Nothing can be read: ${broken?.reason ?? 'there is no token.'}`;
    if (!grant) return { kind: 'problem', problems: [why], unread: true };
    const chosen = await chooseTenants(chain, request, readTags ? { readTags } : {}, toReference);
    if (!chosen.ok) return { kind: 'problem', ...chosen };
    const unlisted = chain.checks.find(({ id, status }) => id === 'partner.customers' && status !== 'pass');
    if (chosen.tenants.length === 0 && chain.stop)
      return { kind: 'problem', problems: [unlisted?.reason ?? 'There are no customers to look at.'], unread: true };
    const [{ manifest, apis, unread }, relationships] = await Promise.all([
      readAsked(cloud, set, grant.accessToken),
      isAlone ? undefined : cloud.ask({ id: 'graph.relationships', token: grant.accessToken }),
    ]);
    const resources = [...new Set([...set.required, ...(manifest ?? [])].map(({ resource }) => resource))];
    const asked: AskedSide = { manifest, apis };
    const { accountId } = grant.describe();
    const results: TenantPermissions[] = [];
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < chosen.tenants.length) {
        const index = next;
        next += 1;
        const tenant = chosen.tenants[index];
        if (!tenant) return;
        const place = tenant.tenantId === chain.tenantId && !isAlone ? 'partner' : 'customer';
        const roles = place === 'customer' && relationships?.ok ? rolesIn(relationships.value, tenant.tenantId) : null;
        results[index] = await readTenant(cloud, { tenant, place, set, asked, resources, accountId, roles, isAlone });
        cloud.extendDeadline(AFTER_PROGRESS_MS);
      }
    };
    await Promise.all(Array.from({ length: Math.min(concurrency, chosen.tenants.length) }, work));
    const reading = { set, connection, partnerTenantId: chain.tenantId, unread, tenants: results };
    return { kind: 'read', reading };
  } finally {
    await cloud.close();
  }
}

const ASKS = 'What the app asks for';
const NOT_REGISTERED: UnreadPart = {
  what: ASKS,
  permission: null,
  reason: 'the app is registered in another tenant.',
};

async function readAsked(
  cloud: MicrosoftCloud,
  set: PermissionSet,
  token: Secret,
): Promise<AskedSide & { unread: UnreadPart[] }> {
  const manifest = await cloud.ask({ id: 'graph.manifest', token });
  const known = manifest.ok ? (manifest.value ?? []) : [];
  const resources = [...new Set([...set.required, ...known].map(({ resource }) => resource))];
  const apis = await cloud.ask({ id: 'graph.apis', token, resources });
  const unread = [
    ...(manifest.ok ? [] : [toUnread(ASKS, manifest.fault, 'partner')]),
    ...(manifest.ok && manifest.value === null ? [NOT_REGISTERED] : []),
    ...(apis.ok ? [] : [toUnread('The names of permissions', apis.fault, 'partner')]),
  ];
  return { manifest: manifest.ok ? manifest.value : null, apis: apis.ok ? apis.value : null, unread };
}

interface TenantRequest {
  tenant: Tenant;
  place: 'partner' | 'customer';
  set: PermissionSet;
  asked: AskedSide;
  resources: readonly string[];
  accountId: string | undefined;
  /** Of the relationships with this tenant; null where they are not known. */
  roles: readonly string[] | null;
  isAlone: boolean;
}

/** The roles of the relationships that are active: the account holds these at most. */
function rolesIn({ relationships }: RelationshipList, tenantId: string): string[] | null {
  const active = relationships.filter(
    ({ customer, status }) => customer.tenantId === tenantId && /^active$/i.test(status),
  );
  return active.length === 0 ? null : [...new Set(active.flatMap(({ roleDefinitionIds }) => roleDefinitionIds))];
}

/** Of these the token's own are those that arrived, where it shows any of them. */
function heldRoles(roles: readonly string[] | null, carried: readonly string[] = []): readonly string[] | null {
  const arrived = roles?.filter((id) => carried.includes(id)) ?? [];
  return arrived.length > 0 ? arrived : roles;
}

async function readTenant(
  cloud: MicrosoftCloud,
  { tenant, place, set, asked, resources, accountId, roles, isAlone }: TenantRequest,
): Promise<TenantPermissions> {
  const { tenantId } = tenant;
  const redeem = (resource: 'graph' | 'exchange') =>
    cloud.ask({ id: 'entra.token', authorityTenant: tenantId, resource });
  const asksExchange = resources.includes(EXCHANGE);
  const [graph, exchange] = await Promise.all([redeem('graph'), asksExchange ? redeem('exchange') : undefined]);
  const live = new Map<string, readonly string[] | null>([
    [GRAPH, carriedBy(graph, isAlone)],
    ...(exchange ? [[EXCHANGE, carriedBy(exchange, isAlone)] as const] : []),
  ]);
  const grants = graph.ok
    ? await cloud.ask({ id: 'graph.grants', token: graph.value.accessToken, tenantId, resources })
    : undefined;
  const side: TenantSide = {
    ...{ grants: grants?.ok ? grants.value : null, live, accountId, isAlone },
    roles: graph.ok ? heldRoles(roles, graph.value.describe().roleIds) : null,
  };
  const rows = judgePermissions(set, asked, side);
  const unread: UnreadPart[] = [
    ...(grants?.ok ? unreadParts(grants.value, live, place) : []),
    ...(grants && !grants.ok ? [toUnread('What was granted', grants.fault, place)] : []),
    ...(graph.ok && exchange && !exchange.ok
      ? [toUnread('A token for Exchange', exchange.fault, place, 'entra.token')]
      : []),
  ];
  const verdict = verdictOf(rows);
  return {
    tenant,
    verdict,
    rows,
    unread,
    ...(graph.ok ? {} : { problem: toProblem(graph.fault, place) }),
  };
}

/** What a token carries; null where there is none, or it can't be read. An app's own leaves its permissions out where there are none. */
function carriedBy(answer: AnswerTo<'entra.token'>, isAlone: boolean): readonly string[] | null {
  if (!answer.ok) return null;
  const { scopes, roles, authenticationMethods } = answer.value.describe();
  return isAlone ? (roles ?? (authenticationMethods === null ? null : [])) : (scopes ?? null);
}

function verdictOf(rows: readonly PermissionRow[]): TenantPermissions['verdict'] {
  const needed = rows.filter(({ required }) => required);
  if (needed.some(isMissing)) return 'missing';
  if (needed.some((row) => row.verdict === 'unknown')) return 'unknown';
  return rows.some(isDrifted) ? 'drifted' : 'complete';
}

function toProblem(fault: Fault, place: TenantRequest['place']): TokenProblem {
  const { cause, owner, reason } = classifyFault(fault, { request: 'entra.token', place });
  return { cause, owner, reason };
}

const PARTS = {
  principal: 'The app in this tenant',
  delegated: 'What was consented to',
  application: 'Application permissions',
  users: 'The users of this tenant',
} as const;

function unreadParts(grants: AppGrants, live: TenantSide['live'], place: TenantRequest['place']): UnreadPart[] {
  const found = GRANT_PARTS.flatMap((part): UnreadPart[] => {
    const reading = grants[part];
    if (reading.ok) return [];
    if (!isRefusedRight(reading.fault)) return [toUnread(PARTS[part], reading.fault, place)];
    const permission = opensPart(part, live);
    const reason =
      permission === null
        ? 'refused, though the token carries the permission: the roles that GDAP gives the account don’t allow it.'
        : `refused: the token lacks ${permission}.`;
    return [{ what: PARTS[part], permission, reason }];
  });
  // One refusal is mostly that of all, and is said once.
  const byReason = Map.groupBy(found, ({ reason }) => reason);
  return [...byReason.values()].flatMap((alike) => {
    const [one] = alike;
    return one
      ? [{ ...one, what: alike.map(({ what }, index) => (index === 0 ? what : inSentence(what))).join(', ') }]
      : [];
  });
}

function toUnread(
  what: string,
  fault: Fault,
  place: TenantRequest['place'],
  request: 'graph.read' | 'entra.token' = 'graph.read',
): UnreadPart {
  const reads = place === 'partner' && request === 'graph.read' && isRefusedRight(fault);
  if (reads)
    return {
      what,
      permission: 'Application.Read.All',
      reason: 'refused: the token lacks Application.Read.All, or the account a role.',
    };
  return { what, permission: null, reason: classifyFault(fault, { request, place }).reason };
}
