export interface DirectoryAccount {
  /** Null where the answer doesn't say. */
  enabled: boolean | null;
  licences: number;
}

/** A group of the partner's that holds roles in a customer's tenant through one relationship. */
export interface AccessAssignment {
  relationshipId: string;
  /** As Graph writes it: `active`, `pending`, `deleting`, `deleted`, `error`. New ones may come at any time. */
  status: string;
  groupId: string;
  roleDefinitionIds: string[];
}

export interface DirectoryGroup {
  id: string;
  displayName: string | null;
}
