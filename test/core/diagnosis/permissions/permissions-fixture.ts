import { checkCredentialsShape } from '../../../../src/core/diagnosis/chains/partner-chain.ts';
import { judgePermissions } from '../../../../src/core/diagnosis/permissions/judge-permissions.ts';
import {
  type PermissionsReading,
  readPermissions,
} from '../../../../src/core/diagnosis/permissions/read-permissions.ts';
import type { PermissionApi } from '../../../../src/core/model/cloud/app-grants.ts';
import { EXCHANGE, GRAPH } from '../../../../src/core/model/cloud/app-grants.ts';
import type { AppGrants, Fault } from '../../../../src/core/model/cloud/microsoft-cloud.ts';
import { type PermissionSet, parsePermissionSet } from '../../../../src/core/model/permissions/permission-set.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';
import { type FakeAnswers, fakeCloud, pass } from '../../fake-cloud.ts';
import { connection, PARTNER_ID, tenantId } from '../../fixtures.ts';

export const USERS = tenantId(101);
export const POLICY = tenantId(102);
export const ROLE = tenantId(103);

/** Needs one permission of each sort. */
export const SET: PermissionSet = parsePermissionSet('test', {
  title: 'the test',
  apis: [
    {
      name: 'Microsoft Graph',
      id: GRAPH,
      delegated: [{ permission: 'User.Read.All', or: ['User.ReadWrite.All'] }, 'Policy.Read.All'],
      application: ['Directory.Read.All'],
    },
    { name: 'Exchange', id: EXCHANGE, delegated: ['Exchange.Manage'] },
  ],
});

export const APIS: readonly PermissionApi[] = [
  {
    resource: GRAPH,
    displayName: 'Microsoft Graph',
    permissions: [
      { id: USERS, name: 'User.Read.All', kind: 'delegated' },
      { id: POLICY, name: 'Policy.Read.All', kind: 'delegated' },
      { id: ROLE, name: 'Directory.Read.All', kind: 'application' },
    ],
  },
];

export const MANIFEST = [
  { resource: GRAPH, id: USERS, kind: 'delegated' },
  { resource: GRAPH, id: POLICY, kind: 'delegated' },
  { resource: GRAPH, id: ROLE, kind: 'application' },
] as const;

export const FORBIDDEN: Fault = { kind: 'refused', httpStatus: 403, codes: [], error: 'Authorization_RequestDenied' };

/** Everything that the manifest asks for is granted. */
export function grants(changes: Partial<AppGrants> = {}): AppGrants {
  return {
    principal: { ok: true, value: { id: 'own', displayName: 'App', enabled: true, assignmentRequired: false } },
    delegated: {
      ok: true,
      value: [{ resource: GRAPH, scopes: ['User.Read.All', 'Policy.Read.All'], principalId: null }],
    },
    application: { ok: true, value: [{ resource: GRAPH, id: ROLE }] },
    users: { ok: true, value: undefined },
    ...changes,
  };
}

/** Reads tenants of a cloud in which both tokens carry these scopes. */
export async function readIn(
  answers: FakeAnswers,
  {
    scopes = ['User.Read.All', 'Policy.Read.All', 'Exchange.Manage'],
    tenants = ['Tenant 1'],
    set = SET,
    roleIds,
    alone,
  }: {
    scopes?: readonly string[] | null;
    tenants?: string[];
    set?: PermissionSet;
    roleIds?: readonly string[];
    /** The app signs in by itself, and its token carries these. */
    alone?: readonly string[];
  } = {},
): Promise<{ reading: PermissionsReading; asked: readonly string[] }> {
  const cloud = fakeCloud({
    manifest: pass(MANIFEST),
    apis: pass(APIS),
    grants: () => pass(grants()),
    redeem: ({ authorityTenant }) =>
      pass({
        accessToken: new Secret(`token of ${authorityTenant}`),
        describe: () => ({
          tenantId: authorityTenant,
          authenticationMethods: ['pwd', 'mfa'],
          accountId: 'account',
          ...(scopes && !alone ? { scopes } : {}),
          ...(alone ? { roles: alone } : {}),
          ...(roleIds ? { roleIds } : {}),
        }),
      }),
    ...answers,
  });
  const shape = checkCredentialsShape({
    applicationId: connection.applicationId,
    tenant: PARTNER_ID,
    applicationSecret: 'x'.repeat(40),
    refreshToken: 'y'.repeat(900),
    exchangeRefreshToken: undefined,
    exchangeMode: 'sam',
  });
  const { applicationId, applicationSecret, cloud: of, name, tenant } = connection;
  const ownApp = { kind: 'app-only', applicationId, applicationSecret, cloud: of, name, tenant } as const;
  const outcome = await readPermissions(
    {
      connection: alone ? ownApp : connection,
      shape,
      tenants,
      set,
      concurrency: 4,
      signal: new AbortController().signal,
    },
    { clouds: { open: () => cloud } },
  );
  if (outcome.kind === 'problem') throw Object.assign(new Error(outcome.problems.join(' ')), outcome);
  return { reading: outcome.reading, asked: cloud.asked };
}

/** A tenant of any name, in which nobody consented to anything and half of it can't be read. */
export function missingReading(displayName: string): PermissionsReading {
  const side = {
    grants: grants({ delegated: { ok: true, value: [] }, application: { ok: false, fault: FORBIDDEN } }),
    live: new Map([[GRAPH, []]]),
    accountId: undefined,
    roles: null,
    isAlone: false,
  };
  const tenant = { tenantId: tenantId(1), displayName, defaultDomainName: 'tenant1.example' };
  const rows = judgePermissions(SET, { manifest: MANIFEST, apis: APIS }, side);
  const unread = [{ what: 'Application permissions', permission: 'Application.Read.All', reason: 'refused.' }];
  const tenants = [{ tenant, verdict: 'missing' as const, rows, unread }];
  return { set: SET, connection, partnerTenantId: PARTNER_ID, unread: [], tenants };
}
