import type { CommandDefinition } from '../command.ts';

const terminalOnly = ['terminal'] as const;
const everywhere = ['terminal', 'chat'] as const;

const subject = {
  name: 'subject',
  help: 'Who: discord:user:ID, discord:role:ID or teams:user:OBJECTID. On Discord pick a member or a role.',
  kind: 'subject',
  required: true,
  positional: true,
  placeholder: 'subject',
  maximumLength: 100,
} as const;

/** Who may do what, where results may be seen, and Samaritan's own housekeeping. */
export const ADMINISTRATION_COMMANDS = [
  {
    name: 'access grant',
    role: 'admin',
    summary: 'Give a person or a Discord role a role here.',
    details: 'viewer reads, technician also tests, admin also changes settings. It replaces the role given before.',
    surfaces: everywhere,
    arguments: [
      subject,
      {
        name: 'role',
        help: 'What they may do.',
        kind: 'choice',
        choices: ['viewer', 'technician', 'admin'],
        required: true,
        positional: true,
      },
    ],
    examples: ['access grant discord:user:80351110224678912 technician'],
  },
  {
    name: 'access revoke',
    role: 'admin',
    summary: 'Take away the role that a person or Discord role was given here.',
    surfaces: everywhere,
    arguments: [subject],
    examples: ['access revoke discord:user:80351110224678912'],
  },
  {
    name: 'access list',
    role: 'admin',
    summary: 'Show who has which role, where results may be seen, and the latest audit entries.',
    surfaces: everywhere,
    arguments: [],
    examples: ['access list'],
  },
  {
    name: 'access channel',
    role: 'admin',
    summary: 'Let results be seen by everybody in a channel, or stop that.',
    details: 'Elsewhere results are shown only to the person who asked. In chat the channel is the one it is said in.',
    surfaces: everywhere,
    arguments: [
      {
        name: 'state',
        help: 'on: everybody in the channel sees results. off: only who asked.',
        kind: 'choice',
        choices: ['on', 'off'],
        required: true,
        positional: true,
      },
      {
        name: 'channel',
        help: 'The channel: discord:channel:ID or teams:channel:ID.',
        kind: 'text',
        required: true,
        positional: true,
        placeholder: 'channel',
        surfaces: terminalOnly,
      },
    ],
    examples: ['access channel on discord:channel:81384788765712384'],
  },
  {
    name: 'start',
    role: 'admin',
    summary: 'Run Samaritan: every chat that is configured, and the HTTP server.',
    details: 'Says what is not configured. Ends at Ctrl-C or SIGTERM, after what is under way has been finished.',
    surfaces: terminalOnly,
    arguments: [],
    examples: ['start'],
  },
  {
    name: 'discord deploy',
    role: 'admin',
    summary: 'Register the commands with Discord in every configured guild, where they differ.',
    surfaces: terminalOnly,
    arguments: [],
    examples: ['discord deploy'],
  },
  {
    name: 'discord diff',
    role: 'admin',
    summary: 'Show what discord deploy would change, and change nothing.',
    surfaces: terminalOnly,
    arguments: [],
    examples: ['discord diff'],
  },
  {
    name: 'discord list',
    role: 'admin',
    summary: 'Show the commands that are registered with Discord now.',
    surfaces: terminalOnly,
    arguments: [],
    examples: ['discord list'],
  },
  {
    name: 'discord remove',
    role: 'admin',
    summary: 'Remove the commands from every configured guild.',
    surfaces: terminalOnly,
    arguments: [],
    examples: ['discord remove'],
  },
  {
    name: 'doctor',
    role: 'admin',
    summary: 'Check Samaritan itself: configuration, database, and whether Microsoft’s hosts answer.',
    surfaces: terminalOnly,
    arguments: [],
    examples: ['doctor'],
  },
  {
    name: 'help',
    role: 'anyone',
    summary: 'Show the commands you may run, or how to use one of them.',
    surfaces: everywhere,
    arguments: [
      {
        name: 'command',
        help: 'The command to explain.',
        kind: 'text',
        positional: true,
        repeatable: true,
        maximumLength: 100,
        suggest: 'command',
      },
    ],
    examples: ['help testtokens'],
    inDirectMessages: true,
  },
] as const satisfies readonly CommandDefinition[];
