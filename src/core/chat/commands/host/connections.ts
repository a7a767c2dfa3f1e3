import { choice, flag, operand, text } from '../../calls/arguments.ts';
import type { HostDefinitions } from './host-definition.ts';

export const connectionName = text('name', 'connection', 'The connection; not needed where there is only one.', {
  positional: true,
});

/** What an app may sign in with. */
export const insteadOfSecret = [
  text('certificate', 'file', 'A PEM with a certificate and its private key, instead of a client secret.'),
  text('identity', 'id', 'The client id of a managed identity that the app trusts, instead of a client secret.'),
] as const;

const workspace = operand('workspace', 'workspace', 'discord:ID of a server, or teams:ID of a tenant.');

/** Which sets of credentials there are, and who may use them. */
export const CONNECTIONS = {
  'connections add': {
    summary: 'Add a set of credentials, which is tried before it is stored.',
    details:
      'Secrets are asked for without showing them, or are the lines of standard input: the client secret, then the refresh token; with --certificate or --identity the refresh token alone. It is used on the terminal with --connection; connections allow lets a chat use it.',
    examples: ['connections add acme --application 5f0c1d2e-… --tenant acme.example'],
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
    summary: 'Add the set of credentials that a CIPP key vault or SAM_* settings hold.',
    details:
      'It is tried before it is stored. With --vault the secrets stay in the vault, and are read there whenever they are used; a file may be deleted afterwards.',
    examples: [
      'connections import acme --file acme.env',
      'connections import acme --vault https://acme-cipp.vault.azure.net',
    ],
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
    summary: 'Give a set of credentials another name, with all that is known of its tenants.',
    examples: ['connections rename acme acme-eu'],
    arguments: [
      { ...connectionName, required: true, help: 'The connection to rename.' },
      operand('to', 'name', 'Its new name.'),
    ],
  },
  'connections remove': {
    summary: 'Remove a set of credentials and wipe its secrets and tokens.',
    examples: ['connections remove acme'],
    arguments: [
      { ...connectionName, required: true, help: 'The connection to remove.' },
      flag('yes', 'Remove without being asked.'),
    ],
  },
  'connections allow': {
    summary: 'Let a Discord server or a Teams tenant use a set of credentials that was added.',
    details:
      'Until then it does not exist there: no command, list, button or alert names it. What runs notices the change by itself. The connection default is used everywhere.',
    examples: ['connections allow acme discord:81384788765712384'],
    arguments: [{ ...connectionName, required: true, help: 'The connection to allow.' }, workspace],
  },
  'connections deny': {
    summary: 'Let a Discord server or a Teams tenant use a set of credentials no more.',
    details: 'What stands in its channels already stays there; its buttons find nothing any more.',
    examples: ['connections deny acme discord:81384788765712384'],
    arguments: [{ ...connectionName, required: true, help: 'The connection to deny.' }, workspace],
  },
} as const satisfies HostDefinitions;
