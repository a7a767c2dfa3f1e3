import type {
  ApplicationCredential,
  ApplicationCredentials,
  GdapRelationship,
} from '../../../../src/core/model/cloud/microsoft-cloud.ts';
import type { Tenant } from '../../../../src/core/model/tenants/tenant.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';
import { tenantId } from '../../fixtures.ts';

export const NOW = Date.UTC(2026, 10, 21, 6, 0, 0);
export const DAY = 86_400_000;
export const SECRET = new Secret('abC8Q~the-rest-of-the-secret');
export const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';

export const inDays = (days: number): number => NOW + days * DAY;
export const keyId = (number: number): string => tenantId(900 + number);

export function secret(number: number, endsAt: number | null, rest: Partial<ApplicationCredential> = {}) {
  const whole: ApplicationCredential = {
    kind: 'secret',
    keyId: keyId(number),
    displayName: `Secret ${number}`,
    hint: 'abC',
    thumbprint: null,
    usage: null,
    startsAt: inDays(-10),
    endsAt,
  };
  return { ...whole, ...rest };
}

export function certificate(number: number, endsAt: number | null, rest: Partial<ApplicationCredential> = {}) {
  return secret(number, endsAt, { kind: 'certificate', hint: null, usage: 'Verify', ...rest });
}

export function app(credentials: ApplicationCredential[], unusableEntries = 0): ApplicationCredentials {
  return { application: { id: 'object-id', displayName: 'Partner app' }, credentials, unusableEntries };
}

export const unregistered: ApplicationCredentials = { application: null, credentials: [], unusableEntries: 0 };

export const contoso: Tenant = {
  tenantId: tenantId(1),
  displayName: 'Contoso',
  defaultDomainName: 'contoso.onmicrosoft.com',
};

/** An active relationship with Contoso that ends at a time and is not extended. */
export function relationship(rest: Partial<GdapRelationship> = {}): GdapRelationship {
  return {
    id: 'relationship-1',
    displayName: 'Access',
    status: 'active',
    customer: { tenantId: contoso.tenantId, displayName: 'Contoso Ltd' },
    roleDefinitionIds: ['29232cdf-9323-42fd-ade2-1d097af3e4de'],
    autoExtendDuration: 'PT0S',
    createdAt: inDays(-100),
    activatedAt: inDays(-99),
    endsAt: inDays(400),
    lastModifiedAt: inDays(-99),
    ...rest,
  };
}

/** Both sides of every threshold: milliseconds left, and the stage that they mean. */
export const STAGES = [
  [30 * DAY + 1, null],
  [30 * DAY, 30],
  [14 * DAY + 1, 30],
  [14 * DAY, 14],
  [7 * DAY + 1, 14],
  [7 * DAY, 7],
  [3 * DAY + 1, 7],
  [3 * DAY, 3],
  [DAY + 1, 3],
  [DAY, 1],
  [1, 1],
  [0, 'overdue'],
  [-1, 'overdue'],
  [-400 * DAY, 'overdue'],
] as const;
