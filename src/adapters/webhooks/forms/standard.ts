import { signWebhook } from '../sign-webhook.ts';
import type { RouteForm } from './route-form.ts';

/** The event as it is, signed by Standard Webhooks 1.0 with every secret that is valid. */
export const standard: RouteForm = ({ id, event }, { secrets }, nowMs) => {
  const valid = secrets.filter(({ until }) => until === null || until > nowMs).map(({ value }) => value);
  const body = JSON.stringify(event);
  return [{ body, headers: signWebhook({ id, body, secrets: valid }, nowMs) }];
};
