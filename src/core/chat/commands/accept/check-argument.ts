import { tenantCheckIds } from '../../../model/checks/check.ts';
import type { ArgumentDefinition } from '../../calls/command-definition.ts';

/** One check of a tenant, where not every one is meant. */
export const checkArgument = {
  name: 'check',
  help: 'Only this check; otherwise every check of the tenant.',
  kind: 'choice',
  choices: tenantCheckIds(),
} as const satisfies ArgumentDefinition;
