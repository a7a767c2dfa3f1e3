/** Keeps small texts by name that have to outlive the process. Nothing secret. */
export interface SettingStore {
  read(name: string): Promise<string | undefined>;
  /** Replaces the earlier one of that name. */
  keep(name: string, value: string): Promise<void>;
}
