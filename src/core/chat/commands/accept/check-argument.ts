import { SIGN_IN } from '../../../diagnosis/report/accepted-store.ts';
import { tenantCheckIds } from '../../../model/checks/check.ts';
import { choice } from '../../calls/arguments.ts';

export const checkArgument = choice(
  'check',
  [...new Set([...tenantCheckIds(), ...tenantCheckIds(undefined, 'app-only')]), SIGN_IN],
  'Only this check; otherwise all of the tenant. sign-in: it is not signed in to at all.',
);
