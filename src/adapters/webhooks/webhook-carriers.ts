import { DeliveryError } from '../../core/cards/messenger.ts';
import type { Clock } from '../../core/model/time/clock.ts';
import type { RouteCarrier } from '../../core/watch/notifications/event-sink.ts';
import { createGuardedClient } from '../http/guarded-client.ts';
import { parseRetryAfter } from '../http/retry-after.ts';
import { alertmanager } from './forms/alertmanager.ts';
import { pagerduty } from './forms/pagerduty.ts';
import type { RouteForm } from './forms/route-form.ts';
import { type RenderAdaptiveCard, workflows } from './forms/workflows.ts';
import { signWebhook } from './sign-webhook.ts';

export interface WebhookOptions {
  clock: Clock;
  renderAdaptiveCard: RenderAdaptiveCard;
  /** Longest wait for a whole answer. Default 15 s. */
  timeoutMs?: number;
}

/** An answer says yes or no and nothing else that is read. */
const MOST_BYTES = 64 * 1024;
const REFUSALS = new Set([400, 413, 415, 422]);

/** Everything that is one POST to an address, in the form that its receiver takes. */
export function createWebhookCarriers({ clock, renderAdaptiveCard, timeoutMs = 15_000 }: WebhookOptions) {
  const client = createGuardedClient({ timeoutMs, mostBytes: MOST_BYTES });
  const carry =
    (form: RouteForm): RouteCarrier =>
    async (telling, sealed) => {
      const { url, mayBePrivate } = sealed;
      const now = clock.now();
      for (const { body, headers } of form(telling, sealed, now)) {
        const whole = { 'content-type': 'application/json', 'user-agent': 'Samaritan', ...headers };
        const answer = await client.send({ method: 'POST', url, headers: whole, body }, mayBePrivate);
        const { status } = answer;
        if (status < 200 || status >= 300)
          throw toDeliveryError(status, new URL(url).hostname, parseRetryAfter(answer, now));
      }
      return undefined;
    };
  return {
    carriers: {
      webhook: carry(standard),
      workflows: carry(workflows(renderAdaptiveCard)),
      pagerduty: carry(pagerduty),
      alertmanager: carry(alertmanager),
    },
    close: client.close,
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

/** The event as it is, signed by Standard Webhooks 1.0 with every secret that is valid. */
const standard: RouteForm = ({ id, event }, { secrets }, nowMs) => {
  const valid = secrets.filter(({ until }) => until === null || until > nowMs).map(({ value }) => value);
  const body = JSON.stringify(event);
  return [{ body, headers: signWebhook({ id, body, secrets: valid }, nowMs) }];
};
