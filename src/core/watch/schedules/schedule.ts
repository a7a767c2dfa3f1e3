import type { TenantGroup } from '../../model/checks/check.ts';
import type { TagChoice } from '../../model/tenants/tag.ts';
import type { Recheck } from '../incidents/recheck.ts';

/** When which connection is swept. Times are milliseconds. */
export interface Schedule {
  id: string;
  name: string;
  connection: string;
  cron: string;
  /** IANA name. */
  timeZone: string;
  /** Only this group; null for all. */
  only: TenantGroup | null;
  /** Ids, domains or names; empty for every tenant. */
  tenants: readonly string[];
  /** And those of these tags, as they are at each run. */
  tagged?: TagChoice;
  /** Added to each time of the expression, so that connections don't start together. */
  offsetMs: number;
  /** Up to so much more is added, differently each time. */
  jitterMs: number;
  paused: boolean;
  /** When it was made, or last resumed: earlier times are nobody's concern. */
  activeSince: number;
}

export interface ScheduleState {
  scheduleId: string;
  /** Times of the expression up to here are dealt with. */
  handledUntil: number;
  /** A run was started and has not ended: under way, or lost with its process. */
  running: { dueAt: number; startedAt: number } | null;
  lastStartedAt: number | null;
}

/** Whether it sweeps every tenant of its connection. */
export function sweepsAll({ tenants, tagged }: Pick<Schedule, 'tenants' | 'tagged'>): boolean {
  return tenants.length === 0 && !tagged;
}

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
