import { defineCommand } from '../../calls/command.ts';
import { connection, tenant } from '../common-arguments.ts';
import { changeTag } from './change-tag.ts';
import { tagName } from './tag-name.ts';

/** Gives a tag to a tenant. */
export const tagAdd = defineCommand({
  name: 'tag add',
  role: 'admin',
  summary: 'Give a tag to a tenant, so that commands, schedules and alerts can mean it.',
  surfaces: ['terminal', 'chat'],
  arguments: [tenant, tagName, connection],
  examples: ['tag add contoso.onmicrosoft.com emea'],
  rare: true,
  audience: 'private',
  target: ({ tenant, tag }) => `${tenant} ${tag}`,
  answer: (question, values) => changeTag(question, 'add', values),
});
