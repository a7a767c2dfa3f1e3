import type { SettingStore } from '../../src/core/credentials/setting-store.ts';

/** Settings of one test. A copy is what a backup of them holds. */
export function memorySettings(kept = new Map<string, string>()): SettingStore & { copy(): SettingStore } {
  return {
    read: async (name) => kept.get(name),
    keep: async (name, value) => void kept.set(name, value),
    copy: () => memorySettings(new Map(kept)),
  };
}
