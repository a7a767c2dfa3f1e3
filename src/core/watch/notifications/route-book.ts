import { z } from 'zod';
import type { SecretBox, SecretStore } from '../../credentials/secret-store.ts';
import { readSetting, type SettingStore } from '../../credentials/setting-store.ts';
import { Secret } from '../../model/text/secret.ts';
import { ROUTE_KINDS, type Route } from './route.ts';

const routeSchema: z.ZodType<Route> = z.object({
  name: z.string(),
  kind: z.enum(ROUTE_KINDS),
  host: z.string(),
  createdAt: z.number(),
  createdBy: z.string(),
});

/** Where a route leads and what proves there that it is us. Lies sealed. */
const sealedRouteSchema = z.object({
  /** Those of the first days name none. */
  kind: z.enum(ROUTE_KINDS).default('webhook'),
  url: z.string(),
  /** The host may be a private address: an administrator named it. */
  mayBePrivate: z.boolean(),
  /** What signs or is shown, the newest first. An older one is good until then; null for no end. */
  secrets: z.array(z.object({ value: z.string(), until: z.number().nullable() })),
  /** Of a ticket system: what signs in there, and what was chosen, each by its name. */
  fields: z.record(z.string(), z.string()).optional(),
});

export type SealedRoute = z.infer<typeof sealedRouteSchema>;

const SETTING = 'routes';

export interface RouteList {
  list(): Promise<readonly Route[]>;
  /** Whether there was one. What it led to is forgotten first. */
  remove(name: string): Promise<boolean>;
}

/** Keeps routes: their list as a setting, the rest sealed. */
export class RouteBook implements RouteList {
  readonly #secrets: Pick<SecretStore, 'read' | 'keep' | 'remove'>;
  readonly #settings: SettingStore;

  constructor(secrets: Pick<SecretStore, 'read' | 'keep' | 'remove'>, settings: SettingStore) {
    this.#secrets = secrets;
    this.#settings = settings;
  }

  async list(): Promise<readonly Route[]> {
    return (await readSetting(this.#settings, SETTING, z.array(routeSchema))) ?? [];
  }

  async remove(name: string): Promise<boolean> {
    const all = await this.list();
    await this.#secrets.remove(nameOf(name));
    await this.#keepList(all.filter((one) => one.name !== name));
    return all.some((one) => one.name === name);
  }

  /** Replaces one of the same name. What is secret is kept first, so that no list names what can't be sent to. */
  async put(route: Route, sealed: SealedRoute, box: SecretBox): Promise<void> {
    await this.keepSealed(route.name, sealed, box, route.createdAt);
    const others = (await this.list()).filter((one) => one.name !== route.name);
    await this.#keepList([...others, route]);
  }

  async keepSealed(name: string, sealed: SealedRoute, box: SecretBox, at: number): Promise<void> {
    const text = box.seal(new Secret(JSON.stringify(sealed)), nameOf(name));
    await this.#secrets.keep(nameOf(name), { sealed: text, fingerprint: null, updatedAt: at });
  }

  /** Undefined where there is none of that name. Throws where the key does not open it. */
  async open(name: string, box: SecretBox): Promise<SealedRoute | undefined> {
    const found = await this.#secrets.read(nameOf(name));
    return found && sealedRouteSchema.parse(JSON.parse(box.open(found.sealed, nameOf(name)).reveal()));
  }

  async #keepList(routes: readonly Route[]): Promise<void> {
    await this.#settings.keep(SETTING, JSON.stringify(routes));
  }
}

function nameOf(route: string): string {
  return `route:${route}`;
}
