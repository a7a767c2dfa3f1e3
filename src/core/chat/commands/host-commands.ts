import type { HostCommand } from '../calls/command.ts';

const onHost = { role: 'admin', surfaces: ['terminal'], arguments: [] } as const;

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
