import { parseTag, tagProblem } from '../../../model/tenants/tag.ts';
import { revokeAccess } from '../../access/access-commands.ts';
import { defineCommand, problem } from '../../calls/command.ts';
import { subject, tag } from '../common-arguments.ts';

const tagArgument = {
  ...tag,
  repeatable: false,
  help: 'Only the role that was given for this tag.',
} as const;

export const accessRevoke = defineCommand({
  name: 'access revoke',
  role: 'admin',
  wholeFleet: true,
  summary: 'Take away the role that a person or Discord role was given here.',
  details: 'With a tag only what was given for it; otherwise all.',
  arguments: [subject, tagArgument],
  examples: ['access revoke discord:user:80351110224678912'],
  audience: 'private',
  target: ({ subject, tag }) => (tag === undefined ? subject : `${subject} tag:${tag}`),
  answer: ({ parts }, values) => {
    // Taken away too where no tenant has the tag any more.
    const tag = values.tag === undefined ? undefined : parseTag(values.tag);
    if (values.tag !== undefined && tag === undefined) return problem(tagProblem(values.tag));
    return revokeAccess(parts, values.subject, tag);
  },
});
