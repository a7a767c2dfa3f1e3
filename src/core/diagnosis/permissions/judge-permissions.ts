import {
  type AskedPermission,
  GRAPH,
  isGrantedTo,
  OPENID,
  type PermissionApi,
  type PermissionKind,
  READS_USERS,
} from '../../model/cloud/app-grants.ts';
import { roleName } from '../../model/cloud/directory-roles.ts';
import { isRefusedRight } from '../../model/cloud/is-refused-right.ts';
import type { AppGrants, Reading } from '../../model/cloud/microsoft-cloud.ts';
import type { PermissionSet, RequiredPermission } from '../../model/permissions/permission-set.ts';
import { rolesFor, rolesLack } from '../../model/permissions/role-needs.ts';
import { isGuid } from '../../model/tenants/tenant-id.ts';
import { listed } from '../proof/proof.ts';
import type { PermissionRow, PermissionVerdict } from './permission-row.ts';

/** What the app asks for, and the names of what can be asked for. A part that could not be read is null. */
export interface AskedSide {
  manifest: readonly AskedPermission[] | null;
  apis: readonly PermissionApi[] | null;
}

export interface TenantSide {
  /** Null where it could not be asked at all. */
  grants: AppGrants | null;
  /** Scopes of the live tokens by API; null where there is no token, or it can't be read. No entry: none was asked for. */
  live: ReadonlyMap<string, readonly string[] | null>;
  /** The signed-in account, for consents that were given for one account alone. */
  accountId: string | undefined;
  /** Ids of the roles that delegated access gives the account here; null where that is not known, or does not matter. */
  roles: readonly string[] | null;
  /** The app signs in by itself: its tokens show application permissions, and delegated ones are nothing to it. */
  isAlone: boolean;
}

interface Entry extends RequiredPermission {
  required: boolean;
}

/** Permissions that open what is read; the first is the one that a refusal is told by. */
const OPENS = {
  users: READS_USERS,
  principal: ['Application.Read.All', 'Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  delegated: ['Directory.Read.All', 'Directory.ReadWrite.All', 'DelegatedPermissionGrant.ReadWrite.All'],
  application: ['Application.Read.All', 'Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
} as const;
export type GrantPart = keyof typeof OPENS;
export const GRANT_PARTS = Object.keys(OPENS) as GrantPart[];

/** The permission that would open a refused part; null where the token carries one and the roles refuse. */
export function opensPart(part: GrantPart, live: TenantSide['live']): string | null {
  return carriesAny(live.get(GRAPH), OPENS[part]) ? null : OPENS[part][0];
}

/** Every permission that is needed, asked for or granted, each with what is true of it here and why. */
export function judgePermissions(set: PermissionSet, asked: AskedSide, tenant: TenantSide): PermissionRow[] {
  const names = namesOf(asked.apis);
  const manifest = asked.manifest && new Set(asked.manifest.map((one) => keyOf(one.resource, one.kind, one.id, names)));
  const granted = grantedOf(tenant, names);
  const entries = new Map<string, Entry>();
  const counts = (kind: PermissionKind): boolean => !tenant.isAlone || kind === 'application';
  for (const one of set.required) {
    if (!counts(one.kind)) continue;
    entries.set(keyOf(one.resource, one.kind, one.permission, names), { ...one, required: true });
  }
  for (const key of [...(manifest ?? []), ...(granted.delegated ?? []), ...(granted.application ?? [])]) {
    const [resource = '', kind, permission = ''] = key.split(' ');
    if (entries.has(key) || OPENID.has(permission) || !counts(kind as PermissionKind)) continue;
    entries.set(key, { resource, kind: kind as PermissionKind, permission, or: [], required: false });
  }
  const refused = rolesRefuse(tenant);
  const opened = openedBy(tenant);
  return [...entries].map(([key, entry]): PermissionRow => {
    const { resource, kind, required } = entry;
    const permission = key.split(' ')[2] ?? entry.permission;
    const keys = [key, ...entry.or.map((name) => keyOf(resource, kind, name, names))];
    const facts = {
      required,
      asked: manifest && holds(manifest, keys),
      granted: granted[kind] && holds(granted[kind], keys),
      live: liveOf(keys, kind, tenant),
    };
    const isRefused = resource === GRAPH && kind === 'delegated' && refused.has(permission);
    const lacksRole =
      kind === 'delegated' && !opened.has(permission) && tenant.roles !== null && rolesLack(permission, tenant.roles);
    const noRole = isRefused ? REFUSED_ROLE : lacksRole ? roleWords(permission, tenant.roles ?? []) : undefined;
    return {
      resource: nameOfApi(resource, set, asked.apis),
      resourceId: resource,
      permission,
      kind,
      ...facts,
      ...judge(facts, kind, {
        noRole,
        hasToken: tenant.live.get(resource) !== null,
        isTested: tenant.live.has(resource),
      }),
    };
  });
}

type Facts = Pick<PermissionRow, 'required' | 'asked' | 'granted' | 'live'>;

function judge(
  { required, asked, granted, live }: Facts,
  kind: PermissionKind,
  { noRole, hasToken, isTested }: { noRole: string | undefined; hasToken: boolean; isTested: boolean },
): { verdict: PermissionVerdict; why: string } {
  const say = (verdict: PermissionVerdict, why: string) => ({ verdict, why });
  if (live === true) {
    if (noRole !== undefined) return say('no-role', noRole);
    if (!required && asked === false) return say('surplus', 'In the token, but the app does not ask for it any more.');
    return say(
      'held',
      asked === false ? 'In the token, though the app does not ask for it.' : 'The live token carries it.',
    );
  }
  if (live === false || granted === false) {
    if (granted === true) return say('not-in-token', 'Consented to, but the live token does not carry it yet.');
    if (asked === false && required) return say('not-asked', 'Needed, but the app does not ask for it.');
    if (granted === null) return say('not-live', 'Not in the live token; what was consented to could not be read.');
    return say('not-granted', asked === true ? 'Asked for, never consented to here.' : 'Never consented to here.');
  }
  if (granted === true) {
    if (!required && asked === false) return say('surplus', 'Granted, but the app does not ask for it any more.');
    if (kind === 'application') return say('granted', 'Granted. A signed-in account’s token never shows it.');
    if (!isTested) return say('granted', 'Consented to. No token for this API was asked for.');
    return say('unknown', 'Consented to, but there is no token that could show it.');
  }
  if (asked === false && required) return say('not-asked', 'Needed, but the app does not ask for it.');
  return say(
    'unknown',
    hasToken ? 'What was granted could not be read.' : 'There is no token, so nothing can be read.',
  );
}

function liveOf(keys: readonly string[], kind: PermissionKind, { live, isAlone }: TenantSide): boolean | null {
  const scopes = live.get(keys[0]?.split(' ')[0] ?? '');
  if ((kind === 'application') !== isAlone || !scopes) return null;
  return keys.some((key) => scopes.includes(key.split(' ')[2] ?? ''));
}

/** What was granted by kind; null where not all of it could be read. */
function grantedOf(
  { grants, accountId }: TenantSide,
  names: Names,
): Record<PermissionKind, ReadonlySet<string> | null> {
  const read = <T>(reading: Reading<readonly T[]> | undefined, toKeys: (one: T) => string[]) =>
    reading?.ok ? new Set(reading.value.flatMap(toKeys)) : null;
  return {
    delegated: read(grants?.delegated, (grant) => {
      const { resource, scopes } = grant;
      return resource === null || !isGrantedTo(grant, accountId)
        ? []
        : scopes.map((name) => keyOf(resource, 'delegated', name, names));
    }),
    application: read(grants?.application, ({ resource, id }) =>
      resource === null ? [] : [keyOf(resource, 'application', id, names)],
    ),
  };
}

/** Whether one of the keys is there. Null where an id that nobody can name may be it. */
function holds(all: ReadonlySet<string>, keys: readonly string[]): boolean | null {
  if (keys.some((one) => all.has(one))) return true;
  const [resource, kind, permission = ''] = keys[0]?.split(' ') ?? [];
  const unnamed = [...all].some((one) => one.startsWith(`${resource} ${kind} `) && isGuid(one.slice(-36)));
  return unnamed && !isGuid(permission) ? null : false;
}

const REFUSED_ROLE = 'In the token, but the roles that GDAP gives the account don’t allow it.';

function roleWords(permission: string, roleIds: readonly string[]): string {
  const held =
    roleIds.length === 0 ? 'the account holds none there' : `the account holds ${listed(roleIds.map(roleName))}`;
  return `In the token, but no GDAP role gives it: ${held}, and it takes ${listed(rolesFor(permission))}.`;
}

/** What was read all the same, so that whatever roles there are do. */
function openedBy({ grants }: TenantSide): ReadonlySet<string> {
  return new Set(GRANT_PARTS.flatMap((part) => (grants?.[part].ok ? [OPENS[part][0]] : [])));
}

/** What the token carries and Graph refuses all the same: the permission that the read is for. */
function rolesRefuse({ grants, live }: TenantSide): ReadonlySet<string> {
  const refused = new Set<string>();
  for (const part of GRANT_PARTS) {
    const reading = grants?.[part];
    if (reading?.ok === false && isRefusedRight(reading.fault) && opensPart(part, live) === null)
      refused.add(OPENS[part][0]);
  }
  return refused;
}

function carriesAny(scopes: readonly string[] | null | undefined, names: readonly string[]): boolean {
  return names.some((name) => scopes?.includes(name));
}

type Names = ReadonlyMap<string, string>;

function namesOf(apis: readonly PermissionApi[] | null): Names {
  return new Map(
    (apis ?? []).flatMap(({ resource, permissions }) =>
      permissions.map(({ id, kind, name }) => [`${resource} ${kind} ${id}`, name] as const),
    ),
  );
}

/** One key a permission, whether it was given by name or by id. */
function keyOf(resource: string, kind: PermissionKind, given: string, names: Names): string {
  const key = `${resource} ${kind} ${given}`;
  const name = names.get(key);
  return name === undefined ? key : `${resource} ${kind} ${name}`;
}

function nameOfApi(resource: string, set: PermissionSet, apis: readonly PermissionApi[] | null): string {
  return set.apis.get(resource) ?? apis?.find((one) => one.resource === resource)?.displayName ?? resource;
}
