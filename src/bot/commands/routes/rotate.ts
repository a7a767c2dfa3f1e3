import { newWebhookSecret } from '../../../adapters/webhooks/sign-webhook.ts';
import { type CommandAnswer, toNoticeCard } from '../../../core/cards/plain-cards.ts';
import { problem } from '../../../core/chat/calls/command.ts';
import { findNamed } from '../../../core/chat/commands/find-named.ts';
import { RouteBook } from '../../../core/watch/notifications/route-book.ts';
import { withCredentials } from '../../runtime/open-credentials.ts';
import { systemClock } from '../../system-clock.ts';
import type { HostCall } from '../host-call.ts';
import { printWithSecret } from './print-with-secret.ts';

/** So long what is sent is signed with the secret before a rotation too. */
const OVERLAP_MS = 7 * 86_400_000;

export async function runRouteRotate(call: HostCall<'routes rotate'>): Promise<CommandAnswer | number> {
  return await withCredentials(call, async ({ storage, box, record }) => {
    const book = new RouteBook(storage.secrets, storage.settings);
    const route = await findNamed('route', book, call.values.name);
    if (typeof route === 'string') return problem(route);
    const { name, kind } = route;
    if (kind !== 'webhook')
      return problem(
        `What proves on the other side of ${name} (${kind}) that it is us was made there. Remove the route and add it again.`,
      );
    const sealed = await book.open(name, box);
    if (!sealed) return problem(`The address of ${name} is gone. Remove the route and add it again.`);
    const now = systemClock.now();
    const secret = newWebhookSecret();
    const before = sealed.secrets
      .filter(({ until }) => until === null || until > now)
      .map(({ value, until }) => ({ value, until: until ?? now + OVERLAP_MS }));
    await book.keepSealed(name, { ...sealed, secrets: [{ value: secret, until: null }, ...before] }, box, now);
    await record(name, null);
    const card = toNoticeCard('good', 'rotated', `The route ${name} has a new secret.`, [
      'For a week what is sent is signed with the secret before too.',
    ]);
    return printWithSecret(call, { card, route, secret });
  });
}
