import { isConnectorUrl } from '../outbound/service-url.ts';
import type { InboundActivity } from './activity-schema.ts';
import { InboundRefusal } from './inbound-refusal.ts';
import type { VerifiedToken } from './verify-token.ts';

/** The one channel that is spoken here. */
export function assertTeamsChannel({ channelId }: InboundActivity): void {
  if (channelId !== 'msteams') throw new InboundRefusal(401, 'channel');
}

/** Replies go to the activity's own service URL, so an activity that names another host is turned away at once. */
export function assertAnswerable({ serviceUrl }: InboundActivity, sandbox: boolean): void {
  if (!isConnectorUrl(serviceUrl, { sandbox })) throw new InboundRefusal(401, 'foreign-service');
}

/** The token is for this activity: the key may sign for its channel, and the claim names its service URL. Throws 401. */
export function bindToken(token: VerifiedToken, activity: InboundActivity): void {
  if (!token.endorsements.includes(activity.channelId)) throw new InboundRefusal(401, 'endorsement');
  if (token.serviceUrl !== activity.serviceUrl) throw new InboundRefusal(401, 'service-url');
}
