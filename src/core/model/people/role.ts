/** Who may run what. Each role may do all that the ones before it may. */
export const ROLES = ['anyone', 'viewer', 'technician', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export function mayRun(has: Role, wants: Role): boolean {
  return ROLES.indexOf(has) >= ROLES.indexOf(wants);
}
