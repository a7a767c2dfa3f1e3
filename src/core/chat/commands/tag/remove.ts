import { defineCommand } from '../../calls/command.ts';
import { connection, tenant } from '../common-arguments.ts';
import { changeTag } from './change-tag.ts';
import { tagName } from './tag-name.ts';

/** Takes a tag from a tenant. */
export const tagRemove = defineCommand({
  name: 'tag remove',
  role: 'admin',
  summary: 'Take a tag from a tenant.',
  surfaces: ['terminal', 'chat'],
  arguments: [tenant, tagName, connection],
  examples: ['tag remove contoso.onmicrosoft.com emea'],
  rare: true,
  audience: 'private',
  target: ({ tenant, tag }) => `${tenant} ${tag}`,
  answer: (question, values) => changeTag(question, 'remove', values),
});
