import { placeKey } from '../../../model/people/person.ts';
import { parseTag, tagProblem } from '../../../model/tenants/tag.ts';
import { grantAccess, listAccess, revokeAccess, setChannel } from '../../access/access-commands.ts';
import { choice } from '../../calls/arguments.ts';
import { actorOf, defineCommand, problem, watchOf } from '../../calls/command.ts';
import { readTagChoice } from '../../calls/tagged.ts';
import { channel, subject, tag } from '../common-arguments.ts';

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

export const accessList = defineCommand({
  name: 'access list',
  role: 'admin',
  wholeFleet: true,
  summary: 'Show who has which role, where results may be seen, and the latest audit entries.',
  arguments: [],
  audience: 'private',
  answer: ({ parts }) => listAccess(parts),
});

export const accessChannel = defineCommand({
  name: 'access channel',
  role: 'admin',
  wholeFleet: true,
  summary: 'Let results be seen by everybody in a channel, or stop that.',
  details: 'Elsewhere results are shown only to the person who asked. In chat the channel is the one it is said in.',
  arguments: [
    choice('state', ['on', 'off'], 'on: everybody in the channel sees results. off: only who asked.', {
      required: true,
      positional: true,
    }),
    { ...channel, help: 'The channel: discord:channel:ID or teams:channel:ID.' },
  ],
  examples: ['access channel on discord:channel:81384788765712384'],
  audience: 'private',
  target: (values) => [values.state, values.channel].filter(Boolean).join(' '),
  answer: (question, values) => {
    const { place } = question.request;
    if (place.platform !== 'terminal' && place.kind === 'direct') {
      return problem('This is no channel: what is said here is seen by you alone anyway.');
    }
    const named = place.platform === 'terminal' ? (values.channel ?? '') : placeKey(place);
    return setChannel(question.parts, { place: named, on: values.state === 'on' }, actorOf(question));
  },
});
