import { isLoopback } from '../../../adapters/http/loopback.ts';
import { newWebhookSecret } from '../../../adapters/webhooks/sign-webhook.ts';
import type { RouteKind } from '../../../core/watch/notifications/route.ts';
import type { SealedRoute } from '../../../core/watch/notifications/route-book.ts';
import { MAIL_ADDRESS } from '../../config/parse-mail.ts';

/** What was given for a route beside its secrets. */
export interface RouteOptions {
  privateHost: string | undefined;
  to: string | undefined;
  /** A mail server is configured. */
  hasMail: boolean;
}

/** A route that can be kept: what it leads to, as it is shown and as it is sealed. */
export interface SetUpRoute {
  shown: string;
  sealed: SealedRoute;
  /** Shown once, for whoever receives. */
  secret?: string;
}

/** How a route of one kind is set up. */
interface RouteSetUp {
  /** What is asked for without being shown. */
  asks: readonly string[];
  /** The route, or what is wrong as a sentence that repeats no answer. */
  setUp: (answers: readonly string[], options: RouteOptions) => SetUpRoute | string;
}

const LONGEST_URL = 2000;
const EVENTS = { us: 'https://events.pagerduty.com/v2/enqueue', eu: 'https://events.eu.pagerduty.com/v2/enqueue' };

export const ROUTE_SET_UPS: Readonly<Record<RouteKind, RouteSetUp>> = {
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
};

/** The address with what it may do, or what is wrong with it. It may hold a secret, so no sentence says it again. */
function toAddressed(
  kind: RouteKind,
  [typed = '']: readonly string[],
  { privateHost }: RouteOptions,
): SetUpRoute | string {
  if (typed === '') return 'No address was given. Pipe it in, or type it where it is asked for.';
  const url = URL.parse(typed);
  if (!url || typed.length > LONGEST_URL)
    return 'That is no address. Give one such as https://noc.example/hooks/samaritan.';
  if (url.username !== '' || url.password !== '') return 'An address with a user name or password is not taken.';
  const host = url.hostname;
  const named = privateHost?.trim().toLowerCase();
  if (named !== undefined && named !== host)
    return `--private-host names another host than the address, which has ${host}.`;
  const mayBePrivate = named === host;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && mayBePrivate && isLoopback(host)))
    return 'Only https addresses are sent to; http only to this machine, where --private-host names it.';
  return { shown: host, sealed: { kind, url: url.href.replace(/#.*$/, ''), mayBePrivate, secrets: [] } };
}
