import type { LicenceReading } from './licence.ts';
import type { TagRule, TenantTag } from './tag.ts';

export interface KeptTags {
  given: readonly TenantTag[];
  rules: readonly TagRule[];
}

/** Counts what may have changed who has a tag. */
export interface TagRevision {
  /** Tags, rules, and which tenants there are under which names. */
  tenants: number;
  /** For what tenants fail, which matters to rules about that alone. */
  causes: number;
}

/** Of a connection of which nothing was ever counted. */
export const UNCOUNTED: TagRevision = { tenants: 0, causes: 0 };

export interface TagStore {
  revision(connection: string): Promise<TagRevision>;
  /** Both ordered by tag. */
  read(connection: string): Promise<KeptTags>;
  /** Ordered by tag. */
  rules(connection: string): Promise<readonly TagRule[]>;
  /** When delegated access ends, by tenant, as a sweep has read it last; empty where none has. Milliseconds since the epoch. */
  ends(connection: string): Promise<Readonly<Record<string, number>>>;
  keepEnds(connection: string, ends: Readonly<Record<string, number>>): Promise<void>;
  /** Of every tenant whose subscriptions were asked for, or of those among these. */
  licences(connection: string, tenantIds?: readonly string[]): Promise<readonly LicenceReading[]>;
  /** No two of the same tenant. */
  keepLicences(connection: string, readings: readonly LicenceReading[]): Promise<void>;
  /** All of it or nothing. What is there already, or is not there, is no fault. */
  change(connection: string, change: { add: readonly TenantTag[]; remove: readonly TenantTag[] }): Promise<void>;
  /** Replaces the rule of the same tag. */
  putRule(connection: string, rule: TagRule): Promise<void>;
  /** Whether there was one. */
  removeRule(connection: string, tag: string): Promise<boolean>;
}
