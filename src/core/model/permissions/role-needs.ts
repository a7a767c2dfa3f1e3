import { z } from 'zod';
import { ROLE_NAMES, roleName } from '../cloud/directory-roles.ts';
import needs from './role-needs.json' with { type: 'json' };

/** Which directory roles let a signed-in account use a delegated permission; one of them is enough. A name nobody knows is refused. */
const NEEDS = z
  .array(
    z.strictObject({
      permissions: z.array(z.string()).min(1),
      roles: z.array(z.string().refine((name) => ROLE_NAMES.has(name), 'has to be a built-in role')).min(1),
      source: z.url(),
    }),
  )
  .parse(needs);
const BY_PERMISSION = new Map(
  NEEDS.flatMap(({ permissions, roles }) => permissions.map((one) => [one, roles] as const)),
);
const GLOBAL = 'Global Administrator';

/** The roles of which one is needed; none where it is not written down. The first is the least one that is commonly given. */
export function rolesFor(permission: string): readonly string[] {
  return BY_PERMISSION.get(permission) ?? [];
}

/** Whether none of these roles gives a permission. A role that nobody knows here may give it, so then nothing is said. */
export function rolesLack(permission: string, roleIds: readonly string[]): boolean {
  const isUnknown = rolesFor(permission).length === 0 || roleIds.some((id) => !ROLE_NAMES.has(roleName(id)));
  return !isUnknown && !rolesGive(permission, roleIds);
}

/** Whether one of these roles is known to give a permission. */
export function rolesGive(permission: string, roleIds: readonly string[]): boolean {
  return roleIds.map(roleName).some((name) => name === GLOBAL || rolesFor(permission).includes(name));
}
