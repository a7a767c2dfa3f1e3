import { operand } from '../../calls/arguments.ts';
import type { HostDefinitions } from './host-definition.ts';

/** What runs until it is told to end, and what it registers. */
export const SERVERS = {
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
    examples: ['mcp assistant'],
    arguments: [operand('name', 'name', 'The program, as api list shows it.')],
  },
  'discord deploy': {
    summary: 'Register the commands with Discord in every configured guild, where they differ.',
  },
  'discord diff': {
    summary: 'Show what discord deploy would change, and change nothing.',
  },
  'discord list': {
    summary: 'Show the commands that are registered with Discord now.',
  },
  'discord remove': {
    summary: 'Remove the commands from every configured guild.',
  },
} as const satisfies HostDefinitions;
