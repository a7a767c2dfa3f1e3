import { z } from 'zod';
import { readSetting, type SettingStore } from '../../credentials/setting-store.ts';

/** How old a connection's client secret is and when it ends, as it was read last. Milliseconds since the epoch. */
export interface SecretAge {
  startsAt: number | null;
  endsAt: number | null;
  readAt: number;
}

const time = z.number().nullable();
const stored = z.object({ startsAt: time, endsAt: time, readAt: z.number() });
const nameOf = (connection: string): string => `secret-age:${connection}`;

export async function keepSecretAge(settings: SettingStore, connection: string, age: SecretAge): Promise<void> {
  await settings.keep(nameOf(connection), JSON.stringify(age));
}

/** Undefined where it was never read. */
export async function readSecretAge(settings: SettingStore, connection: string): Promise<SecretAge | undefined> {
  return readSetting(settings, nameOf(connection), stored);
}
