import { z } from 'zod';
import { type CauseId, isCauseId } from '../../model/causes/cause.ts';
import type { Check } from '../../model/checks/check.ts';
import { toTenantRef } from '../../model/tenants/tenant-ref.ts';
import { toSafeText } from '../../model/text/safe-text.ts';
import steps from './next-steps.json' with { type: 'json' };
import type { TenantProof } from './proof.ts';

/** The one step for a link that is broken for a cause, with who takes it and where. Causes without one go by their article. */
const STEPS = z
  .partialRecord(
    z.custom<CauseId>((id) => typeof id === 'string' && isCauseId(id)),
    z.string(),
  )
  .parse(steps);

/** Causes whose step is only right where the link was found to be broken in this way. */
const ONLY_AT: Readonly<Partial<Record<CauseId, Check['id']>>> = {
  'account.no-path': 'partner.account',
  'gdap.role-missing': 'gdap.assignment',
};

/** A broken link with the step that mends it, where its judge named none. */
export function withNextStep(check: Check, { readings, tenant, connection }: TenantProof): Check {
  const { cause, next } = check;
  const step = cause && STEPS[cause];
  if (next !== undefined || !step || (ONLY_AT[cause] ?? check.id) !== check.id) return check;
  const facts: Readonly<Record<string, string>> = {
    account: readings.own.account ?? 'the service account',
    app: connection.applicationId,
    tenant: toSafeText(toTenantRef(tenant).label, { maxLength: 60 }),
  };
  return { ...check, next: step.replace(/\{(\w+)\}/g, (open, name: string) => facts[name] ?? open) };
}
