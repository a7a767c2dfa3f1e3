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
}

export interface AuditLog {
  record(entry: AuditEntry): Promise<void>;
  /** The newest first. */
  latest(limit: number): Promise<AuditEntry[]>;
}
