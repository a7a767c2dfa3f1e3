import { z } from 'zod';
import { readSetting, type SettingStore } from '../../../credentials/setting-store.ts';

const clientsSchema = z.record(z.string(), z.object({ client: z.string(), by: z.string() }));
type Clients = z.infer<typeof clientsSchema>;

/** Which client of a ticket system each tenant is. `by`: who said so, or `name` where its name or domain did. */
export class ClientBook {
  readonly #settings: SettingStore;

  constructor(settings: SettingStore) {
    this.#settings = settings;
  }

  /** By tenant id. */
  async list(route: string): Promise<Clients> {
    return (await readSetting(this.#settings, nameOf(route), clientsSchema)) ?? {};
  }

  /** Forgets what is known of a route. */
  async remove(route: string): Promise<void> {
    await this.#settings.keep(nameOf(route), '{}');
  }

  /** Adds these and replaces those of the same tenants. */
  async put(route: string, clients: Clients): Promise<void> {
    await this.#settings.keep(nameOf(route), JSON.stringify({ ...(await this.list(route)), ...clients }));
  }
}

function nameOf(route: string): string {
  return `route-clients:${route}`;
}
