import { choice, flag, number, text } from '../../calls/arguments.ts';
import { connectionName, insteadOfSecret } from './connections.ts';
import type { HostDefinitions } from './host-definition.ts';

/** What a connection signs in with: made, renewed, put back. */
export const CREDENTIALS = {
  'connections renew': {
    summary: 'Renew what a connection signs in with, and prove the new one before it is used.',
    details:
      'A refresh token by signing in: opens Microsoft’s sign-in page; the browser may be on another machine, then paste the address that it ends at. The token before is kept until a whole sweep has passed. An app by itself is given its new client secret, which is asked for without showing it, or is the line of standard input; or a certificate.',
    examples: ['connections renew', 'connections renew --device'],
    inChat: 'renewtokens',
    arguments: [
      connectionName,
      flag(
        'device',
        'Sign in with a device code. Microsoft marks such a token for good, and tenants may refuse it later.',
      ),
      flag('no-browser', 'Print the address of the page, and open nothing.'),
      text(
        'account',
        'user@domain',
        'The account that is to sign in; needed where it is another than before and nobody can be asked.',
      ),
      ...insteadOfSecret,
    ],
  },
  'connections restore': {
    summary: 'Use the refresh token again that was in use before the last renewal.',
    details: 'It is tried first, and put back only where it works. Twice is the same as never.',
    arguments: [connectionName],
  },
  'connections rotate-secret': {
    summary: 'Give the app of a connection another client secret, and prove it before it is used.',
    details:
      'What will be done is shown first. The secret before stays on the app, unless --remove-old is given: then it goes once a whole sweep has passed. Whatever fails is rolled back.',
    examples: ['connections rotate-secret', 'connections rotate-secret acme --days 90 --remove-old'],
    arguments: [
      connectionName,
      number('days', 'days', 'How long the new secret lasts. Default 180.', { minimum: 1, maximum: 730 }),
      flag('remove-old', 'No other program uses the secret before: remove it once a whole sweep has passed.'),
      flag('yes', 'Do it without being asked.'),
    ],
  },
  setup: {
    summary: 'Set up from nothing: register the app, consent, sign in, store the connection, and test.',
    details:
      'An administrator signs in first; what will be done is shown then, and asked. An app of that name is adopted and mended, and nothing that is there is taken away. Cut off, setup goes on where it stopped; --undo takes away what it added.',
    examples: ['setup contoso.onmicrosoft.com --dry-run', 'setup contoso.onmicrosoft.com', 'setup --undo'],
    arguments: [
      text('tenant', 'tenant', 'The partner’s tenant, by its id or a domain; not needed once it was begun.', {
        positional: true,
      }),
      text('name', 'connection', 'What the connection is called. Default partner.'),
      text('app', 'id', 'The application id of an app to adopt.'),
      text('display-name', 'name', 'What the app is called. Default “Samaritan partner access”.'),
      choice('set', ['samaritan', 'cipp'], 'The permissions it gets. Default samaritan.'),
      number('days', 'days', 'How long the secret lasts. Default 180.', { minimum: 1, maximum: 730 }),
      flag('device', 'The administrator signs in by a device code, on any machine.'),
      flag('no-browser', 'Print the addresses instead of opening them.'),
      flag('dry-run', 'Show what would be done, and change nothing.'),
      flag('undo', 'Take away what the set-up of this connection added.'),
      flag('yes', 'Do it without being asked.'),
    ],
  },
  'connections restart-cipp': {
    summary: 'Restart CIPP’s function app, so that it takes up what the key vault holds now.',
    details:
      'Needs SAMARITAN_CIPP_SITE, and the role Website Contributor there. It asks first, has Azure fetch the vault’s values anew, and says whether the token that Azure hands CIPP then is the vault’s newest.',
    arguments: [flag('yes', 'Restart without being asked.')],
  },
} as const satisfies HostDefinitions;
