import type { CheckId } from '../../model/checks/check.ts';

/** Stands for a whole tenant that is not signed in to at all. */
export const SIGN_IN = 'sign-in';

/** What is accepted of a tenant. Null: every check. */
export type AcceptedCheck = CheckId | typeof SIGN_IN | null;

/** A failure that an administrator expects. It opens no incident and ends the part it has in one. */
export interface AcceptedFailure {
  connection: string;
  tenantId: string;
  checkId: AcceptedCheck;
  reason: string;
  acceptedAt: number;
  acceptedBy: string;
  /** From then on it counts again; null for never. Milliseconds since the epoch, as all times. */
  until: number | null;
}

/** A time in which failures are expected: of one tenant, or of the whole connection. */
export interface MaintenanceWindow {
  id: string;
  connection: string;
  /** Null: every tenant and the partner connection itself. */
  tenantId: string | null;
  from: number;
  /** Not in it any more. */
  to: number;
  reason: string;
  createdBy: string;
}

export interface AcceptedStore {
  /** All that is kept of a connection, ended ones too. */
  accepted(connection: string): Promise<AcceptedFailure[]>;
  /** Replaces what was accepted of the same tenant and check. */
  accept(failure: AcceptedFailure): Promise<void>;
  /** Whether there was one. */
  withdraw(connection: string, tenantId: string, checkId: AcceptedCheck): Promise<boolean>;
  /** Windows of a connection that have not ended at `now`. */
  windows(connection: string, now: number): Promise<MaintenanceWindow[]>;
  /** Replaces one of the same id. */
  putWindow(window: MaintenanceWindow): Promise<void>;
  /** Whether there was one. */
  removeWindow(id: string): Promise<boolean>;
}
