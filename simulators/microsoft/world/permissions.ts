import more from './more-permissions.json' with { type: 'json' };

/** An API that an app is granted permissions of. */
export interface Api {
  /** As tokens are asked for it; of others the application id. */
  readonly name: string;
  readonly appId: string;
  readonly displayName: string;
  /** No tenant has it until somebody adds its service principal. */
  readonly isAdded?: boolean;
}

/** What an API offers. Ids as learn.microsoft.com/graph/permissions-reference has them, November 2026. */
export interface Permission {
  readonly api: Api['name'];
  readonly kind: 'delegated' | 'application';
  readonly name: string;
  readonly id: string;
}

/** How the consent in one tenant differs from what the app asks for. */
export interface Consent {
  /** Delegated permissions that nobody ever consented to. */
  readonly without?: readonly string[];
  /** Consented to since the refresh token was last used: granted, and not in the token yet. */
  readonly notInToken?: readonly string[];
  /** Application permissions that are granted beside those that the app asks for. */
  readonly withRoles?: readonly string[];
  /** Application permissions that were never granted. */
  readonly withoutRoles?: readonly string[];
}

const GRAPH = '00000003-0000-0000-c000-000000000000';
const EXCHANGE = '00000002-0000-0ff1-ce00-000000000000';
const NAMED: Readonly<Record<string, string>> = { [GRAPH]: 'graph', [EXCHANGE]: 'exchange' };
const nameOf = (appId: string): string => NAMED[appId] ?? appId;

/** The license manager, Teams' administration and Defender. */
const ADDED: ReadonlySet<string> = new Set([
  'aeb86249-8ea3-49e2-900b-54cc8e308f85',
  '48ac35b8-9aa8-4d74-927d-1f4a14a0b239',
  'fc780465-2017-40d4-a0c5-307022471b92',
]);

export const APIS: readonly Api[] = [
  { name: 'graph', appId: GRAPH, displayName: 'Microsoft Graph' },
  { name: 'exchange', appId: EXCHANGE, displayName: 'Office 365 Exchange Online' },
  ...more
    .filter(({ appId }) => !(appId in NAMED))
    .map(({ appId, displayName }) => ({ name: appId, appId, displayName, isAdded: ADDED.has(appId) })),
];

const DELEGATED = {
  'Application.Read.All': 'c79f8feb-a9db-4090-85f9-90d820caa0eb',
  'AuditLog.Read.All': 'e4c9e354-4dc5-45b8-9e7c-e1393b0b1a20',
  'CrossTenantInformation.ReadBasic.All': '81594d25-e88e-49cf-ac8c-fecbff49f994',
  'DelegatedAdminRelationship.Read.All': '0c0064ea-477b-4130-82a5-4c2cc4ff68aa',
  'Directory.Read.All': '06da0dbc-49e2-44d2-8312-53f166ab848a',
  'Organization.Read.All': '4908d5b9-3fb2-4b1e-9336-1888b7937185',
  'Policy.Read.All': '572fea84-0151-49b2-9301-11cb16974376',
  'User.Read': 'e1fe6dd8-ba31-4d61-89e7-88639da4683d',
  'User.Read.All': 'a154be20-db9c-4678-8ab7-66f6cc099a59',
} as const;

const APPLICATION = {
  'Directory.Read.All': '7ab1d382-f21e-4acd-a863-ba3e13f7da61',
  'Organization.Read.All': '498476ce-e0fe-48b0-b801-37ba7e2685c6',
  'User.Read.All': 'df021288-bdef-4463-88db-98f22de89214',
} as const;

/** Offered, and not asked for by the app. */
const OFFERED: readonly Permission[] = [
  { api: 'graph', kind: 'delegated', name: 'Directory.ReadWrite.All', id: 'c5366453-9fb0-48a5-a156-24f0c49a4b84' },
  { api: 'graph', kind: 'delegated', name: 'Reports.Read.All', id: '02e97553-ed7b-43d0-ab3c-f8bace0d040c' },
  { api: 'graph', kind: 'application', name: 'Policy.Read.All', id: '246dd0d5-5bd0-4def-940b-0421030a5b68' },
  { api: 'graph', kind: 'application', name: 'AuditLog.Read.All', id: 'b0afded3-3588-46d8-8b3d-9842eff778da' },
  { api: 'graph', kind: 'application', name: 'Reports.Read.All', id: '230c1aed-a721-4c5d-9cb4-a90514e508ef' },
];

/** What the partner's app asks for in its manifest. */
export const ASKED: readonly Permission[] = [
  ...Object.entries(DELEGATED).map(([name, id]): Permission => ({ api: 'graph', kind: 'delegated', name, id })),
  ...Object.entries(APPLICATION).map(([name, id]): Permission => ({ api: 'graph', kind: 'application', name, id })),
  { api: 'exchange', kind: 'delegated', name: 'Exchange.Manage', id: 'ab4f2b77-0b06-4fc1-a9de-02113fc2ab7c' },
  { api: 'exchange', kind: 'application', name: 'Exchange.ManageAsApp', id: 'dc50a0fb-09a3-484d-be87-e023b12c6440' },
];

/** What CIPP's app asks for (KelvinTegelaar/CIPP-API, Config/SAMManifest.json); some of it stands there by its id alone. */
const BY_CIPP: readonly Permission[] = more.flatMap(({ appId, delegated, application }) => {
  const list = (kind: Permission['kind'], all: Readonly<Record<string, string>>): Permission[] =>
    Object.entries(all).map(([name, id]) => ({ api: nameOf(appId), kind, name, id }));
  return [...list('delegated', delegated), ...list('application', application)];
});

/** Everything that an API offers here. */
export function offeredBy(api: Api['name']): Permission[] {
  const all = [...ASKED, ...OFFERED, ...BY_CIPP].filter((one) => one.api === api);
  return [...new Map(all.map((one) => [`${one.kind} ${one.id}`, one])).values()];
}

/** What somebody consented to. */
export function grantedBy({ without = [], withRoles = [], withoutRoles = [] }: Consent = {}): Permission[] {
  const asked = ASKED.filter(({ kind, name }) => !(kind === 'delegated' ? without : withoutRoles).includes(name));
  return [...asked, ...OFFERED.filter(({ kind, name }) => kind === 'application' && withRoles.includes(name))];
}

/** The application permissions that a token of the app by itself carries. */
export function rolesBy(consent: Consent | undefined, api: string): string[] {
  return grantedBy(consent)
    .filter((one) => one.api === api && one.kind === 'application')
    .map(({ name }) => name);
}

/** The delegated permissions that a token for an API carries. */
export function scopesBy(consent: Consent | undefined, api: string): string[] {
  const { notInToken = [] } = consent ?? {};
  return grantedBy(consent)
    .filter((one) => one.api === api && one.kind === 'delegated' && !notInToken.includes(one.name))
    .map(({ name }) => name);
}

/** The manifest's list, as Graph shows it on the registration. */
export function requiredResourceAccess(asked: readonly Permission[]) {
  return APIS.filter(({ name }) => asked.some(({ api }) => api === name)).map(({ name, appId }) => ({
    resourceAppId: appId,
    resourceAccess: asked
      .filter(({ api }) => api === name)
      .map(({ id, kind }) => ({ id, type: kind === 'delegated' ? 'Scope' : 'Role' })),
  }));
}

/** The object of an API's service principal in a tenant. */
export const apiIdIn = (tenant: { tenantId: string }, name: Api['name']): string =>
  idIn(tenant, 1 + APIS.findIndex((one) => one.name === name));

/** Another object in every tenant, made of the tenant's own id so that the numbers of a seed stay what they are. */
export function idIn({ tenantId }: { tenantId: string }, number: number): string {
  return `${tenantId.slice(0, -2)}${(0xe0 + number).toString(16)}`;
}
