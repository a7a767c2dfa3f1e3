/** A Conditional Access policy. An account of another organization is in none of its groups. */
export interface AccessPolicy {
  id: string;
  displayName: string | null;
  /** As Graph writes it: `enabled`, `disabled`, `enabledForReportingButNotEnforced`. */
  state: string;
  users: {
    include: readonly string[];
    exclude: readonly string[];
    includeGroups: readonly string[];
    excludeGroups: readonly string[];
    includeRoles: readonly string[];
    excludeRoles: readonly string[];
    includeExternal: ExternalAccounts | null;
    excludeExternal: ExternalAccounts | null;
  };
  /** Apps that sign in by themselves: `ServicePrincipalsInMyTenant`, or object ids; null where it is for people. */
  clients: { include: readonly string[]; exclude: readonly string[]; isFiltered: boolean } | null;
  /** `All`, `Office365`, `MicrosoftAdminPortals`, `None`, or application ids. */
  applications: { include: readonly string[]; exclude: readonly string[] };
  /** `all`, `browser`, `mobileAppsAndDesktopClients`, … */
  clientTypes: readonly string[];
  /** `All`, `AllTrusted`, or ids of named locations; null where it holds everywhere. */
  locations: { include: readonly string[]; exclude: readonly string[] } | null;
  /** `windows`, `iOS`, …; none where it holds on all. */
  platforms: readonly string[];
  /** `deviceCodeFlow`, `authenticationTransfer`. */
  transferMethods: readonly string[];
  risks: readonly string[];
  /** Grant controls as Graph writes them: `block`, `mfa`, `compliantDevice`, …; those beside the built-in ones by a word. */
  controls: readonly string[];
  /** Session controls that are on, as Graph names them. */
  session: readonly string[];
}

export interface NamedLocation {
  id: string;
  displayName: string | null;
  isTrusted: boolean;
  /** `198.51.100.0/24`; null where it is made of countries. */
  ranges: readonly string[] | null;
  /** `DE`; null where it is made of addresses, or the place is asked of a telephone. */
  countries: readonly string[] | null;
}

/** A refused sign-in as a tenant's log has it. Minutes pass before it is there. */
export interface LoggedSignIn {
  correlationId: string | null;
  /** Milliseconds since the epoch. */
  at: number;
  ip: string | null;
  /** `DE`. */
  country: string | null;
  /** Whose sign-in it was, by its object in its own tenant. */
  accountId: string | null;
  /** What it was made with began with a device code. */
  isDeviceCode: boolean;
  /** The tenant it was for. */
  resourceTenantId: string | null;
  /** Policies that failed it; null where the log leaves them out, as it does for whoever may not read policies. */
  failed: readonly { id: string; displayName: string | null; controls: readonly string[] }[] | null;
}

/** Kinds of accounts from outside. `tenants` null: of every organization. */
export interface ExternalAccounts {
  /** `serviceProvider`, `b2bCollaborationGuest`, … */
  kinds: readonly string[];
  tenants: readonly string[] | null;
}

/** What a tenant's cross-tenant settings say of another; null where they say nothing. */
export interface PartnerTrust {
  /** Settings made for this other tenant, or those that hold for all. */
  own: boolean;
  trustsMfa: boolean | null;
  /** Accounts of the other tenant are kept out, or own accounts from going there. */
  blocksInbound: boolean;
  blocksOutbound: boolean;
}
