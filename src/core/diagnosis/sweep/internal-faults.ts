import type { Only } from '../../model/checks/check.ts';
import { EXCHANGE_CHECK_IDS, GRAPH_CHECK_IDS } from '../../model/checks/check.ts';
import type { TenantResult } from '../../model/checks/results.ts';
import type { Answer, Fault, MicrosoftCloud } from '../../model/cloud/microsoft-cloud.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import { createReference, internalReason } from '../../model/text/reference.ts';

/** Takes a fault of ours under the reference that the technician is shown. */
export type ReportInternal = (error: unknown, reference: string) => void;

/** Gives an error a reference and hands both on. What goes wrong with that costs nothing. */
export function createReferences(reportInternal: ReportInternal = () => {}): (error: unknown) => string {
  return (error) => {
    const reference = createReference(Math.random);
    try {
      reportInternal(error, reference);
    } catch {
      // The report goes on without its entry in the log.
    }
    return reference;
  };
}

/** The same cloud, whose faults of ours carry a reference. A method that throws against its promise is such a fault. */
export function withReferences(cloud: MicrosoftCloud, toReference: (error: unknown) => string): MicrosoftCloud {
  const refer = (fault: Fault): Fault =>
    fault.kind === 'internal' && fault.reference === undefined
      ? { ...fault, reference: toReference(fault.error) }
      : fault;
  const guard = async <T>(ask: () => Promise<Answer<T>>): Promise<Answer<T>> => {
    try {
      const answer = await ask();
      return answer.ok ? answer : { ...answer, fault: refer(answer.fault) };
    } catch (error) {
      return { ok: false, fault: refer({ kind: 'internal', error }), attempts: 0, durationMs: 0 };
    }
  };
  return {
    redeem: (request) => guard(() => cloud.redeem(request)),
    listCustomers: async (token) => {
      const answer = await guard(() => cloud.listCustomers(token));
      if (!answer.ok || !answer.value.gdapFault) return answer;
      return { ...answer, value: { ...answer.value, gdapFault: refer(answer.value.gdapFault) } };
    },
    readApplicationCredentials: (token) => guard(() => cloud.readApplicationCredentials(token)),
    listRelationships: (token) => guard(() => cloud.listRelationships(token)),
    readUsers: (token, tenantId) => guard(() => cloud.readUsers(token, tenantId)),
    readOrganizationConfig: (token, tenantId) => guard(() => cloud.readOrganizationConfig(token, tenantId)),
    extendDeadline: (deadlineMs) => cloud.extendDeadline(deadlineMs),
    pace: () => cloud.pace(),
    close: () => cloud.close(),
  };
}

/** The checks of a tenant, or of the pair asked for. */
export function checkIdsFor(only: Only | undefined) {
  return [...(only === 'exchange' ? [] : GRAPH_CHECK_IDS), ...(only === 'graph' ? [] : EXCHANGE_CHECK_IDS)];
}

/** A tenant whose test ended in a throw: nothing is known of it, and the reference says where to look. */
export function toInternalResult(tenant: Tenant, only: Only | undefined, reference: string): TenantResult {
  const fault = { status: 'unknown', durationMs: 0, attempts: 0, cause: 'internal', owner: 'unknown' } as const;
  const checks = checkIdsFor(only).map((id) => ({ id, ...fault, reason: internalReason(reference) }));
  return { ...tenant, status: 'unknown', checks };
}
