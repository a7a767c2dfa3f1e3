import { isIP } from 'node:net';
import { DeliveryError } from '../../core/cards/messenger.ts';
import type { Clock } from '../../core/model/time/clock.ts';
import type { SealedRoute } from '../../core/watch/notifications/route-book.ts';
import type { EventSink } from '../../core/watch/notifications/route-event.ts';
import { HttpClient } from '../http/http-client.ts';
import { NoAnswer } from '../http/no-answer.ts';
import { parseRetryAfter } from '../http/retry-after.ts';
import { isPrivateAddress, lookUpPublic } from './private-addresses.ts';
import { signWebhook } from './sign-webhook.ts';

export interface WebhookSinkOptions {
  /** Undefined where there is no such route any more. Throws where it can't be read. */
  open: (route: string) => Promise<SealedRoute | undefined>;
  clock: Clock;
  /** Longest wait for a whole answer. Default 15 s. */
  timeoutMs?: number;
}

export type WebhookSink = EventSink & { close(): Promise<void> };

/** An answer says yes or no and nothing else that is read. */
const MOST_BYTES = 64 * 1024;
const REFUSALS = new Set([400, 413, 415, 422]);

/**
 * Sends events as signed webhooks. No redirect is followed, no proxy used, and no private address connected to but where
 * an administrator named it.
 */
export function createWebhookSink({ open, clock, timeoutMs = 15_000 }: WebhookSinkOptions): WebhookSink {
  const options = { timeoutMs, mostBytes: MOST_BYTES, connections: 1, useProxy: false };
  const outside = new HttpClient({ ...options, lookup: lookUpPublic });
  const inside = new HttpClient(options);
  return {
    send: async (route, id, event) => {
      const found = await open(route);
      if (!found) throw new DeliveryError('gone', 'the route was removed');
      const { url, mayBePrivate } = found;
      const { hostname: host } = new URL(url);
      // An address that is written out is not looked up.
      if (!mayBePrivate && isIP(host.replace(/^\[|\]$/g, '')) !== 0 && isPrivateAddress(host))
        throw new DeliveryError('forbidden', `${host} is a private address, to which nothing is sent`);
      const now = clock.now();
      const secrets = found.secrets.filter(({ until }) => until === null || until > now).map(({ value }) => value);
      const body = JSON.stringify(event);
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'Samaritan',
        ...signWebhook({ id, body, secrets }, now),
      };
      const client = mayBePrivate ? inside : outside;
      const answer = await client.send({ method: 'POST', url, headers, body });
      if (answer instanceof NoAnswer)
        throw new DeliveryError('busy', answer.message, { uncertain: answer.reached === 'maybe' });
      const { status } = answer;
      if (status >= 200 && status < 300) return;
      throw toDeliveryError(status, host, parseRetryAfter(answer, now));
    },
    close: async () => void (await Promise.all([outside.close(), inside.close()])),
  };
}

function toDeliveryError(status: number, host: string, retryAfterMs: number | undefined): DeliveryError {
  const said = `${host} answers with ${status}`;
  if (status === 410) return new DeliveryError('gone', `${said}: it wants nothing any more`);
  if (REFUSALS.has(status)) return new DeliveryError('refused', said);
  if (status === 429 || status >= 500)
    return new DeliveryError('busy', said, {
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      uncertain: true,
    });
  if (status >= 300 && status < 400) return new DeliveryError('forbidden', `${said}: no redirect is followed`);
  return new DeliveryError('forbidden', said);
}
