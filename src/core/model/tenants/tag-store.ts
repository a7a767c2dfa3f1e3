import type { TagRule, TenantTag } from './tag.ts';

/** What was given by hand, and the rules. */
export interface KeptTags {
  given: readonly TenantTag[];
  rules: readonly TagRule[];
}

/** Keeps the tags of a connection's tenants. */
export interface TagStore {
  /** Both ordered by tag. */
  read(connection: string): Promise<KeptTags>;
  /** All of it or nothing. What is there already, or is not there, is no fault. */
  change(connection: string, change: { add: readonly TenantTag[]; remove: readonly TenantTag[] }): Promise<void>;
  /** Replaces the rule of the same tag. */
  putRule(connection: string, rule: TagRule): Promise<void>;
  /** Whether there was one. */
  removeRule(connection: string, tag: string): Promise<boolean>;
}
