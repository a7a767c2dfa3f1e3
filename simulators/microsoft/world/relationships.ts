import { daysFrom } from './app-registration.ts';
import type { RelationshipSettings } from './delegation.ts';
import type { Tenant } from './tenant.ts';

/** In Graph's own shape. */
export type Relationship = Readonly<Record<string, unknown>>;

/** The partner's delegated admin relationships; a customer nobody set any for has one that lasts. */
export interface Relationships {
  readonly denied: boolean;
  deny(denied: boolean): void;
  of(tenant: Tenant): readonly Relationship[];
  /** Replaces all of the customer's; undefined brings the lasting one back. */
  set(tenant: Tenant, settings: readonly RelationshipSettings[] | undefined): void;
}

// Exchange, user and application administrator, global reader.
const ROLES = [
  '29232cdf-9323-42fd-ade2-1d097af3e4de',
  'fe930be7-5e62-47db-91af-98c3a49a38b1',
  '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
];
const NEVER_ACTIVE = new Set(['created', 'approvalPending', 'approved', 'activating']);

/** Every customer has delegated access for at least another year. */
export function createRelationships(partnerTenantId: string): Relationships {
  const startedAt = Date.now();
  const own = new Map<string, readonly Relationship[]>();
  const kept = new WeakMap<Tenant, readonly [displayName: string | null, Relationship[]]>();
  // Made once and kept until the name changes: a list of thousands is cut into many pages.
  const lastingOf = (tenant: Tenant): Relationship[] => {
    const before = kept.get(tenant);
    if (before?.[0] === tenant.displayName) return before[1];
    const made = [toRelationship(lasting(tenant), 0, tenant, partnerTenantId, startedAt)];
    kept.set(tenant, [tenant.displayName, made]);
    return made;
  };
  const scenarioOf = (tenant: Tenant): readonly Relationship[] | undefined => {
    const { delegation } = tenant.scenario;
    if (delegation?.relationships === undefined) return undefined;
    return delegation.relationships.map((one, index) => toRelationship(one, index, tenant, partnerTenantId, startedAt));
  };
  let denied = false;
  return {
    get denied() {
      return denied;
    },
    deny(next) {
      denied = next;
    },
    of: (tenant) => own.get(tenant.tenantId) ?? scenarioOf(tenant) ?? lastingOf(tenant),
    set(tenant, settings) {
      const now = Date.now();
      if (settings === undefined) own.delete(tenant.tenantId);
      else
        own.set(
          tenant.tenantId,
          settings.map((one, index) => toRelationship(one, index, tenant, partnerTenantId, now)),
        );
    },
  };
}

// Half of them extend themselves, as in a fleet that grew over years.
const lasting = (tenant: Tenant): RelationshipSettings => ({ autoExtend: /^[0-7]/.test(tenant.contractId) });

function toRelationship(
  settings: RelationshipSettings,
  index: number,
  tenant: Tenant,
  partnerTenantId: string,
  now: number,
): Relationship {
  const { status = 'active', autoExtend = false, roles = ROLES, createdDaysAgo = 365 } = settings;
  const {
    changedDaysAgo = createdDaysAgo,
    displayName = `Partner access ${tenant.contractId.slice(0, 8)}-${index + 1}`,
  } = settings;
  const wasActive = !NEVER_ACTIVE.has(status);
  const { endsInDays = wasActive ? 365 : null } = settings;
  const number = index.toString(16).padStart(2, '0');
  return {
    '@odata.type': '#microsoft.graph.delegatedAdminRelationship',
    '@odata.etag': `W/"${Buffer.from(`${tenant.contractId}${number}`).toString('base64')}"`,
    id: `${tenant.contractId.slice(0, -2)}${number}-${partnerTenantId}`,
    displayName,
    duration: 'P730D',
    customer: { tenantId: tenant.tenantId, displayName: tenant.displayName },
    accessDetails: { unifiedRoles: roles.map((roleDefinitionId) => ({ roleDefinitionId })) },
    status,
    autoExtendDuration: autoExtend ? 'P180D' : 'PT0S',
    createdDateTime: daysFrom(now, -createdDaysAgo),
    lastModifiedDateTime: daysFrom(now, -changedDaysAgo),
    activatedDateTime: wasActive ? daysFrom(now, -createdDaysAgo) : null,
    endDateTime: endsInDays === null ? null : daysFrom(now, endsInDays),
  };
}
