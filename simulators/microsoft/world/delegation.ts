/** A delegated admin relationship to be set. Days count from the moment it is set; negative ones lie in the past. */
export interface RelationshipSettings {
  /** Any text; default active. */
  readonly status?: string | undefined;
  /** Default 365, and null before it was ever active. */
  readonly endsInDays?: number | null | undefined;
  /** Default false. */
  readonly autoExtend?: boolean | undefined;
  /** Ids of role definitions; default some that can be extended. */
  readonly roles?: readonly string[] | undefined;
  /** Default 365. */
  readonly createdDaysAgo?: number | undefined;
  /** When it last changed; default as it was created. */
  readonly changedDaysAgo?: number | undefined;
  readonly displayName?: string | undefined;
}

/** How delegated access to one customer differs from what is well. */
export interface Delegation {
  /** In place of the one that lasts. */
  readonly relationships?: readonly RelationshipSettings[];
  /** `none`: no group holds a role; `pending`: not yet; `other-group`: one that the service account is not in. */
  readonly assignment?: 'none' | 'pending' | 'other-group';
  /** Roles that are assigned, where not all of the relationship's. */
  readonly assigned?: readonly string[];
  /** The service account stands in the tenant as a guest too. */
  readonly guest?: true;
}

/** A group of the partner's tenant; the service account is in the first. */
export interface PartnerGroup {
  readonly id: string;
  readonly displayName: string;
}

/** Made of the tenant's own id, so that the numbers of a seed stay what they are. */
export function groupsOf(partnerTenantId: string): [PartnerGroup, PartnerGroup] {
  const idOf = (number: string): string => `${partnerTenantId.slice(0, -2)}${number}`;
  return [
    { id: idOf('a1'), displayName: 'GDAP Service Accounts' },
    { id: idOf('a2'), displayName: 'GDAP Second Line' },
  ];
}
