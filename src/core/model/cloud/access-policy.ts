/** A Conditional Access policy, as far as it decides on accounts of another organization. */
export interface AccessPolicy {
  id: string;
  displayName: string | null;
  /** As Graph writes it: `enabled`, `disabled`, `enabledForReportingButNotEnforced`. */
  state: string;
  users: {
    include: readonly string[];
    exclude: readonly string[];
    includeRoles: readonly string[];
    includeExternal: ExternalAccounts | null;
    excludeExternal: ExternalAccounts | null;
  };
  /** `All`, `Office365`, `MicrosoftAdminPortals`, `None`, or application ids. */
  applications: { include: readonly string[]; exclude: readonly string[] };
  locations: { include: readonly string[]; exclude: readonly string[] } | null;
  /** `deviceCodeFlow`, `authenticationTransfer`. */
  transferMethods: readonly string[];
  risks: readonly string[];
  /** Grant controls as Graph writes them: `block`, `mfa`, `compliantDevice`, …; those beside the built-in ones by a word. */
  controls: readonly string[];
  operator: 'AND' | 'OR';
  signInFrequency: string | null;
}

/** Kinds of accounts from outside. `tenants` null: of every organization. */
export interface ExternalAccounts {
  /** `serviceProvider`, `b2bCollaborationGuest`, … */
  kinds: readonly string[];
  tenants: readonly string[] | null;
}

/** What a customer's cross-tenant settings say of us; null where the defaults hold. */
export interface PartnerTrust {
  isServiceProvider: boolean | null;
  trustsMfa: boolean | null;
}
