import { newWebhookSecret } from '../../../adapters/webhooks/sign-webhook.ts';
import type { RouteKind } from '../../../core/watch/notifications/route.ts';
import { MAIL_ADDRESS } from '../../config/parse-mail.ts';
import { readRouteAddress } from './read-route-address.ts';
import type { RouteOptions, RouteSetUp, SetUpRoute } from './route-set-up.ts';
import { TICKET_SET_UPS } from './ticket-set-ups.ts';

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
