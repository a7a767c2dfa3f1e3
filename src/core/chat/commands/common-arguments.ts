import { GROUPS } from '../../model/checks/catalogue.ts';
import { TENANT_GROUPS } from '../../model/checks/check.ts';
import { choice, operand, text } from '../calls/arguments.ts';
import type { ArgumentDefinition } from '../calls/command-definition.ts';

export const connection = text('connection', 'name', 'The connection, where there are several.', {
  maximumLength: 60,
  suggest: 'connection',
});

export const tenant = operand('tenant', 'id|domain|name', 'The tenant: its id, domain or name.', {
  maximumLength: 256,
  suggest: 'tenant',
});

export const tenants = text('tenant', 'id|domain|name', 'Only these tenants: id, domain or name.', {
  repeatable: true,
  maximumLength: 1000,
  suggest: 'tenant',
});

export const tag = text('tag', 'tag', 'The tenants with this tag.', {
  repeatable: true,
  maximumLength: 400,
  suggest: 'tag',
});

export const withoutTag = {
  ...tag,
  name: 'without-tag',
  help: 'But not the tenants with this tag.',
} as const satisfies ArgumentDefinition;

/** A tenant, or in its place the tags of those that are meant. */
export const tenantOrTags = {
  ...tenant,
  help: 'The tenant: its id, domain or name; or those of a tag: tag:NAME, or the argument tag.',
  required: false,
  instead: [tag.name, withoutTag.name],
} as const satisfies ArgumentDefinition;

export const only = choice(
  'only',
  TENANT_GROUPS,
  `${TENANT_GROUPS.map((group) => `Only ${GROUPS[group].title}`)
    .join(' or ')
    .replaceAll(' or Only', ' or only')}.`,
);

/** The channel a command is about; in chat the one it is said in. */
export const channel = operand(
  'channel',
  'channel',
  'The channel: discord:channel:ID or teams:channel:ID. In chat it is the one it is said in.',
  { surfaces: ['terminal'] },
);

export const subject = {
  name: 'subject',
  help: 'Who: discord:user:ID, discord:role:ID, teams:user:OBJECTID, api:token:NAME. On Discord pick one.',
  kind: 'subject',
  required: true,
  positional: true,
  placeholder: 'subject',
  maximumLength: 100,
} as const satisfies ArgumentDefinition;

/** A thing by its name, by position. */
const byName = {
  name: 'name',
  kind: 'text',
  required: true,
  positional: true,
  placeholder: 'name',
  maximumLength: 40,
} as const;

export const scheduleName = {
  ...byName,
  help: 'The schedule’s name.',
  suggest: 'schedule',
} as const satisfies ArgumentDefinition;

export const routeName = {
  ...byName,
  help: 'The route’s name, as routes list shows it.',
  suggest: 'route',
} as const satisfies ArgumentDefinition;

export const reportName = {
  ...byName,
  help: 'The report’s name, as reports list shows it.',
  suggest: 'report',
} as const satisfies ArgumentDefinition;

export const workspace = text(
  'workspace',
  'workspace',
  'Where the channel is, discord:ID or teams:ID: added connections are told by that.',
  { maximumLength: 60, surfaces: ['terminal'] },
);

export const tagName = {
  ...byName,
  name: 'tag',
  placeholder: 'tag',
  help: 'The tag: letters, digits, dots, dashes and underscores.',
  suggest: 'tag',
} as const satisfies ArgumentDefinition;
