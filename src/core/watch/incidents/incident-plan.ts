import type { IncidentGroup, Recovery } from './incident.ts';
import type { NotificationState, WatchChange } from './incident-store.ts';
import type { Notice, RemindReason } from './message.ts';

/** What happened to a group, for those who tell it. The group is as the plan leaves it. */
export type GroupEvent =
  | { kind: 'opened' | 'changed'; group: IncidentGroup }
  | { kind: 'recovered'; group: IncidentGroup; recovery: Recovery }
  | { kind: 'again'; group: IncidentGroup; why: RemindReason };

/** What a sweep or reading means for incidents: rows to write, and what there is to tell. Nothing is written yet. */
export interface IncidentPlan {
  change: WatchChange;
  events: readonly GroupEvent[];
  notices: readonly Notice[];
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
    outbox: [],
    ...rows,
    revision: state.revision,
  };
}

/** Whether there is anything to write. */
export function isEmptyChange({ revision: _revision, ...rows }: WatchChange): boolean {
  return Object.values(rows).every((value) => value === null || (Array.isArray(value) && value.length === 0));
}
