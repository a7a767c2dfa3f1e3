import { GROUPS } from '../../../model/checks/catalogue.ts';
import { TENANT_GROUPS } from '../../../model/checks/check.ts';
import type { ArgumentDefinition } from '../command.ts';

/** Which connection, where there are several. */
export const connection: ArgumentDefinition = {
  name: 'connection',
  help: 'The connection, where there are several.',
  kind: 'text',
  placeholder: 'name',
  maximumLength: 60,
  suggest: 'connection',
};

/** One tenant, by position. */
export const tenant = {
  name: 'tenant',
  help: 'The tenant: its id, domain or name.',
  kind: 'text',
  required: true,
  positional: true,
  placeholder: 'id|domain|name',
  maximumLength: 256,
  suggest: 'tenant',
} as const;

/** One group of a tenant's checks. */
export const only: ArgumentDefinition = {
  name: 'only',
  help: `${TENANT_GROUPS.map((group) => `Only ${GROUPS[group].title}`)
    .join(' or ')
    .replaceAll(' or Only', ' or only')}.`,
  kind: 'choice',
  choices: TENANT_GROUPS,
};
