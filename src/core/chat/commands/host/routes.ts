import { ROUTE_KINDS } from '../../../watch/notifications/route.ts';
import { choice, operand, text } from '../../calls/arguments.ts';
import type { HostDefinitions } from './host-definition.ts';

const routeNameArgument = operand('name', 'name', 'The route.');

/** Where news goes beside the chats. */
export const ROUTES = {
  'routes add': {
    summary: 'Send news to another program over https, in order and until it is taken.',
    details:
      'A webhook signed by Standard Webhooks, whose secret is made here and shown once; a Teams workflow; PagerDuty; a mail address; tickets in HaloPSA, ConnectWise PSA or Autotask; or whatever takes what Alertmanager sends. What is secret is asked for without showing it, or is the line of standard input. The route is told of everything until alerts subscribe route:NAME says of what.',
    examples: [
      'routes add noc',
      'routes add oncall --kind pagerduty',
      'routes add desk --kind mail --to desk@msp.example',
      'routes add psa --kind halopsa --address https://msp.halopsa.com --set client=12 --set ticket-type=1',
      'routes add grafana --kind alertmanager --private-host grafana.intern.example',
    ],
    arguments: [
      { ...routeNameArgument, help: 'A name of your choice.' },
      choice('kind', ROUTE_KINDS, 'What takes the news. Default: webhook.'),
      text('to', 'address', 'For mail: the address that is written to.'),
      text('address', 'url', 'For a ticket system: where its API is. Autotask says so itself.'),
      text(
        'set',
        'name=number',
        'For a ticket system: what tickets are opened with. Left out, the numbers to choose from are listed.',
        { repeatable: true },
      ),
      text(
        'private-host',
        'host',
        'Let the address lead to a private network, if this is its host; on this machine also with http.',
      ),
    ],
  },
  'routes rotate': {
    summary: 'Make a new signing secret for a route. For a week what is sent is signed with the one before too.',
    examples: ['routes rotate noc'],
    arguments: [routeNameArgument],
  },
} as const satisfies HostDefinitions;
