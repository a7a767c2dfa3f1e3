import { mayRun, type Role } from '../access/role.ts';
import type { ArgumentDefinition, CommandDefinition, Surface } from './command.ts';

const terminalOnly = ['terminal'] as const;

/** Most requests in flight at once, unless told otherwise. */
export const DEFAULT_CONCURRENCY = 128;
export const MOST_CONCURRENCY = 512;

/** Longest text of `explain` in chat; the terminal reads up to 1 MB. */
export const MOST_CHAT_TEXT = 6000;

export const REPORT_FORMATS = ['text', 'json', 'csv', 'html', 'junit'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/**
 * Every command of Samaritan, once. Chat commands, the terminal's sub-commands and `help` are derived from it, so that
 * a command added here appears everywhere.
 */
export const COMMANDS = [
  {
    name: 'testtokens',
    role: 'technician',
    summary: 'Test the tokens and every tenant, and say what is broken, why and who must act.',
    details:
      'Tests the partner connection first, then Graph and Exchange in every customer tenant, and compares with the last run.',
    surfaces: ['terminal', 'chat'],
    arguments: [
      {
        name: 'tenant',
        help: 'Only this tenant: its id, domain or name.',
        kind: 'text',
        repeatable: true,
        placeholder: 'id|domain|name',
      },
      { name: 'only', help: 'Only Graph or only Exchange.', kind: 'choice', choices: ['graph', 'exchange'] },
      {
        name: 'concurrency',
        help: 'Most requests in flight at once.',
        kind: 'number',
        minimum: 1,
        maximum: MOST_CONCURRENCY,
        placeholder: 'number',
        surfaces: terminalOnly,
      },
      { name: 'format', help: 'What to print.', kind: 'choice', choices: REPORT_FORMATS, surfaces: terminalOnly },
      {
        name: 'output',
        help: 'Write the report to this file.',
        kind: 'text',
        placeholder: 'file',
        surfaces: terminalOnly,
      },
    ],
    examples: [
      'testtokens',
      'testtokens --tenant contoso.onmicrosoft.com',
      'testtokens --only exchange --format html --output report.html',
    ],
  },
  {
    name: 'explain',
    role: 'viewer',
    summary: 'Explain an error text: what it means, who must act and what to do.',
    details:
      'Takes anything: a code, a message, JSON, a PowerShell error, a log. Works offline. On the terminal it also reads standard input (up to 1 MB). Secrets in the text are cut.',
    surfaces: ['terminal', 'chat'],
    arguments: [
      {
        name: 'text',
        help: 'The error, best with everything around it. On the terminal: - reads standard input.',
        kind: 'text',
        positional: true,
        repeatable: true,
        placeholder: 'text',
        maximumLength: MOST_CHAT_TEXT,
      },
    ],
    examples: [
      'explain AADSTS50076',
      'explain "Insufficient privileges to complete the operation."',
      'explain - < error.log',
    ],
  },
  {
    name: 'troubleshoot',
    role: 'viewer',
    summary: 'Find the article for a problem, by its id or in your own words.',
    details: 'Shows the article where one fits clearly, otherwise the best five to choose from.',
    surfaces: ['terminal', 'chat'],
    arguments: [
      {
        name: 'topic',
        help: 'An article’s or cause’s id, or words such as: tenant missing.',
        kind: 'text',
        required: true,
        positional: true,
        repeatable: true,
        placeholder: 'words',
        maximumLength: 200,
      },
    ],
    examples: ['troubleshoot tenant missing', 'troubleshoot token-expired'],
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
    surfaces: ['terminal', 'chat'],
    arguments: [{ name: 'command', help: 'The command to explain.', kind: 'text', positional: true }],
    examples: ['help testtokens'],
  },
] as const satisfies readonly CommandDefinition[];

/** The commands of a surface that a role may run. */
export function commandsFor(surface: Surface, role: Role): CommandDefinition[] {
  const all: readonly CommandDefinition[] = COMMANDS;
  return all.filter((command) => command.surfaces.includes(surface) && mayRun(role, command.role));
}

/** The arguments a command takes on a surface. */
export function argumentsFor(command: CommandDefinition, surface: Surface): ArgumentDefinition[] {
  return command.arguments.filter((argument) => !argument.surfaces || argument.surfaces.includes(surface));
}
