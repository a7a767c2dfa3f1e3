import { createDesks } from '../../../adapters/tickets/open-desks.ts';
import { newWebhookSecret } from '../../../adapters/webhooks/sign-webhook.ts';
import { type CommandAnswer, toNoticeCard } from '../../../core/cards/plain-cards.ts';
import { problem } from '../../../core/chat/calls/command.ts';
import { type Route, type RouteKind, routeNameProblem, routePlace } from '../../../core/watch/notifications/route.ts';
import { RouteBook } from '../../../core/watch/notifications/route-book.ts';
import { MAIL_ADDRESS } from '../../config/parse-mail.ts';
import { withCredentials } from '../../runtime/open-credentials.ts';
import { systemClock } from '../../system-clock.ts';
import { localPerson } from '../../terminal/local-person.ts';
import { readSecrets } from '../../terminal/read-secrets.ts';
import type { HostCall } from '../host-call.ts';
import { printWithSecret } from './print-with-secret.ts';
import { readRouteAddress } from './read-route-address.ts';
import type { RouteOptions, RouteSetUp, SetUpRoute } from './route-set-up.ts';
import { TICKET_SET_UPS } from './ticket-set-ups.ts';

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

const EVENTS = { us: 'https://events.pagerduty.com/v2/enqueue', eu: 'https://events.eu.pagerduty.com/v2/enqueue' };

const ROUTE_SET_UPS: Readonly<Record<RouteKind, RouteSetUp>> = {
  webhook: {
    asks: ['Address (not shown):'],
    setUp: (answers, options) => {
      const route = toAddressed('webhook', answers, options);
      if (typeof route === 'string') return route;
      const secret = newWebhookSecret();
      return { ...route, secret, sealed: { ...route.sealed, secrets: [{ value: secret, until: null }] } };
    },
  },
  workflows: {
    asks: ['Address of the workflow (not shown):'],
    setUp: (answers, options) => toAddressed('workflows', answers, options),
  },
  pagerduty: {
    asks: ['Integration key, for the EU with “eu:” before it (not shown):'],
    setUp: ([typed = '']) => {
      const [, region, key] = /^(?:(eu|us):)?([0-9a-zA-Z]{32})$/.exec(typed) ?? [];
      if (!key) return 'An integration key of PagerDuty’s Events API v2 has 32 letters and digits.';
      const url = EVENTS[region === 'eu' ? 'eu' : 'us'];
      const secrets = [{ value: key, until: null }];
      return { shown: new URL(url).hostname, sealed: { kind: 'pagerduty', url, mayBePrivate: false, secrets } };
    },
  },
  alertmanager: {
    asks: ['Address (not shown):'],
    setUp: (answers, options) => toAddressed('alertmanager', answers, options),
  },
  mail: {
    asks: [],
    setUp: (_answers, { to = '', hasMail }) => {
      if (!hasMail) return 'No mail server is configured. Set SAMARITAN_SMTP_HOST and SAMARITAN_SMTP_FROM.';
      if (!MAIL_ADDRESS.test(to))
        return '--to takes one mail address, such as noc@msp.example. For several people use a list of your mail server, or a route each.';
      return { shown: to, sealed: { kind: 'mail', url: `mailto:${to}`, mayBePrivate: false, secrets: [] } };
    },
  },
  ...TICKET_SET_UPS,
};

function toAddressed(
  kind: RouteKind,
  [typed = '']: readonly string[],
  { privateHost }: RouteOptions,
): SetUpRoute | string {
  const address = readRouteAddress(typed, privateHost);
  if (typeof address === 'string') return address;
  const { url, host, mayBePrivate } = address;
  return { shown: host, sealed: { kind, url, mayBePrivate, secrets: [] } };
}
