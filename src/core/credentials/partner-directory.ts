import type { AskedPermission, PermissionApi } from '../model/cloud/app-grants.ts';
import type { SamConnection } from '../model/cloud/connection.ts';
import type { Answer } from '../model/cloud/microsoft-cloud.ts';

export interface Registration {
  objectId: string;
  applicationId: string;
  displayName: string | null;
  tags: readonly string[];
  redirectUris: readonly string[];
  asks: readonly AskedPermission[];
  secrets: readonly { keyId: string; displayName: string | null }[];
}

export interface ApiPrincipal extends PermissionApi {
  objectId: string;
}

/** What a service principal was granted; APIs are named by their objects. */
export interface HeldGrants {
  /** For the whole tenant. */
  delegated: readonly { id: string; apiId: string; scopes: readonly string[] }[];
  roles: readonly { id: string; apiId: string; roleId: string }[];
}

/** What is to be registered. Redirect addresses are of the platform Web. */
export interface RegistrationWish {
  displayName: string;
  tags: readonly string[];
  redirectUris: readonly string[];
  asks: readonly AskedPermission[];
}

/**
 * The apps of the partner's tenant, read and changed with an administrator's token. It writes at Microsoft, and is apart
 * from `MicrosoftCloud` so that no check can. Nothing throws for what the network or Microsoft does.
 */
export interface PartnerDirectory {
  registrations(by: { displayName: string } | { applicationId: string }): Promise<Answer<readonly Registration[]>>;
  /** The object id of an app's service principal; null where the tenant has none. */
  principal(applicationId: string): Promise<Answer<string | null>>;
  /** Those of these APIs that the tenant has. */
  apis(resources: readonly string[]): Promise<Answer<readonly ApiPrincipal[]>>;
  holds(applicationId: string): Promise<Answer<HeldGrants>>;
  register(wish: RegistrationWish): Promise<Answer<unknown>>;
  /** Replaces both lists. */
  amend(objectId: string, wish: Pick<RegistrationWish, 'redirectUris' | 'asks'>): Promise<Answer<unknown>>;
  unregister(objectId: string): Promise<Answer<unknown>>;
  addPrincipal(applicationId: string): Promise<Answer<unknown>>;
  removePrincipal(objectId: string): Promise<Answer<unknown>>;
  /** Delegated permissions for the whole tenant. */
  grant(principalId: string, apiId: string, scopes: readonly string[]): Promise<Answer<unknown>>;
  /** Replaces what was granted; without scopes nothing is left of it. */
  regrant(grantId: string, scopes: readonly string[]): Promise<Answer<unknown>>;
  assign(principalId: string, apiId: string, roleId: string): Promise<Answer<unknown>>;
  unassign(apiId: string, assignmentId: string): Promise<Answer<unknown>>;
  close(): Promise<void>;
}

export interface PartnerDirectoryFactory {
  open(options: { connection: SamConnection; signal: AbortSignal }): PartnerDirectory;
}
