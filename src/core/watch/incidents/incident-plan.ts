import type { IncidentGroup, Recovery } from './incident.ts';
import type { WatchChange } from './incident-store.ts';
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
