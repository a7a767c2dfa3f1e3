import { ROUTE_KINDS } from '../../watch/notifications/route.ts';
import { choice, flag, number, operand, text } from '../calls/arguments.ts';
import { type CommandName, type HostCommand, wordsOf } from '../calls/command.ts';
import type { ArgumentDefinition } from '../calls/command-definition.ts';
import type { ValuesOf } from '../calls/values.ts';

const connection = text('name', 'connection', 'The connection; not needed where there is only one.', {
  positional: true,
});

/** What an app may sign in with. */
const insteadOfSecret = [
  text('certificate', 'file', 'A PEM with a certificate and its private key, instead of a client secret.'),
  text('identity', 'id', 'The client id of a managed identity that the app trusts, instead of a client secret.'),
] as const;

const workspace = operand('workspace', 'workspace', 'discord:ID of a server, or teams:ID of a tenant.');
const route = operand('name', 'name', 'The route.');
const DATABASE = 'A file, or postgres://USER@HOST/DATABASE.';

/** The commands and their arguments, in the order in which they are shown. */
const ARGUMENTS = {
  // What runs until it is told to end, and what it registers.
  start: [],
  worker: [],
  mcp: [operand('name', 'name', 'The program, as api list shows it.')],
  'discord deploy': [],
  'discord diff': [],
  'discord list': [],
  'discord remove': [],
  // Which sets of credentials there are, and who may use them.
  'connections add': [
    { ...connection, required: true, help: 'A name of your choice.' },
    text('application', 'id', 'The application (client) id.', { required: true }),
    text('tenant', 'id|domain', 'The tenant of the app.', { required: true }),
    choice(
      'kind',
      ['sam', 'app-only'],
      'One app for every customer (the default), or an app in one tenant that signs in by itself.',
    ),
    choice('cloud', ['global', 'usgov', 'usgov-dod', 'china'], 'Where the tenant lives; global is the default.'),
    ...insteadOfSecret,
    flag('own-tenant', 'Test the tenant of the app too, like a customer.'),
  ],
  'connections import': [
    { ...connection, required: true, help: 'A name of your choice.' },
    text('file', 'file', 'A file such as .env; without it the environment.'),
    text('vault', 'address', 'The address of a key vault with CIPP’s secrets.'),
    text(
      'direct-tenant',
      'id',
      'With --vault: a tenant that was added to CIPP directly, whose token lies under its id.',
    ),
  ],
  'connections rename': [
    { ...connection, required: true, help: 'The connection to rename.' },
    operand('to', 'name', 'Its new name.'),
  ],
  'connections remove': [
    { ...connection, required: true, help: 'The connection to remove.' },
    flag('yes', 'Remove without being asked.'),
  ],
  'connections allow': [{ ...connection, required: true, help: 'The connection to allow.' }, workspace],
  'connections deny': [{ ...connection, required: true, help: 'The connection to deny.' }, workspace],
  // What a connection signs in with: made, renewed, put back.
  'connections renew': [
    connection,
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
  'connections restore': [connection],
  'connections rotate-secret': [
    connection,
    number('days', 'days', 'How long the new secret lasts. Default 180.', { minimum: 1, maximum: 730 }),
    flag('remove-old', 'No other program uses the secret before: remove it once a whole sweep has passed.'),
    flag('yes', 'Do it without being asked.'),
  ],
  setup: [
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
  'connections restart-cipp': [flag('yes', 'Restart without being asked.')],
  // Where news goes beside the chats.
  'routes add': [
    { ...route, help: 'A name of your choice.' },
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
  'routes rotate': [route],
  // The keys, the database and the program itself.
  'keys rotate': [],
  'database copy': [operand('from', 'from', DATABASE), operand('to', 'to', DATABASE)],
  doctor: [],
  completion: [
    choice('shell', ['bash', 'zsh', 'fish', 'powershell'], 'The shell that the script is for.', {
      positional: true,
      required: true,
    }),
  ],
  version: [],
} as const satisfies Partial<Record<CommandName, readonly ArgumentDefinition[]>>;

export type HostCommandName = keyof typeof ARGUMENTS;

export type HostValues<Name extends HostCommandName> = {
  [N in Name]: ValuesOf<(typeof ARGUMENTS)[N]>;
}[Name];

/**
 * Commands about the machine that Samaritan runs on. The program answers them (`src/bot/commands`): its table has to
 * name each, or it doesn't compile.
 */
export const HOST_COMMANDS = Object.fromEntries(
  Object.entries(ARGUMENTS).map(([name, own]): [string, HostCommand] => {
    const words = wordsOf(name as HostCommandName);
    return [name, { name, role: 'admin', surfaces: ['terminal'], ...words, arguments: own }];
  }),
) as Readonly<Record<HostCommandName, HostCommand>>;

export function isHostCommand(name: string): name is HostCommandName {
  return Object.hasOwn(HOST_COMMANDS, name);
}
