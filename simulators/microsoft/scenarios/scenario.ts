import type { Reaction } from '../answers/answer.ts';
import type { TenantPolicies } from '../world/access-policies.ts';
import type { Delegation } from '../world/delegation.ts';
import type { Consent } from '../world/permissions.ts';

/** What a scenario promises to whoever tests against it. */
export interface ScenarioInfo {
  /** kebab-case; unique among the scenarios of its level. */
  readonly name: string;
  readonly summary: string;
  /** The cause a diagnosis should name, or null where nothing is wrong. */
  readonly expectedCause: string | null;
  /** The worst status a diagnosis should show: `unknown` after silence and for an answer nobody can understand. */
  readonly expectedStatus: 'pass' | 'warn' | 'fail' | 'unknown';
  /** Further causes that would be right as well. */
  readonly alternativeCauses?: readonly string[];
  /** Set where the scenario can only be met with the retired second refresh token. */
  readonly exchangeMode?: 'legacy';
}

/** What is wrong in one customer's tenant. Each reaction answers one sort of request. */
export interface TenantScenario extends ScenarioInfo {
  readonly graphToken?: Reaction;
  readonly exchangeToken?: Reaction;
  readonly graph?: Reaction;
  readonly exchange?: Reaction;
  /** Answers the tenant's openid-configuration. */
  readonly discovery?: Reaction;
  /** What is granted here and what a token carries, where that is not all that the app asks for. */
  readonly consent?: Consent;
  /** Delegated access, where not all is well with it. */
  readonly delegation?: Delegation;
  /** It is a policy for people that refuses: an app by itself is let in. */
  readonly peopleOnly?: true;
  /** Its policies, where not what every tenant has. */
  readonly policies?: TenantPolicies;
  /** Replaces the name both customer lists show. */
  readonly displayName?: string | null;
}

/** What is wrong with the partner's connection, its own tenant or its list of customers. */
export interface PartnerScenario extends ScenarioInfo {
  /** Answers token requests in every tenant: faults of the credentials, the account or the network. */
  readonly everyToken?: Reaction;
  /** What ails the refresh token is gone with a new sign-in. */
  readonly oldTokenOnly?: true;
  /** Answers token requests in the partner's own tenant only. */
  readonly partnerToken?: Reaction;
  /** Answers token requests of Microsoft's retired Exchange client, in every tenant. */
  readonly legacyToken?: Reaction;
  /** Answers `GET /contracts`. */
  readonly customers?: Reaction;
  /** Cuts the list of customers into at least this many pages. */
  readonly customerPages?: number;
  /** Slips an empty page with a nextLink in after the first. */
  readonly emptyCustomerPage?: boolean;
  /** Where the nextLink of the customers' list leads, when not to the sandbox itself. */
  readonly nextLinkOrigin?: string;
  /** The `amr` claim of delegated tokens, when not password and mfa. */
  readonly amr?: readonly string[];
  /** What the directory shows of the service account, while its tokens still work. */
  readonly account?: 'disabled' | 'gone';
  /** It is a policy for people that refuses: the partner's app by itself is let in. */
  readonly peopleOnly?: true;
  /** What is granted in the partner's own tenant, and its policies, where not the usual ones. */
  readonly consent?: Consent;
  readonly policies?: TenantPolicies;
  /** Access tokens of the partner's tenant are no JWT. */
  readonly opaqueToken?: boolean;
}

/** A tenant scenario in which no token is given, whatever it is for. */
export function noToken(info: ScenarioInfo, reaction: Reaction): TenantScenario {
  return { ...info, graphToken: reaction, exchangeToken: reaction };
}
