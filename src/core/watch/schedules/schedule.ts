import type { TenantGroup } from '../../model/checks/check.ts';
import type { TagChoice } from '../../model/tenants/tag.ts';

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

/** What became of a schedule's runs. */
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
