import { SIGN_IN } from '../../../diagnosis/report/accepted-store.ts';
import { tenantCheckIds } from '../../../model/checks/check.ts';
import type { ArgumentDefinition } from '../../calls/command-definition.ts';

export const checkArgument = {
  name: 'check',
  help: 'Only this check; otherwise all of the tenant. sign-in: it is not signed in to at all.',
  kind: 'choice',
  choices: [...new Set([...tenantCheckIds(), ...tenantCheckIds(undefined, 'app-only')]), SIGN_IN],
} as const satisfies ArgumentDefinition;
