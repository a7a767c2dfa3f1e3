import type { Tenant } from '../tenants/tenant.ts';
import type { Secret } from '../text/secret.ts';
import type { AccessPolicy, LoggedSignIn, NamedLocation, PartnerTrust } from './access-policy.ts';
import type { AppPrincipal, AskedPermission, DelegatedGrant, PermissionApi, RoleGrant } from './app-grants.ts';
import type { Connection } from './connection.ts';
import type { AccessAssignment, DirectoryAccount, DirectoryGroup } from './delegated-access.ts';

/**
 * Why a request gave no usable answer. Raw: what it means is core's to decide.
 * - `refused`: an HTTP answer other than 2xx that the service meant.
 * - `throttled`: still 429 (or Entra's own word for it) when the run's time was up.
 * - `malformed`: a 2xx whose body is not what the interface promises.
 * - `intercepted`: something that is not the service answered (HTML, a redirect, a foreign certificate).
 * - `internal`: a fault of ours or of this machine; `detail` says which, where that is known.
 */
export type Fault =
  | ({ kind: 'refused' | 'throttled' } & Refusal)
  | { kind: 'malformed'; detail: string; httpStatus?: number; requestId?: string; foreign?: boolean }
  | { kind: 'intercepted'; detail: string; httpStatus?: number; code?: string /** What the transport calls it. */ }
  | { kind: 'timeout' | 'unreachable'; detail: string; code?: string }
  | { kind: 'aborted' }
  | { kind: 'internal'; error: unknown; detail?: string /** Finds the error in the log. */; reference?: string };

export interface Refusal {
  httpStatus: number;
  /** Nothing in the answer is the service's own: neither a header nor its way of saying an error. */
  foreign?: boolean;
  /** What such an answer names as having passed it on: a proxy or gateway (header `Via`). */
  between?: string;
  error?: string;
  suberror?: string;
  /** AADSTS numbers, most specific first. */
  codes: readonly number[];
  message?: string;
  traceId?: string;
  correlationId?: string;
  requestId?: string;
  timestamp?: string;
  claims?: string;
  errorUri?: string;
  retryAfterMs?: number;
}

/** What came of a request. `durationMs` covers its tries and pauses, not the wait for a free slot. */
export type Answer<T> = { attempts: number; durationMs: number } & (
  | { ok: true; value: T; requestId?: string }
  | { ok: false; fault: Fault }
);

export interface TokenGrant {
  accessToken: Secret;
  /** The refresh token that replaces the one redeemed. */
  rotatedRefreshToken?: Secret;
  /** Reads the token's claims, for diagnosis only: a token is opaque by contract. */
  describe(): TokenDescription;
}

export interface TokenDescription {
  /** `tid` of the access token, else of the id token. */
  tenantId?: string;
  /** `amr`, null when the token can't be read. */
  authenticationMethods: readonly string[] | null;
  /** The name the account signs in with, for showing; `accountId` is its object id. */
  account?: string;
  accountId?: string;
  /** Where the account lives, when the answer says so. */
  homeTenantId?: string;
  clientId?: string;
  /** Delegated permissions, as the token has them. */
  scopes?: readonly string[];
  /** Template ids of the directory roles that the token carries. */
  roleIds?: readonly string[];
  /** Application permissions, as the token of an app by itself has them. It leaves them out where there are none. */
  roles?: readonly string[];
}

export interface TokenRequest {
  /** Tenant id or domain whose authority redeems the token. */
  authorityTenant: string;
  resource: 'graph' | 'exchange';
  /** Redeem the second refresh token with Microsoft's retired client, as old scripts did. */
  legacyClient?: boolean;
  /** The app signs in by itself: policies for people don't apply to it. */
  alone?: boolean;
}

export interface TenantList {
  customers: Tenant[];
  /** Entries without a usable tenant id: counted, never dropped in silence. */
  unusableEntries: number;
}

/** See `listCustomers`. */
export interface CustomerList extends TenantList {
  /** Why GDAP's list could not be read, when it could not. */
  gdapFault?: Fault;
}

/** What the partner's tenant knows of the connection's app and of what it may sign in with. */
export interface ApplicationCredentials {
  /** Null: the tenant has no registration of this app, so nothing can be said of its credentials. */
  application: { id: string; displayName: string | null } | null;
  credentials: ApplicationCredential[];
  /** Entries without a usable key id: counted, never dropped in silence. */
  unusableEntries: number;
}

/** One secret or certificate of the app. Times in milliseconds since the epoch, null where none can be read. */
export interface ApplicationCredential {
  kind: 'secret' | 'certificate';
  keyId: string;
  displayName: string | null;
  /** The first three characters of a secret, where the directory kept them: for comparing, never for showing. */
  hint: string | null;
  /** Of a certificate: SHA-1, upper case hex. Null where the directory says something else. */
  thumbprint: string | null;
  /** What a certificate is for: `Verify` signs in, `Encrypt` and `Sign` do not. */
  usage: string | null;
  startsAt: number | null;
  endsAt: number | null;
}

export interface RelationshipList {
  relationships: GdapRelationship[];
  /** Entries without a usable id or status: counted, never dropped in silence. */
  unusableEntries: number;
}

/** A delegated admin relationship. Times in milliseconds since the epoch, null where none is set or can be read. */
export interface GdapRelationship {
  id: string;
  displayName: string | null;
  /** As Graph writes it: `active`, `approvalPending`, … New ones may come at any time. */
  status: string;
  /** Of a draft or an open request the customer need not be known. */
  customer: { tenantId: string | null; displayName: string | null };
  roleDefinitionIds: string[];
  /** How much is added at the end, in ISO 8601: `P180D`; `PT0S`, `P0D` or null for nothing. */
  autoExtendDuration: string | null;
  createdAt: number | null;
  activatedAt: number | null;
  endsAt: number | null;
  lastModifiedAt: number | null;
}

/** A part of an answer, or why it could not be read: what was refused is never empty. */
export type Reading<T> = { ok: true; value: T } | { ok: false; fault: Fault };

export interface AppGrants {
  /** Null: the app is not in this tenant. */
  principal: Reading<AppPrincipal | null>;
  delegated: Reading<readonly DelegatedGrant[]>;
  application: Reading<readonly RoleGrant[]>;
  /** Whether the tenant's users can be read, which the roles of the account decide beside the permission. */
  users: Reading<undefined>;
}

/**
 * Everything that can be asked, with what it takes and what it gives. What stands before the dot is the service that
 * answers: the same words mean different things at different doors.
 */
export interface Questions {
  'entra.token': { takes: TokenRequest; gives: TokenGrant };
  /** Every page of contracts; `onPage` hears of each as it comes. `token` is one for the partner's tenant, here and below. */
  'graph.customers': { takes: { token: Secret; onPage?: (customers: readonly Tenant[]) => void }; gives: TenantList };
  /** Every page of the customers with a GDAP relationship, whose domains it does not tell. */
  'graph.gdap-customers': { takes: { token: Secret }; gives: TenantList };
  /** The connection's own app as the partner's tenant has it. */
  'graph.application': { takes: { token: Secret }; gives: ApplicationCredentials };
  /** Every page of the partner's delegated admin relationships, ended ones included; of one customer, where that has any. */
  'graph.relationships': { takes: { token: Secret; customerId?: string }; gives: RelationshipList };
  /** What the app's manifest asks for; null where the partner's tenant has no registration of it. */
  'graph.manifest': { takes: { token: Secret }; gives: readonly AskedPermission[] | null };
  /** The permissions of these APIs, by their application ids. */
  'graph.apis': { takes: { token: Secret; resources: readonly string[] }; gives: readonly PermissionApi[] };
  /** The app in a tenant and its grants, told by these APIs. One request. */
  'graph.grants': { takes: { token: Secret; tenantId: string; resources: readonly string[] }; gives: AppGrants };
  /** An account of the partner's tenant; null where there is none of this id. */
  'graph.account': { takes: { token: Secret; accountId: string }; gives: DirectoryAccount | null };
  /** Names of guests with this address in a tenant. */
  'graph.guests': { takes: { token: Secret; tenantId: string; address: string }; gives: readonly string[] };
  /** Groups that hold the roles of one relationship. */
  'graph.assignments': { takes: { token: Secret; relationshipId: string }; gives: readonly AccessAssignment[] };
  /** Ids of all groups that an account is in, directly or through others. */
  'graph.memberships': { takes: { token: Secret; accountId: string }; gives: readonly string[] };
  /** The groups of these ids, at most fifteen. */
  'graph.groups': { takes: { token: Secret; ids: readonly string[] }; gives: readonly DirectoryGroup[] };
  /** A tenant's Conditional Access policies. */
  'graph.policies': { takes: { token: Secret; tenantId: string }; gives: readonly AccessPolicy[] };
  /** Whether a tenant's security defaults are on. */
  'graph.security-defaults': { takes: { token: Secret; tenantId: string }; gives: boolean };
  /** What the tenant's administrators named for their policies. */
  'graph.locations': { takes: { token: Secret; tenantId: string }; gives: readonly NamedLocation[] };
  /** What a tenant's cross-tenant settings say of another: those made for it, else those that hold for all. */
  'graph.partner-trust': { takes: { token: Secret; tenantId: string; otherTenantId: string }; gives: PartnerTrust };
  /** Sign-ins without a person that were refused to the connection's app for this reason, the newest first; of the last day. */
  'graph.sign-ins': {
    takes: { token: Secret; tenantId: string; code: number; since: number };
    gives: readonly LoggedSignIn[];
  };
  /** What a tenant is called, and its default domain. */
  'graph.organization': { takes: { token: Secret; tenantId: string }; gives: Omit<Tenant, 'tenantId'> };
  /** Part numbers of a tenant's subscriptions that are enabled or may still be renewed, whether anybody uses them or not. */
  'graph.licences': { takes: { token: Secret; tenantId: string }; gives: readonly string[] };
  /** Whether Graph answers a tenant's token: `path` names a list, with its query. */
  'graph.read': { takes: { token: Secret; tenantId: string; path: string }; gives: undefined };
  /** Whether Exchange runs a reading cmdlet without parameters. */
  'exchange.read': { takes: { token: Secret; tenantId: string; cmdlet: string }; gives: undefined };
}

export type QuestionId = keyof Questions;
export type Question<I extends QuestionId = QuestionId> = { [K in I]: { id: K } & Questions[K]['takes'] }[I];
export type AnswerTo<I extends QuestionId> = Answer<Questions[I]['gives']>;
export type Service = QuestionId extends infer I ? (I extends `${infer S}.${string}` ? S : never) : never;

export const SERVICE_NAMES: Readonly<Record<Service, string>> = {
  entra: 'Entra',
  graph: 'Graph',
  exchange: 'Exchange',
};

export function serviceOf(id: QuestionId): Service {
  return id.slice(0, id.indexOf('.')) as Service;
}

/**
 * Microsoft's cloud as the checks need it. Nothing throws for what the network or Microsoft does: every outcome is an
 * `Answer`. One instance serves one run of one connection.
 */
export interface MicrosoftCloud {
  ask<I extends QuestionId>(question: Question<I>): Promise<AnswerTo<I>>;
  /**
   * Until when throttled requests are waited for, in milliseconds from now. Can only be moved later. From the first call
   * with `aloneMs` on, waits that are longer are given up as soon as nothing else is under way.
   */
  extendDeadline(deadlineMs: number, aloneMs?: number): void;
  /** Another process was told that a service wants nothing for so long: it is not asked either. */
  hold(service: Service, forMs: number): void;
  /** What pacing is doing, for progress lines. */
  pace(): PaceReading;
  /** Gives up on everything in flight and frees the sockets. */
  close(): Promise<void>;
}

export interface PaceReading {
  /** Requests that were answered 429 and are waited for now. */
  waiting: number;
  /** Requests answered 429 so far. */
  throttled: number;
  /** All requests sent so far. */
  requests: number;
}

export interface OpenCloudOptions {
  connection: Connection;
  /** Most requests in flight at once. */
  concurrency: number;
  signal: AbortSignal;
  /** What asks Microsoft is gone, by a fault of this machine: nothing is answered any more, and the run is cut off. */
  onLost?: () => void;
  /** A service met its limit, of all tenants together, and is asked nothing for so long. */
  onHeld?: ((service: Service, forMs: number) => void) | undefined;
}

export interface MicrosoftCloudFactory {
  open(options: OpenCloudOptions): MicrosoftCloud;
}
