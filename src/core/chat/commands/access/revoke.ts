import { revokeAccess } from '../../access/access-commands.ts';
import { defineCommand } from '../../calls/command.ts';
import { subject } from '../common-arguments.ts';

/** Takes a role away. */
export const accessRevoke = defineCommand({
  name: 'access revoke',
  role: 'admin',
  summary: 'Take away the role that a person or Discord role was given here.',
  arguments: [subject],
  examples: ['access revoke discord:user:80351110224678912'],
  audience: 'private',
  target: (values) => values.subject,
  answer: ({ parts }, values) => revokeAccess(parts, values.subject),
});
