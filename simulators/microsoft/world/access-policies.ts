/** A Conditional Access policy to be put into a tenant, besides those that every tenant has. */
export interface PolicySettings {
  readonly id: string;
  readonly displayName: string;
  /** Default enabled. */
  readonly state?: string;
  /** Merged over conditions that hold for everybody and every app. */
  readonly conditions?: Readonly<Record<string, unknown>>;
  /** Grant controls; default block. */
  readonly controls?: readonly string[];
  /** Merged over the grant controls: terms of use, custom controls, a strength. */
  readonly grant?: Readonly<Record<string, unknown>>;
  readonly sessionControls?: Readonly<Record<string, unknown>>;
}

/** What a tenant's policies are, where not what every tenant has. */
export interface TenantPolicies {
  readonly own?: readonly PolicySettings[];
  /** Without Entra ID P1 there are none, and reading them is refused. */
  readonly premium?: false;
  readonly securityDefaults?: true;
  /** Of addresses, or of countries. */
  readonly locations?: readonly {
    readonly id: string;
    readonly displayName: string;
    readonly ranges?: readonly string[];
    readonly countries?: readonly string[];
  }[];
  /** Cross-tenant settings that keep the partner's accounts out: made for the partner, for everybody, or by the partner. */
  readonly crossTenant?: 'inbound' | 'inbound-default' | 'outbound';
  /**
   * What the sign-in log has of the refusal: the entry itself, or one of an hour ago, with the policies that failed it; or the
   * entry as it is for whoever may not read policies. Without it there is none yet. `ip`: where it came from.
   */
  readonly log?: {
    readonly entry: 'this' | 'earlier' | 'hidden';
    readonly failed: readonly string[];
    readonly ip?: string;
  };
}

/** What the partner's own tenant has. */
export const PARTNER_POLICIES: TenantPolicies = {
  own: [{ id: '7d2f5c1e-2f43-4f7b-9c0a-7d1f2f9d5b01', displayName: 'Block sign-ins to customers from elsewhere' }],
};

const EVERYBODY = {
  clientAppTypes: ['all'],
  applications: { includeApplications: ['All'], excludeApplications: [], includeUserActions: [] },
  users: {
    includeUsers: ['All'],
    excludeUsers: [],
    includeGroups: [],
    excludeGroups: [],
    includeRoles: [],
    excludeRoles: [],
    includeGuestsOrExternalUsers: null,
    excludeGuestsOrExternalUsers: null,
  },
  platforms: null,
  locations: null,
  devices: null,
  signInRiskLevels: [],
  userRiskLevels: [],
  servicePrincipalRiskLevels: [],
  clientApplications: null,
  authenticationFlows: null,
};

// What most tenants have: MFA for all, which a partner's own MFA meets, and no old protocols.
const USUAL: readonly PolicySettings[] = [
  { id: '5b0f7c1e-2f43-4f7b-9c0a-7d1f2f9d5a01', displayName: 'Require MFA for all users', controls: ['mfa'] },
  {
    id: '5b0f7c1e-2f43-4f7b-9c0a-7d1f2f9d5a02',
    displayName: 'Block legacy authentication',
    conditions: { clientAppTypes: ['exchangeActiveSync', 'other'] },
  },
];

// No two policies have one id: the same two are others in the partner's tenant.
const USUAL_OF_PARTNER = USUAL.map((policy) => ({ ...policy, id: policy.id.replace(/^5b0f/, '7d2f') }));

/** The tenant's policies in Graph's own shape: learn.microsoft.com/graph/api/resources/conditionalaccesspolicy. */
export function policiesOf(
  { own = [] }: TenantPolicies = {},
  of: 'customer' | 'partner' = 'customer',
): Record<string, unknown>[] {
  return [...(of === 'partner' ? USUAL_OF_PARTNER : USUAL), ...own].map(
    ({ id, displayName, state = 'enabled', conditions, controls = ['block'], grant, sessionControls }) => ({
      id,
      templateId: null,
      displayName,
      createdDateTime: '2025-11-03T08:00:00Z',
      modifiedDateTime: null,
      state,
      conditions: { ...EVERYBODY, ...conditions },
      grantControls: {
        operator: 'OR',
        builtInControls: controls,
        customAuthenticationFactors: [],
        termsOfUse: [],
        authenticationStrength: null,
        ...grant,
      },
      sessionControls: sessionControls ?? null,
    }),
  );
}
