import { ROUTE_KINDS } from '../../watch/notifications/route.ts';
import { choice, flag, number, operand, text } from '../calls/arguments.ts';
import type { HostCommand } from '../calls/command.ts';
import type { ArgumentDefinition, CommandDefinition } from '../calls/command-definition.ts';
import type { ParsedValues, ValuesOf } from '../calls/values.ts';

/** What is said of one here. Without examples its name is one. */
type Definition = Pick<CommandDefinition, 'summary' | 'details' | 'examples' | 'inChat'> &
  Partial<Pick<CommandDefinition, 'arguments'>>;

const connectionName = text('name', 'connection', 'The connection; not needed where there is only one.', {
  positional: true,
});

const workspace = operand('workspace', 'workspace', 'discord:ID of a server, or teams:ID of a tenant.');

const routeNameArgument = operand('name', 'name', 'The route.');

const databaseName = {
  kind: 'text',
  positional: true,
  required: true,
  help: 'A file, or postgres://USER@HOST/DATABASE.',
} as const;

const DEFINITIONS = {
  start: {
    summary: 'Run Samaritan: every chat that is configured, and the HTTP server.',
    details: 'Says what is not configured. Ends at Ctrl-C or SIGTERM, after what is under way has been finished.',
  },
  worker: {
    summary: 'Test the tenants of sweeps, and nothing else, beside a samaritan start.',
    details:
      'Runs on the same machine or on others. Needs the database on a PostgreSQL server, and the same settings and master key as start. Any number may run: each takes batches of tenants, and a batch whose worker dies is taken by another within half a minute. Ends at Ctrl-C or SIGTERM, after its batches are finished or given back.',
  },
  mcp: {
    summary: 'Answer an assistant on this machine over standard input and output, in the Model Context Protocol.',
    details:
      'It acts as the program of that name, with the roles that were granted to api:token:NAME and no others; the token itself is not needed. The tools are those of the HTTP interface, and change nothing. It ends with its input.',
    arguments: [operand('name', 'name', 'The program, as api list shows it.')],
    examples: ['mcp assistant'],
  },
  'discord deploy': { summary: 'Register the commands with Discord in every configured guild, where they differ.' },
  'discord diff': { summary: 'Show what discord deploy would change, and change nothing.' },
  'discord list': { summary: 'Show the commands that are registered with Discord now.' },
  'discord remove': { summary: 'Remove the commands from every configured guild.' },
  'connections add': {
    summary: 'Add a set of credentials, which is tried before it is stored.',
    details:
      'Secrets are asked for without showing them, or are the lines of standard input: the client secret, then the refresh token; with --certificate or --identity the refresh token alone. It is used on the terminal with --connection; connections allow lets a chat use it.',
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
      text('certificate', 'file', 'A PEM with a certificate and its private key, instead of a client secret.'),
      text('identity', 'id', 'The client id of a managed identity that the app trusts, instead of a client secret.'),
      flag('own-tenant', 'Test the tenant of the app too, like a customer.'),
    ],
    examples: ['connections add acme --application 5f0c1d2e-… --tenant acme.example'],
  },
  'connections import': {
    summary: 'Add the set of credentials that a CIPP key vault or SAM_* settings hold.',
    details:
      'It is tried before it is stored. With --vault the secrets stay in the vault, and are read there whenever they are used; a file may be deleted afterwards.',
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
    examples: [
      'connections import acme --file acme.env',
      'connections import acme --vault https://acme-cipp.vault.azure.net',
    ],
  },
  'connections rename': {
    summary: 'Give a set of credentials another name, with all that is known of its tenants.',
    arguments: [
      { ...connectionName, required: true, help: 'The connection to rename.' },
      operand('to', 'name', 'Its new name.'),
    ],
    examples: ['connections rename acme acme-eu'],
  },
  'connections remove': {
    summary: 'Remove a set of credentials and wipe its secrets and tokens.',
    arguments: [
      { ...connectionName, required: true, help: 'The connection to remove.' },
      flag('yes', 'Remove without being asked.'),
    ],
    examples: ['connections remove acme'],
  },
  'connections allow': {
    summary: 'Let a Discord server or a Teams tenant use a set of credentials that was added.',
    details:
      'Until then it does not exist there: no command, list, button or alert names it. What runs notices the change by itself. The connection default is used everywhere.',
    arguments: [{ ...connectionName, required: true, help: 'The connection to allow.' }, workspace],
    examples: ['connections allow acme discord:81384788765712384'],
  },
  'connections deny': {
    summary: 'Let a Discord server or a Teams tenant use a set of credentials no more.',
    details: 'What stands in its channels already stays there; its buttons find nothing any more.',
    arguments: [{ ...connectionName, required: true, help: 'The connection to deny.' }, workspace],
    examples: ['connections deny acme discord:81384788765712384'],
  },
  'connections renew': {
    summary: 'Renew the refresh token of a connection by signing in, and prove the new one before it is used.',
    details:
      'Opens Microsoft’s sign-in page; the browser may be on another machine, then paste the address that it ends at. The token before is kept until a whole sweep has passed.',
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
    ],
    examples: ['connections renew', 'connections renew --device'],
    inChat: 'renewtokens',
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
    arguments: [
      connectionName,
      number('days', 'days', 'How long the new secret lasts. Default 180.', { minimum: 1, maximum: 730 }),
      flag('remove-old', 'No other program uses the secret before: remove it once a whole sweep has passed.'),
      flag('yes', 'Do it without being asked.'),
    ],
    examples: ['connections rotate-secret', 'connections rotate-secret acme --days 90 --remove-old'],
  },
  setup: {
    summary: 'Set up from nothing: register the app, consent, sign in, store the connection, and test.',
    details:
      'An administrator signs in first; what will be done is shown then, and asked. An app of that name is adopted and mended, and nothing that is there is taken away. Cut off, setup goes on where it stopped; --undo takes away what it added.',
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
    examples: ['setup contoso.onmicrosoft.com --dry-run', 'setup contoso.onmicrosoft.com', 'setup --undo'],
  },
  'connections restart-cipp': {
    summary: 'Restart CIPP’s function app, so that it takes up what the key vault holds now.',
    details:
      'Needs SAMARITAN_CIPP_SITE, and the role Website Contributor there. It asks first, has Azure fetch the vault’s values anew, and says whether the token that Azure hands CIPP then is the vault’s newest.',
    arguments: [flag('yes', 'Restart without being asked.')],
  },
  'routes add': {
    summary: 'Send news to another program over https, in order and until it is taken.',
    details:
      'A webhook signed by Standard Webhooks, whose secret is made here and shown once; a Teams workflow; PagerDuty; a mail address; tickets in HaloPSA, ConnectWise PSA or Autotask; or whatever takes what Alertmanager sends. What is secret is asked for without showing it, or is the line of standard input. The route is told of everything until alerts subscribe route:NAME says of what.',
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
    examples: [
      'routes add noc',
      'routes add oncall --kind pagerduty',
      'routes add desk --kind mail --to desk@msp.example',
      'routes add psa --kind halopsa --address https://msp.halopsa.com --set client=12 --set ticket-type=1',
      'routes add grafana --kind alertmanager --private-host grafana.intern.example',
    ],
  },
  'routes rotate': {
    summary: 'Make a new signing secret for a route. For a week what is sent is signed with the one before too.',
    arguments: [routeNameArgument],
    examples: ['routes rotate noc'],
  },
  'keys rotate': {
    summary: 'Seal everything that is stored under a new master key.',
    details:
      'A key file is made anew; with SAMARITAN_MASTER_KEY the new key is asked for, or is the line of standard input. Cut off at any point, one key opens everything, and the next command finishes it.',
  },
  'database copy': {
    summary: 'Copy everything from a SQLite file to a PostgreSQL database, or back, and compare every table.',
    details:
      'The target has to be empty, and samaritan start may run on neither. The password of a server is taken from PGPASSWORD or PGPASSFILE, never from the command line. Where anything differs nothing is kept.',
    arguments: [
      { ...databaseName, name: 'from', placeholder: 'from' },
      { ...databaseName, name: 'to', placeholder: 'to' },
    ],
    examples: ['database copy data/samaritan.db postgres://samaritan@db.example/samaritan'],
  },
  doctor: { summary: 'Check Samaritan itself: configuration, database, and whether Microsoft’s hosts answer.' },
  completion: {
    summary: 'Print the script that makes a shell complete commands, options and their values with Tab.',
    details:
      'Load it in the shell’s profile. It asks the samaritan on the PATH. In bash the package bash-completion has to be there.',
    arguments: [
      choice('shell', ['bash', 'zsh', 'fish', 'powershell'], 'The shell that the script is for.', {
        positional: true,
        required: true,
      }),
    ],
    examples: ['completion bash'],
  },
  version: { summary: 'Show the version.' },
} as const satisfies Readonly<Record<string, Definition>>;

export type HostCommandName = keyof typeof DEFINITIONS;

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
  Object.entries<Definition>(DEFINITIONS).map(([name, definition]): [string, HostCommand] => [
    name,
    { name, role: 'admin', surfaces: ['terminal'], arguments: [], examples: [name], ...definition },
  ]),
) as Readonly<Record<HostCommandName, HostCommand>>;

export function isHostCommand(name: string): name is HostCommandName {
  return Object.hasOwn(HOST_COMMANDS, name);
}
