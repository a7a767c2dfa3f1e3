import { choice } from '../../calls/arguments.ts';
import type { HostDefinitions } from './host-definition.ts';

const databaseName = {
  kind: 'text',
  positional: true,
  required: true,
  help: 'A file, or postgres://USER@HOST/DATABASE.',
} as const;

/** The keys, the database and the program itself. */
export const MACHINE = {
  'keys rotate': {
    summary: 'Seal everything that is stored under a new master key.',
    details:
      'A key file is made anew; with SAMARITAN_MASTER_KEY the new key is asked for, or is the line of standard input. Cut off at any point, one key opens everything, and the next command finishes it.',
  },
  'database copy': {
    summary: 'Copy everything from a SQLite file to a PostgreSQL database, or back, and compare every table.',
    details:
      'The target has to be empty, and samaritan start may run on neither. The password of a server is taken from PGPASSWORD or PGPASSFILE, never from the command line. Where anything differs nothing is kept.',
    examples: ['database copy data/samaritan.db postgres://samaritan@db.example/samaritan'],
    arguments: [
      { ...databaseName, name: 'from', placeholder: 'from' },
      { ...databaseName, name: 'to', placeholder: 'to' },
    ],
  },
  doctor: {
    summary: 'Check Samaritan itself: configuration, database, and whether Microsoft’s hosts answer.',
  },
  completion: {
    summary: 'Print the script that makes a shell complete commands, options and their values with Tab.',
    details: 'Load it in the shell’s profile. It asks the samaritan on the PATH.',
    examples: ['completion bash'],
    arguments: [
      choice('shell', ['bash', 'zsh', 'fish', 'powershell'], 'The shell that the script is for.', {
        positional: true,
        required: true,
      }),
    ],
  },
  version: {
    summary: 'Show the version.',
  },
} as const satisfies HostDefinitions;
