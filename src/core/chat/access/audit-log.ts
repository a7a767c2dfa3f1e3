import type { Platform } from '../../model/people/person.ts';

/** One row for everything that runs, changes or is refused. Never holds a secret or a text that was pasted. */
export interface AuditEntry {
  /** Milliseconds since the epoch. */
  at: number;
  platform: Platform;
  personId: string;
  personName: string;
  /** `placeKey` of where it was asked; null on the terminal. */
  place: string | null;
  /** `command testtokens`, `button retest`. */
  action: string;
  /** What it was done to: a tenant, a subject, a run. */
  target: string | null;
  outcome: 'allowed' | 'refused' | 'failed';
  /** Why refused or failed. */
  reason: string | null;
  /** How many like it one row stands for, where that is more than one. */
  times?: number;
}

/** Which rows: from a time on, of a person as `platform:user:ID` or by the name that was written. */
export interface AuditFilter {
  since?: number | undefined;
  person?: string | undefined;
}

export interface AuditVerdict {
  rows: number;
  /** When the oldest was written; null without any. */
  since: number | null;
  /** Number and code of the newest row: noted elsewhere, it shows later whether an older copy was put in place. */
  head: string | null;
  /** One sentence each; none where all is as it was written. */
  problems: string[];
}

export interface AuditLog {
  /** What the same person did in the same minute under the same `fold` is one row that counts: anybody can cause it. */
  record(entry: AuditEntry, options?: { fold?: string | undefined }): Promise<void>;
  /** The newest first. */
  latest(limit: number, filter?: AuditFilter): Promise<AuditEntry[]>;
  verify(): Promise<AuditVerdict>;
}
