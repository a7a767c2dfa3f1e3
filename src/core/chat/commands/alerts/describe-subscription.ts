import { describeTagChoice } from '../../../model/tenants/tag.ts';
import { formatDuration } from '../../../model/text/format.ts';
import { formatMinutes } from '../../../watch/notifications/quiet-hours.ts';
import type { QuietHours, Subscription } from '../../../watch/notifications/subscription.ts';

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

function describeQuiet({ from, to, timeZone, passCritical }: QuietHours): string {
  return `${formatMinutes(from)}-${formatMinutes(to)} ${timeZone}${passCritical ? ' but for the partner connection' : ''}`;
}
