import type { Recheck } from '../incidents/recheck.ts';
import type { Schedule, ScheduleState } from './schedule.ts';

/** Keeps schedules, what became of their runs, and re-checks that wait. */
export interface ScheduleStore {
  list(): Promise<Schedule[]>;
  /** Replaces one of the same id. */
  put(schedule: Schedule): Promise<void>;
  /** With its state. Whether there was one. */
  remove(id: string): Promise<boolean>;
  /** One for each schedule that ever started; a schedule without one has never run. */
  states(): Promise<ScheduleState[]>;
  /** Written before a sweep starts. Kept even if the process is killed right after: then `running` tells. */
  putState(state: ScheduleState): Promise<void>;
  /** Re-checks that wait, at most one for each connection. They are put there by `IncidentStore.commit`. */
  rechecks(): Promise<Recheck[]>;
  /** Takes the connection's re-check away, unless another one has taken its place since: `notBefore` tells. */
  takeRecheck(connection: string, notBefore: number): Promise<void>;
  /** When a sweep over all tenants of each connection last completed, up to a time: what lies ahead is not trusted. */
  lastFinished(until: number): Promise<ReadonlyMap<string, number>>;
}
