import type { IncidentGroup } from '../incidents/incident.ts';
import { toChange } from '../incidents/incident-plan.ts';
import type { NotificationState, WatchChange } from '../incidents/incident-store.ts';
import type { WatchSettings } from '../incidents/settings.ts';
import { planMessages } from './plan-messages.ts';
import type { Subscription } from './subscription.ts';

/** What people do with an incident's message. `by` and `reason` are as typed. */
export type Response =
  | { kind: 'acknowledge'; by: string; reason: string }
  /** The customers of these tenants were written to. */
  | { kind: 'mailed'; by: string; tenantIds: readonly string[] }
  | { kind: 'snooze'; by: string; until: SnoozeChoice }
  /** Ends a snooze. */
  | { kind: 'wake'; by: string };

/** How long a snooze lasts: nothing but the recovery is told meanwhile. */
export const SNOOZE_CHOICES = ['1h', '8h', 'mended'] as const;
export type SnoozeChoice = (typeof SNOOZE_CHOICES)[number];

const HOUR_MS = 3_600_000;
const SNOOZE_MS: Readonly<Record<Exclude<SnoozeChoice, 'mended'>, number>> = { '1h': HOUR_MS, '8h': 8 * HOUR_MS };

export interface RespondInput {
  state: NotificationState;
  groupId: string;
  response: Response;
  subscriptions: readonly Subscription[];
  at: number;
  newId: () => string;
  settings: WatchSettings;
}

/** The rows of a response and the edits of every message that shows the group; undefined where it is closed or unknown. */
export function planResponse(input: RespondInput): { change: WatchChange; group: IncidentGroup } | undefined {
  const { state, groupId, response, at } = input;
  const before = state.groups.find((group) => group.id === groupId);
  if (!before || before.closedAt !== null) return undefined;
  const group = respond(before, response, at);
  const rows = planMessages({ ...input, events: [{ kind: 'changed', group }], notices: [] });
  return { change: toChange(state, { groups: [group], ...rows }), group };
}

function respond(group: IncidentGroup, response: Response, at: number): IncidentGroup {
  const { by } = response;
  if (response.kind === 'acknowledge') {
    const { mailed } = group.acknowledged ?? {};
    return { ...group, acknowledged: { by, at, reason: response.reason, ...(mailed ? { mailed } : {}) } };
  }
  if (response.kind === 'mailed') {
    const mailed = [...new Set([...(group.acknowledged?.mailed ?? []), ...response.tenantIds])];
    return { ...group, acknowledged: { by, at, reason: 'mailed the customer', mailed } };
  }
  if (response.kind === 'wake') return { ...group, snoozed: null };
  const until = response.until === 'mended' ? 'mended' : at + SNOOZE_MS[response.until];
  return { ...group, snoozed: { by, at, until } };
}
