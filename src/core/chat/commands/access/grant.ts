import { grantAccess } from '../../access/access-commands.ts';
import { actorOf, defineCommand } from '../../calls/command.ts';
import { subject } from '../common-arguments.ts';

/** Gives a role. */
export const accessGrant = defineCommand({
  name: 'access grant',
  role: 'admin',
  summary: 'Give a person or a Discord role a role here.',
  details: 'viewer reads, technician also tests, admin also changes settings. It replaces the role given before.',
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
  audience: 'private',
  target: (values) => [values.subject, values.role].join(' '),
  answer: (question, values) => grantAccess(question.parts, values, actorOf(question)),
});
