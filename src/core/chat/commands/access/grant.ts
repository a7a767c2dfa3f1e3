import { grantAccess } from '../../access/access-commands.ts';
import { choice } from '../../calls/arguments.ts';
import { actorOf, defineCommand, problem, watchOf } from '../../calls/command.ts';
import { readTagChoice } from '../../calls/tagged.ts';
import { subject, tag } from '../common-arguments.ts';

export const accessGrant = defineCommand({
  name: 'access grant',
  role: 'admin',
  wholeFleet: true,
  summary: 'Give a person or a Discord role a role here, for every tenant or for those of a tag.',
  details:
    'viewer reads, technician also tests, admin also changes settings. It replaces the role given before. With a tag it is for the tenants that have the tag: no other is seen in any answer. Several add up; with a role for every tenant too, that counts.',
  arguments: [
    subject,
    choice('role', ['viewer', 'technician', 'admin'], 'What they may do.', { required: true, positional: true }),
    { ...tag, help: 'Only for the tenants with this tag.' },
  ],
  examples: [
    'access grant discord:user:80351110224678912 technician',
    'access grant discord:user:80351110224678912 technician --tag emea',
  ],
  audience: 'private',
  target: ({ subject, role, tag = [] }) => [subject, role, ...tag.map((one) => `tag:${one}`)].join(' '),
  answer: async (question, values) => {
    const problems: string[] = [];
    const tagged = values.tag && (await readTagChoice(watchOf(question), { tag: values.tag }, problems));
    if (problems.length > 0) return problem(...problems);
    return await grantAccess(question.parts, { ...values, tags: tagged?.tags }, actorOf(question));
  },
});
