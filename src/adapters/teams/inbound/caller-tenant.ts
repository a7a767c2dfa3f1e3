import type { InboundActivity } from './activity-schema.ts';
import { InboundRefusal } from './inbound-refusal.ts';

/**
 * The tenant of an activity, if it may speak to the bot. The token does not bind it, so all that the activity says of
 * it must agree, and at least one place must say it. Throws 403: a stranger gets no answer, and Azure's log of the
 * channel shows why.
 */
export function checkTenant(activity: InboundActivity, allowed: ReadonlySet<string>): string {
  const { channelData, conversation, from } = activity;
  const [tenantId, ...others] = [channelData?.tenant?.id, conversation.tenantId]
    .filter((one) => one !== undefined)
    .map((one) => one.toLowerCase());
  if (tenantId === undefined) throw new InboundRefusal(403, 'tenant', 'not named');
  if (others.some((other) => other !== tenantId)) throw new InboundRefusal(403, 'tenant', 'does not agree');
  if (!allowed.has(tenantId)) throw new InboundRefusal(403, 'tenant', 'not allowed');
  // In a shared channel people of other tenants write too, and say so themselves.
  if (from.tenantId !== undefined && !allowed.has(from.tenantId.toLowerCase())) {
    throw new InboundRefusal(403, 'tenant', 'not allowed');
  }
  return tenantId;
}
