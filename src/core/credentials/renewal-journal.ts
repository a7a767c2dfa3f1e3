/** How far a renewal is. What it says is written before it is done. */
export const RENEWAL_STEPS = [
  'signing-in',
  'proving',
  'storing',
  'writing-home',
  'setting-up',
  'planning-secret',
  'adding-secret',
  'proving-secret',
  'storing-secret',
  'sealing-anew',
] as const;
export type RenewalStep = (typeof RENEWAL_STEPS)[number];

/** What a change of the master key goes by: no connection can have that name. */
export const MASTER_KEY = 'the master key';

export interface RenewalEntry {
  id: string;
  connection: string;
  step: RenewalStep;
  /** Who began it, as the audit log names people. */
  by: string;
  startedAt: number;
}

/**
 * Which renewals are under way, over all processes. At most one of a connection: whose process is gone counts no more,
 * and is told of once another begins.
 */
export interface RenewalJournal {
  /** `busy`: another one lives. `interrupted`: what a killed process left behind; the new one takes its place. */
  begin(
    entry: Omit<RenewalEntry, 'step'> & { step?: RenewalStep },
  ): Promise<{ busy: RenewalEntry } | { interrupted: RenewalEntry | null }>;
  step(connection: string, id: string, step: RenewalStep): Promise<void>;
  end(connection: string, id: string): Promise<void>;
  /** Those whose process is gone. */
  interrupted(): Promise<RenewalEntry[]>;
}
