import type { HostCommand } from '../calls/command.ts';

const onHost = { role: 'admin', surfaces: ['terminal'], arguments: [] } as const;

const connectionName = {
  name: 'name',
  kind: 'text',
  positional: true,
  placeholder: 'connection',
  help: 'The connection; not needed where there is only one.',
} as const;

/**
 * Commands about the machine that Samaritan runs on. The program answers them (`src/bot/commands`): its table has to
 * name each, or it doesn't compile.
 */
export const HOST_COMMANDS = {
  start: {
    ...onHost,
    name: 'start',
    summary: 'Run Samaritan: every chat that is configured, and the HTTP server.',
    details: 'Says what is not configured. Ends at Ctrl-C or SIGTERM, after what is under way has been finished.',
    examples: ['start'],
  },
  'discord deploy': {
    ...onHost,
    name: 'discord deploy',
    summary: 'Register the commands with Discord in every configured guild, where they differ.',
    examples: ['discord deploy'],
  },
  'discord diff': {
    ...onHost,
    name: 'discord diff',
    summary: 'Show what discord deploy would change, and change nothing.',
    examples: ['discord diff'],
  },
  'discord list': {
    ...onHost,
    name: 'discord list',
    summary: 'Show the commands that are registered with Discord now.',
    examples: ['discord list'],
  },
  'discord remove': {
    ...onHost,
    name: 'discord remove',
    summary: 'Remove the commands from every configured guild.',
    examples: ['discord remove'],
  },
  'connections renew': {
    ...onHost,
    name: 'connections renew',
    summary: 'Renew the refresh token of a connection by signing in, and prove the new one before it is used.',
    details:
      'Opens Microsoft’s sign-in page; the browser may be on another machine, then paste the address that it ends at. The token before is kept until a whole sweep has passed.',
    arguments: [
      connectionName,
      {
        name: 'device',
        kind: 'flag',
        help: 'Sign in with a device code. Microsoft marks such a token for good, and tenants may refuse it later.',
      },
      { name: 'no-browser', kind: 'flag', help: 'Print the address of the page, and open nothing.' },
      {
        name: 'account',
        kind: 'text',
        placeholder: 'user@domain',
        help: 'The account that is to sign in; needed where it is another than before and nobody can be asked.',
      },
    ],
    examples: ['connections renew', 'connections renew --device'],
  },
  'connections restore': {
    ...onHost,
    name: 'connections restore',
    summary: 'Use the refresh token again that was in use before the last renewal.',
    details: 'It is tried first, and put back only where it works. Twice is the same as never.',
    arguments: [connectionName],
    examples: ['connections restore'],
  },
  doctor: {
    ...onHost,
    name: 'doctor',
    summary: 'Check Samaritan itself: configuration, database, and whether Microsoft’s hosts answer.',
    examples: ['doctor'],
  },
  version: {
    ...onHost,
    name: 'version',
    summary: 'Show the version.',
    examples: ['version'],
  },
} as const satisfies Readonly<Record<string, HostCommand>>;

export type HostCommandName = keyof typeof HOST_COMMANDS;

export function isHostCommand(name: string): name is HostCommandName {
  return Object.hasOwn(HOST_COMMANDS, name);
}
