import roles from './directory-roles.json' with { type: 'json' };

/**
 * Entra's built-in roles by their template ids, which are the same in every tenant
 * (learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference, January 2026).
 */
const BY_ID = new Map(roles.map((role) => [role.id, role]));

export const ROLE_NAMES: ReadonlySet<string> = new Set(roles.map(({ name }) => name));

export function roleName(id: string): string {
  return BY_ID.get(id.toLowerCase())?.name ?? id;
}

/** Whether one of these roles is sure to let users be read; others may. */
export function readsUsers(ids: readonly string[]): boolean {
  return ids.some((id) => BY_ID.get(id.toLowerCase())?.users === true);
}
