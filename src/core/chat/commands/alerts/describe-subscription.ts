import { type Line, line } from '../../../cards/inline.ts';
import { describeTagChoice } from '../../../model/tenants/tag.ts';
import { formatDuration, toSafeText } from '../../../model/text/format.ts';
import type { Backlog } from '../../../watch/incidents/outbox.ts';
import { formatMinutes } from '../../../watch/notifications/quiet-hours.ts';
import type { QuietHours, Subscription } from '../../../watch/notifications/subscription.ts';
import { backlogWords } from '../../../watch/status/read-watch-facts.ts';

export const DEFAULT_SEVERITY = 'notice';

/** Of what a channel is told, and when not. */
export function describeSubscription({
  connections,
  causes,
  owners,
  tagged,
  afterMs,
  minimumSeverity,
  quietHours,
  remindAfterMs,
}: Subscription): string {
  const parts = [
    minimumSeverity === DEFAULT_SEVERITY ? 'of everything' : `from ${minimumSeverity} on`,
    ...(owners.length > 0 ? [`for ${owners.join(', ')}`] : []),
    ...(causes.length > 0 ? [`causes ${causes.join(', ')}`] : []),
    ...(afterMs === undefined ? [] : [`what nobody acknowledged within ${formatDuration(afterMs)}`]),
    ...(tagged ? [`tenants tagged ${describeTagChoice(tagged)}`] : []),
    ...(connections.length > 0 ? [`connections ${connections.join(', ')}`] : []),
    quietHours === null ? 'no quiet hours' : `quiet ${describeQuiet(quietHours)}`,
    remindAfterMs === null ? 'no reminders' : `reminders every ${formatDuration(remindAfterMs)}`,
  ];
  return parts.join(', ');
}

/** What keeps news from a place, behind what it is told of. */
export function brokenWords(subscription: Subscription | undefined): string[] {
  return subscription?.broken ? [`. Broken: ${toSafeText(subscription.broken.problem, { maxLength: 160 })}`] : [];
}

/** How much of it waits there, and for how long. */
export function behindWords(backlog: Backlog | undefined): Line {
  return backlog ? line('. Not delivered: ', ...backlogWords(backlog)) : [];
}

function describeQuiet({ from, to, timeZone, passCritical }: QuietHours): string {
  return `${formatMinutes(from)}-${formatMinutes(to)} ${timeZone}${passCritical ? ' but for the partner connection' : ''}`;
}
