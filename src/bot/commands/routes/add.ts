import { createDesks } from '../../../adapters/tickets/open-desks.ts';
import type { CommandAnswer } from '../../../core/cards/command-answer.ts';
import { toNoticeCard } from '../../../core/cards/plain-cards.ts';
import { problem } from '../../../core/chat/calls/command.ts';
import { type Route, routeNameProblem, routePlace } from '../../../core/watch/notifications/route.ts';
import { RouteBook } from '../../../core/watch/notifications/route-book.ts';
import { withCredentials } from '../../runtime/open-credentials.ts';
import { systemClock } from '../../system-clock.ts';
import { localPerson } from '../../terminal/local-person.ts';
import { readSecrets } from '../../terminal/read-secrets.ts';
import type { HostCall } from '../host-call.ts';
import { printWithSecret } from './print-with-secret.ts';
import { ROUTE_SET_UPS } from './route-set-ups.ts';

/** `samaritan routes add`: what is secret is asked for, or stands in the lines of standard input. */
export async function runRouteAdd(call: HostCall<'routes add'>): Promise<CommandAnswer | number> {
  const { values, io } = call;
  return await withCredentials(call, async ({ config, storage, box, record }) => {
    const book = new RouteBook(storage.secrets, storage.settings);
    const name = values.name.trim().toLowerCase();
    const { kind = 'webhook', to, address, set = [], 'private-host': privateHost } = values;
    const taken = (await book.list()).some((one) => one.name === name);
    const wrong = routeNameProblem(name) ?? (taken ? `There is a route ${name} already. Remove it first.` : undefined);
    if (wrong !== undefined) return problem(wrong);
    const { asks, setUp } = ROUTE_SET_UPS[kind];
    const desks = createDesks(systemClock);
    const options = { privateHost, to, address, set, desks, hasMail: config.mail !== undefined };
    const found = await Promise.resolve(setUp(await readSecrets(asks, io), options)).finally(desks.close);
    if (typeof found === 'string') return problem(found);
    const { shown, sealed, secret } = found;
    const now = systemClock.now();
    const createdBy = localPerson().name;
    const route: Route = { name, kind, host: shown, createdAt: now, createdBy };
    await book.put(route, sealed, box);
    const all = { connections: [], causes: [], owners: [], minimumSeverity: 'notice' } as const;
    await storage.subscriptions.put({
      ...{ ...all, place: routePlace(name), workspace: null, quietHours: null, remindAfterMs: null },
      ...{ createdAt: now, createdBy, broken: null },
    });
    await record(name, null);
    const card = toNoticeCard('good', 'added', `The route ${name} to ${shown} is added.`, [
      `It is told of everything: alerts subscribe ${routePlace(name)} says of what. routes test ${name} sends an event.`,
    ]);
    return secret === undefined ? { card, json: { route } } : printWithSecret(call, { card, route, secret });
  });
}
