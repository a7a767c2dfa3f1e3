import type { IncomingMessage } from 'node:http';
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

/** Headers that only a proxy or a tunnel adds. */
const FORWARDING =
  /^(?:forwarded|via|x-forwarded-.+|x-real-ip|x-original-.+|cf-.+|true-client-ip|x-client-ip|ngrok-.+)$/;
const OWN_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;
const LOOPBACK_ADDRESS = /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|::ffff:127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/;

/**
 * Anonymous mode is for this machine alone: a request that came through a proxy or a tunnel, under another name or from
 * another machine gets 403. A tunnel that hides all of this cannot be told apart; the sandbox holds nothing of value.
 */
export function assertLocal(request: IncomingMessage): void {
  const { remoteAddress, localAddress } = request.socket;
  for (const address of [remoteAddress, localAddress]) {
    if (!LOOPBACK_ADDRESS.test(address ?? '')) throw new InboundRefusal(403, 'forwarded', 'address');
  }
  if (!OWN_HOST.test(request.headers.host ?? '')) throw new InboundRefusal(403, 'forwarded', 'host');
  const header = Object.keys(request.headers).find((name) => FORWARDING.test(name));
  if (header !== undefined) throw new InboundRefusal(403, 'forwarded', 'header');
}
