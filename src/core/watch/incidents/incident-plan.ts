import type { Tenant } from '../../model/tenants/tenant.ts';
import type { IncidentGroup, Recovery } from './incident.ts';
import type { NotificationState, WatchChange } from './incident-store.ts';
import type { Notice, RemindReason } from './message.ts';
import type { Closing } from './recovery.ts';

/**
 * What happened to a group, for those who tell it. The group is as the plan leaves it; `ends`: who left its incidents;
 * `worse`: for which tenants it has reached a worse stage.
 */
export type GroupEvent =
  | { kind: 'opened'; group: IncidentGroup }
  | { kind: 'changed'; group: IncidentGroup; ends?: readonly Closing[] }
  | { kind: 'recovered'; group: IncidentGroup; recovery: Recovery; ends: readonly Closing[] }
  | { kind: 'again'; group: IncidentGroup; why: RemindReason; worse?: readonly Tenant[] };

/** What a sweep or reading means for incidents: rows to write, and what there is to tell. Nothing is written yet. */
export interface IncidentPlan {
  change: WatchChange;
  events: readonly GroupEvent[];
  notices: readonly Notice[];
  /** The notices where only these tenants exist; absent where they are the same for all. */
  noticesWithin?: (isMeant: (tenant: Tenant) => boolean) => readonly Notice[];
}

/** A change that changes nothing, to be filled in. */
export function toChange(state: Pick<NotificationState, 'revision'>, rows: Partial<WatchChange>): WatchChange {
  return {
    run: null,
    nextNumber: null,
    connection: null,
    incidents: [],
    groups: [],
    joined: [],
    left: [],
    tracks: [],
    tracksRemoved: [],
    tenants: [],
    recheck: null,
    messages: [],
    notified: [],
    held: [],
    heldRemoved: [],
    looks: [],
    outbox: [],
    ...rows,
    revision: state.revision,
  };
}

/** Whether there is anything to write. */
export function isEmptyChange({ revision: _revision, ...rows }: WatchChange): boolean {
  return Object.values(rows).every((value) => value === null || (Array.isArray(value) && value.length === 0));
}
