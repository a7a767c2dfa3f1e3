import { z } from 'zod';
import { readSetting, type SettingStore } from './setting-store.ts';

const askedSchema = z.object({ resource: z.string(), id: z.string(), kind: z.enum(['delegated', 'application']) });

/** What a set-up adds to an app and its tenant, by application ids: an undo takes away this and nothing else. */
const addedSchema = z.object({
  /** APIs whose service principals the tenant did not have. */
  apis: z.array(z.string()),
  principal: z.boolean(),
  redirectUris: z.array(z.string()),
  asks: z.array(askedSchema),
  scopes: z.array(z.object({ resource: z.string(), name: z.string() })),
  roles: z.array(z.object({ resource: z.string(), id: z.string() })),
});

const recordSchema = z.object({
  id: z.string(),
  /** Of the connection that it sets up. */
  name: z.string(),
  connectionId: z.string(),
  tenantId: z.string(),
  displayName: z.string(),
  /** The app that was there before; null: it is created, and carries `tagOf` the set-up. */
  adopted: z.string().nullable(),
  /** When it was about to be created; null before. */
  createdAt: z.number().nullable(),
  added: addedSchema,
  finished: z.boolean(),
});

export type Additions = z.infer<typeof addedSchema>;

/** What a set-up is about to do, written before it is done. Nothing secret. */
export type SetupRecord = z.infer<typeof recordSchema>;

export const NOTHING_ADDED: Additions = {
  apis: [],
  principal: false,
  redirectUris: [],
  asks: [],
  scopes: [],
  roles: [],
};

/** How the app that a set-up creates is known again, whatever was killed. */
export const tagOf = ({ id }: Pick<SetupRecord, 'id'>): string => `samaritan-setup:${id}`;

/** How the secret that a set-up adds is called; a rotation knows it as Samaritan's own. */
export const secretNameIn = ({ id }: Pick<SetupRecord, 'id'>): string => `Samaritan ${id}`;

const nameOf = (connection: string): string => `setup:${connection}`;

export async function readSetupRecord(settings: SettingStore, connection: string): Promise<SetupRecord | undefined> {
  return (await readSetting(settings, nameOf(connection), recordSchema.nullable())) ?? undefined;
}

export async function keepSetupRecord(settings: SettingStore, record: SetupRecord): Promise<void> {
  await settings.keep(nameOf(record.name), JSON.stringify(record));
}

export async function forgetSetupRecord(settings: SettingStore, connection: string): Promise<void> {
  await settings.keep(nameOf(connection), 'null');
}

/** Both together: a set-up that goes on may have more to add than the one before. */
export function joinAdditions(one: Additions, other: Additions): Additions {
  const join = <T>(a: readonly T[], b: readonly T[]): T[] => [
    ...new Map([...a, ...b].map((item) => [JSON.stringify(item), item])).values(),
  ];
  return {
    apis: join(one.apis, other.apis),
    principal: one.principal || other.principal,
    redirectUris: join(one.redirectUris, other.redirectUris),
    asks: join(one.asks, other.asks),
    scopes: join(one.scopes, other.scopes),
    roles: join(one.roles, other.roles),
  };
}
