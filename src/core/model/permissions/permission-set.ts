import { z } from 'zod';
import type { PermissionKind } from '../cloud/app-grants.ts';
import { isGuid } from '../tenants/tenant-id.ts';
import { toSafeText } from '../text/format.ts';
import cipp from './sets/cipp.json' with { type: 'json' };
import samaritan from './sets/samaritan.json' with { type: 'json' };
import reader from './sets/service-principal-reader.json' with { type: 'json' };

/** Names, or ids where names are not known, with blanks between as in a token's `scp`; or one, what it is for, and what holds as much. */
const entrySchema = z.union([
  z.string().regex(/^\S{1,200}(?: \S{1,200}){0,99}$/),
  z.strictObject({
    permission: z.string().min(1).max(200),
    for: z.string().min(1).max(200).optional(),
    or: z.array(z.string().min(1).max(200)).max(20).optional(),
  }),
]);
const listSchema = z.array(entrySchema).max(2000).default([]);
type Entry = Exclude<z.infer<typeof entrySchema>, string>;
const setSchema = z.strictObject({
  /** Completes “the permissions that … needs”. */
  title: z.string().min(1).max(80),
  sources: z.array(z.string()).optional(),
  apis: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(120),
        id: z.string().refine(isGuid, 'has to be the application id of an API'),
        delegated: listSchema,
        application: listSchema,
      }),
    )
    .min(1)
    .max(50),
});

export interface RequiredPermission {
  resource: string;
  kind: PermissionKind;
  /** Its name, or its id where that is all that is known. */
  permission: string;
  for?: string | undefined;
  /** Others that hold as much: any one of them does. */
  or: readonly string[];
}

export interface PermissionSet {
  id: string;
  title: string;
  /** Names of the APIs by their application ids, for where the directory does not tell. */
  apis: ReadonlyMap<string, string>;
  required: readonly RequiredPermission[];
}

function entriesIn(entry: string | Entry): Entry[] {
  return typeof entry === 'string' ? entry.split(' ').map((permission) => ({ permission })) : [entry];
}

/** Throws a ZodError, or a SyntaxError for what is no JSON. */
export function parsePermissionSet(id: string, text: unknown): PermissionSet {
  const { title, apis } = setSchema.parse(typeof text === 'string' ? JSON.parse(text) : text);
  const required = apis.flatMap((api) =>
    (['delegated', 'application'] as const).flatMap((kind) =>
      api[kind].flatMap(entriesIn).map((given): RequiredPermission => {
        const { permission, or = [] } = given;
        return {
          resource: api.id.toLowerCase(),
          kind,
          permission: isGuid(permission) ? permission.toLowerCase() : toSafeText(permission),
          for: given.for === undefined ? undefined : toSafeText(given.for),
          or: or.map((one) => toSafeText(one)),
        };
      }),
    ),
  );
  const seen = new Set<string>();
  for (const { resource, kind, permission } of required) {
    const key = `${resource} ${kind} ${permission}`;
    if (seen.has(key)) throw new Error(`${permission} (${kind}) stands in it twice`);
    seen.add(key);
  }
  return {
    id,
    title: toSafeText(title),
    apis: new Map(apis.map((api) => [api.id.toLowerCase(), toSafeText(api.name)])),
    required,
  };
}

/** The sets that come with Samaritan, by their names. */
export const PERMISSION_SETS: Readonly<Record<string, PermissionSet>> = {
  samaritan: parsePermissionSet('samaritan', samaritan),
  cipp: parsePermissionSet('cipp', cipp),
  'service-principal-reader': parsePermissionSet('service-principal-reader', reader),
};
