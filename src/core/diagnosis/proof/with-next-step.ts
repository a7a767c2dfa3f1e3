import { z } from 'zod';
import { type CauseId, isCauseId } from '../../model/causes/cause.ts';
import { CHECKS } from '../../model/checks/catalogue.ts';
import { type Check, type CheckId, isCheckId } from '../../model/checks/check.ts';
import { readsUsers, roleName } from '../../model/cloud/directory-roles.ts';
import { SERVICE_NAMES, type Service, serviceOf } from '../../model/cloud/microsoft-cloud.ts';
import { toTenantRef } from '../../model/tenants/tenant.ts';
import { formatDuration, toSafeText } from '../../model/text/format.ts';
import steps from './next-steps.json' with { type: 'json' };
import { linkOf, listed, type TenantProof } from './proof.ts';
import { liveOf } from './readings.ts';

/**
 * The one step for a link that is broken for a cause, with who takes it and where; the first that fits counts. Causes without
 * one go by their article. `at`: only where this link is broken. `when`: only with this in the evidence.
 */
const STEPS = z
  .array(
    z.strictObject({
      cause: z.custom<CauseId>((id) => typeof id === 'string' && isCauseId(id)),
      at: z.custom<CheckId>((id) => typeof id === 'string' && isCheckId(id)).optional(),
      when: z.enum(['recent', 'claims', 'role-held', 'no-organization', 'elsewhere', 'unlisted']).optional(),
      step: z.string(),
    }),
  )
  .parse(steps);

/** So long a role or a consent may take to arrive everywhere. */
const RECENT_MS = 2 * 60 * 60 * 1000;

/** A broken link with the step that mends it, where its judge named none. */
export async function withNextStep(check: Check, proof: TenantProof): Promise<Check> {
  const { id, cause, next, evidence } = check;
  const fitting = STEPS.filter((one) => one.cause === cause && (one.at ?? id) === id);
  if (next !== undefined || fitting.length === 0) return check;
  const { readings, tenant, connection, now } = proof;
  const needs = (...what: (typeof fitting)[number]['when'][]): boolean =>
    fitting.some(({ when }) => what.includes(when));
  // What no step hangs on is not waited for.
  const changedMs = needs('recent') ? now - (await lastChange(proof)) : RECENT_MS;
  const service = serviceOf(CHECKS[id].asks?.id ?? 'graph.read');
  const elsewhere = needs('elsewhere') ? await answeredElsewhere(service, proof) : undefined;
  const roleIds = needs('recent', 'role-held') ? await assignedRoles(proof) : [];
  const shows = {
    recent: changedMs < RECENT_MS,
    claims: evidence?.claims !== undefined,
    'role-held': readsUsers(roleIds),
    'no-organization': evidence?.httpStatus === 404 || /authorization context/i.test(evidence?.message ?? ''),
    elsewhere: elsewhere !== undefined,
    unlisted: tenant.unlisted === true,
  };
  const step = fitting.find(({ when }) => when === undefined || shows[when])?.step;
  if (step === undefined) return check;
  const facts: Readonly<Record<string, string>> = {
    account: readings.own.account ?? 'the service account',
    app: connection.applicationId,
    tenant: toSafeText(toTenantRef(tenant).label, { maxLength: 60 }),
    code: (evidence?.code ?? '').replace(/^\D+/, ''),
    roles: listed([...new Set(roleIds)].map(roleName)) || 'no role that could be read',
    changed: `${formatDuration(Math.max(0, changedMs))} ago`,
    service: SERVICE_NAMES[service],
    elsewhere: elsewhere ?? '',
    said: toSafeText(evidence?.message ?? 'not Microsoft', { maxLength: 120 }),
    evidence: [evidence?.requestId, evidence?.timestamp].filter(Boolean).join(', ') || 'what stands below',
  };
  return { ...check, next: step.replace(/\{(\w+)\}/g, (open, name: string) => facts[name] ?? open) };
}

/** What shows that a service that fails here is reached: it, or one beside it, answered in the same run. */
async function answeredElsewhere(service: Service, proof: TenantProof): Promise<string | undefined> {
  if (service === 'entra') return 'it gave the token for our own tenant in this run';
  if (service === 'graph')
    return (await proof.readings.relationships).ok ? 'it answered for our own tenant in this run' : undefined;
  return (await linkOf(proof, 'graph.read')).check.status === 'pass' ? 'Graph answers there' : undefined;
}

/** When a relationship that gives access here was changed last, in milliseconds since the epoch. */
async function lastChange({ readings, tenant, now }: TenantProof): Promise<number> {
  const answer = await readings.relationships;
  const live = answer.ok ? liveOf(answer.value.relationships, tenant.tenantId, now) : [];
  return Math.max(
    Number.NEGATIVE_INFINITY,
    ...live.map((one) => Math.max(one.activatedAt ?? 0, one.lastModifiedAt ?? 0)),
  );
}

async function assignedRoles({ readings }: TenantProof): Promise<string[]> {
  const answers = (await readings.assignments) ?? [];
  return answers.flatMap((one) => (one.ok ? one.value.flatMap(({ roleDefinitionIds }) => roleDefinitionIds) : []));
}
