import { GROUPS } from '../../model/checks/catalogue.ts';
import { TENANT_GROUPS } from '../../model/checks/check.ts';
import type { ArgumentDefinition } from '../calls/command-definition.ts';

export const connection = {
  name: 'connection',
  help: 'The connection, where there are several.',
  kind: 'text',
  placeholder: 'name',
  maximumLength: 60,
  suggest: 'connection',
} as const satisfies ArgumentDefinition;

export const tenant = {
  name: 'tenant',
  help: 'The tenant: its id, domain or name.',
  kind: 'text',
  required: true,
  positional: true,
  placeholder: 'id|domain|name',
  maximumLength: 256,
  suggest: 'tenant',
} as const satisfies ArgumentDefinition;

export const tenantOrTag = {
  ...tenant,
  help: 'The tenant: its id, domain or name; tag:NAME for all with a tag.',
} as const satisfies ArgumentDefinition;

export const tenants = {
  name: 'tenant',
  help: 'Only these tenants: id, domain or name.',
  kind: 'text',
  repeatable: true,
  placeholder: 'id|domain|name',
  maximumLength: 1000,
  suggest: 'tenant',
} as const satisfies ArgumentDefinition;

export const tag = {
  name: 'tag',
  help: 'The tenants with this tag.',
  kind: 'text',
  repeatable: true,
  placeholder: 'tag',
  maximumLength: 400,
  suggest: 'tag',
} as const satisfies ArgumentDefinition;

export const withoutTag = {
  ...tag,
  name: 'without-tag',
  help: 'But not the tenants with this tag.',
} as const satisfies ArgumentDefinition;

export const only = {
  name: 'only',
  help: `${TENANT_GROUPS.map((group) => `Only ${GROUPS[group].title}`)
    .join(' or ')
    .replaceAll(' or Only', ' or only')}.`,
  kind: 'choice',
  choices: TENANT_GROUPS,
} as const satisfies ArgumentDefinition;

/** The channel a command is about; in chat the one it is said in. */
export const channel = {
  name: 'channel',
  help: 'The channel: discord:channel:ID or teams:channel:ID. In chat it is the one it is said in.',
  kind: 'text',
  required: true,
  positional: true,
  placeholder: 'channel',
  surfaces: ['terminal'],
} as const satisfies ArgumentDefinition;

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

export const workspace = {
  name: 'workspace',
  help: 'Where the channel is, discord:ID or teams:ID: added connections are told by that.',
  kind: 'text',
  placeholder: 'workspace',
  maximumLength: 60,
  surfaces: ['terminal'],
} as const satisfies ArgumentDefinition;

export const tagName = {
  ...byName,
  name: 'tag',
  placeholder: 'tag',
  help: 'The tag: letters, digits, dots, dashes and underscores.',
  suggest: 'tag',
} as const satisfies ArgumentDefinition;
