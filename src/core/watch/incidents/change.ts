import type { NotificationState, WatchChange } from './incident-store.ts';

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
