import type { TagRule, TenantTag } from './tag.ts';

export interface KeptTags {
  given: readonly TenantTag[];
  rules: readonly TagRule[];
  /** All tags given by hand, where `given` holds only those asked for. */
  names?: readonly string[];
}

export interface TagStore {
  /** Both ordered by tag. With `tags`, who was given these alone, and the names of all. */
  read(connection: string, tags?: readonly string[]): Promise<KeptTags>;
  /** All of it or nothing. What is there already, or is not there, is no fault. */
  change(connection: string, change: { add: readonly TenantTag[]; remove: readonly TenantTag[] }): Promise<void>;
  /** Replaces the rule of the same tag. */
  putRule(connection: string, rule: TagRule): Promise<void>;
  /** Whether there was one. */
  removeRule(connection: string, tag: string): Promise<boolean>;
}
