import type { z } from 'zod';

/** Keeps small texts by name that have to outlive the process. Nothing secret. */
export interface SettingStore {
  read(name: string): Promise<string | undefined>;
  /** Replaces the earlier one of that name. */
  keep(name: string, value: string): Promise<void>;
}

/** What was kept under the name as JSON, checked; undefined where nothing was. */
export async function readSetting<T>(
  settings: Pick<SettingStore, 'read'>,
  name: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const text = await settings.read(name);
  return text === undefined ? undefined : schema.parse(JSON.parse(text));
}
