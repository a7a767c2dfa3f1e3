/** Graph and Exchange by their application ids, which are the same in every tenant and cloud. */
export const GRAPH = '00000003-0000-0000-c000-000000000000';
export const EXCHANGE = '00000002-0000-0ff1-ce00-000000000000';

/** Asked of the sign-in itself and never of an API: every token has them. */
export const OPENID: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);

/** Delegated permissions of Graph of which any one lets users be read; the least one first. */
export const READS_USERS = [
  'User.Read.All',
  'User.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
] as const;

/** How a permission is used: by a signed-in account, or by the app alone. */
export type PermissionKind = 'delegated' | 'application';

/** What the app's manifest asks for: `requiredResourceAccess`, by ids. */
export interface AskedPermission {
  /** Application id of the API. */
  resource: string;
  id: string;
  kind: PermissionKind;
}

export interface PermissionApi {
  resource: string;
  displayName: string | null;
  permissions: readonly { id: string; name: string; kind: PermissionKind }[];
}

export interface AppPrincipal {
  id: string;
  displayName: string | null;
  /** Null where the answer doesn't say. */
  enabled: boolean | null;
  assignmentRequired: boolean | null;
}

export interface DelegatedGrant {
  /** Application id of the API; null for one that was not asked about. */
  resource: string | null;
  scopes: readonly string[];
  /** The one account it was given for; null: for everybody. */
  principalId: string | null;
}

/** Whether it counts for this account: it was given for everybody, or for the account alone. */
export function isGrantedTo({ principalId }: DelegatedGrant, accountId: string | undefined): boolean {
  return principalId === null || principalId === accountId;
}

export interface RoleGrant {
  resource: string | null;
  /** Id of the application permission. */
  id: string;
}
