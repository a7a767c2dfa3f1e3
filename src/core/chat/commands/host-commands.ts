import { ROUTE_KINDS } from '../../watch/notifications/route.ts';
import { choice, flag, number, operand, text } from '../calls/arguments.ts';
import type { HostCommand } from '../calls/command.ts';
import type { ArgumentDefinition, CommandDefinition } from '../calls/command-definition.ts';
import type { ParsedValues, ValuesOf } from '../calls/values.ts';
import words from './host-commands.json' with { type: 'json' };

/** What is said of one, in host-commands.json. Without examples its name is one. */
type Words = Pick<CommandDefinition, 'summary' | 'details' | 'examples' | 'inChat'>;
type Definition = Partial<Pick<CommandDefinition, 'arguments'>>;

const connectionName = text('name', 'connection', 'The connection; not needed where there is only one.', {
  positional: true,
});

/** What an app may sign in with. */
const insteadOfSecret = [
  text('certificate', 'file', 'A PEM with a certificate and its private key, instead of a client secret.'),
  text('identity', 'id', 'The client id of a managed identity that the app trusts, instead of a client secret.'),
] as const;

const workspace = operand('workspace', 'workspace', 'discord:ID of a server, or teams:ID of a tenant.');

const routeNameArgument = operand('name', 'name', 'The route.');

const databaseName = {
  kind: 'text',
  positional: true,
  required: true,
  help: 'A file, or postgres://USER@HOST/DATABASE.',
} as const;

const DEFINITIONS = {
  start: {},
  worker: {},
  mcp: { arguments: [operand('name', 'name', 'The program, as api list shows it.')] },
  'discord deploy': {},
  'discord diff': {},
  'discord list': {},
  'discord remove': {},
  'connections add': {
    arguments: [
      { ...connectionName, required: true, help: 'A name of your choice.' },
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
  },
  'connections import': {
    arguments: [
      { ...connectionName, required: true, help: 'A name of your choice.' },
      text('file', 'file', 'A file such as .env; without it the environment.'),
      text('vault', 'address', 'The address of a key vault with CIPP’s secrets.'),
      text(
        'direct-tenant',
        'id',
        'With --vault: a tenant that was added to CIPP directly, whose token lies under its id.',
      ),
    ],
  },
  'connections rename': {
    arguments: [
      { ...connectionName, required: true, help: 'The connection to rename.' },
      operand('to', 'name', 'Its new name.'),
    ],
  },
  'connections remove': {
    arguments: [
      { ...connectionName, required: true, help: 'The connection to remove.' },
      flag('yes', 'Remove without being asked.'),
    ],
  },
  'connections allow': {
    arguments: [{ ...connectionName, required: true, help: 'The connection to allow.' }, workspace],
  },
  'connections deny': {
    arguments: [{ ...connectionName, required: true, help: 'The connection to deny.' }, workspace],
  },
  'connections renew': {
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
  'connections restore': { arguments: [connectionName] },
  'connections rotate-secret': {
    arguments: [
      connectionName,
      number('days', 'days', 'How long the new secret lasts. Default 180.', { minimum: 1, maximum: 730 }),
      flag('remove-old', 'No other program uses the secret before: remove it once a whole sweep has passed.'),
      flag('yes', 'Do it without being asked.'),
    ],
  },
  setup: {
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
  'connections restart-cipp': { arguments: [flag('yes', 'Restart without being asked.')] },
  'routes add': {
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
  'routes rotate': { arguments: [routeNameArgument] },
  'keys rotate': {},
  'database copy': {
    arguments: [
      { ...databaseName, name: 'from', placeholder: 'from' },
      { ...databaseName, name: 'to', placeholder: 'to' },
    ],
  },
  doctor: {},
  completion: {
    arguments: [
      choice('shell', ['bash', 'zsh', 'fish', 'powershell'], 'The shell that the script is for.', {
        positional: true,
        required: true,
      }),
    ],
  },
  version: {},
} as const satisfies Readonly<Record<string, Definition>>;

export type HostCommandName = keyof typeof DEFINITIONS;
const WORDS: Readonly<Record<HostCommandName, Words>> = words;

export type HostValues<Name extends HostCommandName> = (typeof DEFINITIONS)[Name] extends {
  arguments: infer Arguments extends readonly ArgumentDefinition[];
}
  ? ValuesOf<Arguments>
  : ParsedValues;

/**
 * Commands about the machine that Samaritan runs on. The program answers them (`src/bot/commands`): its table has to
 * name each, or it doesn't compile.
 */
export const HOST_COMMANDS = Object.fromEntries(
  (Object.keys(DEFINITIONS) as HostCommandName[]).map((name): [string, HostCommand] => {
    const own = { examples: [name], ...WORDS[name], arguments: [], ...DEFINITIONS[name] };
    return [name, { name, role: 'admin', surfaces: ['terminal'], ...own }];
  }),
) as Readonly<Record<HostCommandName, HostCommand>>;

export function isHostCommand(name: string): name is HostCommandName {
  return Object.hasOwn(HOST_COMMANDS, name);
}
