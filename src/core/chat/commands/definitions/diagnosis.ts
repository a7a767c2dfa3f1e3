import type { CommandDefinition } from '../command.ts';
import { connection, only, tenant } from './shared-arguments.ts';

export const REPORT_FORMATS = ['text', 'json', 'csv', 'html', 'junit'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Most requests in flight at once, unless told otherwise. */
export const DEFAULT_CONCURRENCY = 128;
export const MOST_CONCURRENCY = 512;

/** Longest text of `explain` in chat; the terminal reads up to 1 MB. */
export const MOST_CHAT_TEXT = 6000;

const terminalOnly = ['terminal'] as const;

/** What a technician runs to find out what is broken. */
export const DIAGNOSIS_COMMANDS = [
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
        maximumLength: 1000,
        suggest: 'tenant',
      },
      only,
      connection,
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
    name: 'check',
    role: 'technician',
    summary: 'Test one tenant and show each check with its evidence.',
    details: 'A sweep of one tenant, with what is known about it: since when it fails, and when it was last fine.',
    surfaces: ['terminal', 'chat'],
    arguments: [tenant, connection],
    examples: ['check contoso.onmicrosoft.com'],
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
      { name: 'file', help: 'A log or text file of up to 1 MB.', kind: 'file', surfaces: ['chat'] },
    ],
    examples: [
      'explain AADSTS50076',
      'explain "Insufficient privileges to complete the operation."',
      'explain - < error.log',
    ],
    onMessage: { label: 'Explain this error', argument: 'text' },
    inDirectMessages: true,
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
        suggest: 'topic',
      },
    ],
    examples: ['troubleshoot tenant missing', 'troubleshoot token-expired'],
    inDirectMessages: true,
  },
  {
    name: 'status',
    role: 'viewer',
    summary: 'Show the connections, the last sweep and what is failing now.',
    surfaces: ['terminal', 'chat'],
    arguments: [connection],
    examples: ['status'],
  },
] as const satisfies readonly CommandDefinition[];
