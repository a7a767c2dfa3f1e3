import type { Person } from '../../model/people/person.ts';
import { isGuid } from '../../model/tenants/tenant-id.ts';

/** Whom a role is granted to: `discord:user:ID`, `discord:role:ID`, `teams:user:OBJECTID` or `api:token:NAME`. */
export type Subject = string & { readonly __subject?: never };

const SNOWFLAKE = /^\d{17,20}$/;

/** Reads what was typed or configured. Undefined for anything that names nobody. */
export function parseSubject(text: string): Subject | undefined {
  const [platform, kind, id, ...rest] = text.trim().toLowerCase().split(':');
  if (!platform || !kind || !id || rest.length > 0) return undefined;
  if (platform === 'discord' && (kind === 'user' || kind === 'role')) {
    return SNOWFLAKE.test(id) ? `discord:${kind}:${id}` : undefined;
  }
  if (platform === 'api') return kind === 'token' && isTokenName(id) ? `api:token:${id}` : undefined;
  return platform === 'teams' && kind === 'user' && isGuid(id) ? `teams:user:${id}` : undefined;
}

/** What the token of a program may be called. */
export const isTokenName = (name: string): boolean => /^[a-z0-9][a-z0-9-]{0,39}$/.test(name);

/** Every subject that a person is. */
export function subjectsOf({ platform, id, roles }: Person): Subject[] {
  const own = `${platform}:${platform === 'api' ? 'token' : 'user'}:${id.toLowerCase()}`;
  return [own, ...roles.map((role) => `${platform}:role:${role}`)];
}
